"""What a page may send, checked field by field."""

from typing import Annotated, Any, Literal, Optional, TypeVar, Union

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from eligex.annotations.decisions import REVIEWER

Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Reviewer = Annotated[str, StringConstraints(pattern=f"^{REVIEWER.pattern}$")]
T = TypeVar("T", bound="Body")


class BadRequest(ValueError):
    """The message says which field is not as it must be."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OnSpan(Body):
    """`before` is the span as the reviewer saw it."""

    kind: Literal["entity"]
    action: Literal["accept", "reject", "relabel", "rebound", "negate"]
    id: Id
    before: dict[str, Any]
    after: Optional[dict[str, Any]] = None


class NewSpan(Body):
    kind: Literal["entity"]
    action: Literal["add"]
    after: dict[str, Any]


class OnConstraint(Body):
    kind: Literal["constraint"]
    action: Literal["accept", "reject", "correct"]
    id: Id
    before: dict[str, Any]
    after: Optional[dict[str, Any]] = None


class OnTrial(Body):
    kind: Literal["trial"]
    action: Literal["done"]


class Undo(Body):
    kind: Literal["decision"]
    action: Literal["undo"]


class Decide(Body):
    """`text_sha256` is of the text on the page, so that offsets never meet another text."""

    reviewer: Reviewer
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    decision: Union[OnSpan, NewSpan, OnConstraint, OnTrial, Undo]


class SetReviewer(Body):
    name: Reviewer


def read(kind: type[T], body: bytes) -> T:
    """Raises BadRequest."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRequest(f"{where}: {first['msg']}" if where else first["msg"]) from None
