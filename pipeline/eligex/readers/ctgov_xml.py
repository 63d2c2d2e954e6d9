"""ClinicalTrials.gov's XML of before 2024 (schema `public.xsd`), one `clinical_study` or several.

Text is as an XML parser gives it: entities and character references resolved, so that `&#xD;` before a
line end stands as CR LF. A document type declaration is refused altogether (the registry's files have
none), and with it entity bombs and external entities. `Record.sha256` is that of the whole file.
"""

import re
from collections.abc import Iterator
from typing import Any, Optional, Union
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from eligex.readers.compose import (
    Field,
    Study,
    arm_entry,
    finish,
    intervention_entry,
    listed,
    outcome_entry,
    short,
)  # fmt: skip
from eligex.readers.source import Source, Unreadable, decode
from eligex.schema.record import Record, Reject

# (path, kind, heading), in the order of the text
_BEFORE = (
    ("brief_title", "title", "Brief Title"),
    ("official_title", "title", "Official Title"),
    ("brief_summary/textblock", "summary", "Brief Summary"),
    ("detailed_description/textblock", "description", "Detailed Description"),
    ("condition", "conditions", "Conditions"),
    ("keyword", "other", "Keywords"),
)
_LISTED = (
    ("arm_group", "arms", "Arms", arm_entry),
    ("intervention", "interventions", "Interventions", intervention_entry),
    ("primary_outcome", "outcomes", "Primary Outcome Measures", outcome_entry),
    ("secondary_outcome", "outcomes", "Secondary Outcome Measures", outcome_entry),
    ("other_outcome", "outcomes", "Other Outcome Measures", outcome_entry),
)
_AFTER = (
    ("eligibility/criteria/textblock", "eligibility", "Eligibility Criteria"),
    ("eligibility/gender", "other", "Sex"),
    ("eligibility/gender_description", "other", "Gender Description"),
    ("eligibility/minimum_age", "other", "Minimum Age"),
    ("eligibility/maximum_age", "other", "Maximum Age"),
    ("eligibility/healthy_volunteers", "other", "Healthy Volunteers"),
    ("eligibility/study_pop/textblock", "other", "Study Population"),
)
_DEEPEST = 200
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


class _Shallow(TreeBuilder):
    """Refuses elements nested deeper than any registry file has them."""

    _depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable(
                f"elements nested more than {_DEEPEST} deep; give ClinicalTrials.gov XML", "refused"
            )
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read(source: Source) -> Iterator[Union[Record, Reject]]:
    sha256 = source.digest()
    root = _root(source.data())
    studies = list(root.iter("clinical_study"))
    if not studies:
        raise Unreadable(
            f"no clinical_study element (the root is {root.tag}); give ClinicalTrials.gov XML", "refused"
        )
    for index, element in enumerate(studies):
        place = f"clinical_study {index + 1}"
        yield finish(source, study_of(element), index=index, format="ctgov-xml", sha256=sha256, place=place)


def study_of(element: Element) -> Study:
    fields = [Field(kind, head, _joined(element, path)) for path, kind, head in _BEFORE]
    for tag, kind, heading, entry in _LISTED:
        fields.append(listed(kind, heading, (entry(_object(e)) for e in element.findall(tag))))
    fields += [Field(kind, head, _joined(element, path)) for path, kind, head in _AFTER]
    if not _joined(element, "eligibility/criteria/textblock").strip():
        fields.append(Field("eligibility", "Eligibility Criteria", _joined(element, "eligibility/criteria")))
    title = short(_first(element, "brief_title")) or short(_first(element, "official_title"))
    return Study(short(_first(element, "id_info/nct_id")), title, fields)


def _root(data: bytes) -> Any:
    """The root element. Raises `Unreadable` with the parser's line and column."""
    try:
        return _parsed(data)
    except ParseError as error:
        undeclared = b"encoding" not in data[:200] or b"utf-8" in data[:200].lower()
        if undeclared and not _is_utf8(data):
            try:
                return _parsed(_DECLARED.sub("", decode(data)).encode("utf-8"))
            except ParseError:
                pass
        raise Unreadable(f"broken XML, {error}; fetch or repair the file") from error


def _parsed(data: bytes) -> Any:
    try:
        parser = DefusedXMLParser(target=_Shallow(), forbid_dtd=True)
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        raise Unreadable(
            "a document type declaration or entity, refused; remove the DOCTYPE", "refused"
        ) from error
    except (ValueError, LookupError) as error:
        raise Unreadable(
            f"XML in an encoding that cannot be read ({error}); save it as UTF-8", "encoding"
        ) from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _joined(element: Element, path: str) -> str:
    """The verbatim text of every element at `path`, one below the other."""
    return "\n".join("".join(found.itertext()) for found in element.findall(path))


def _first(element: Element, path: str) -> Optional[str]:
    found = element.find(path)
    return None if found is None else "".join(found.itertext())


def _object(element: Element) -> dict[str, Any]:
    """The children as `{tag: text}`, a repeated tag as a list."""
    found: dict[str, Any] = {}
    for child in element:
        found.setdefault(child.tag, []).append("".join(child.itertext()))
    return {tag: texts[0] if len(texts) == 1 else texts for tag, texts in found.items()}
