"""HTML of the pages. Everything is escaped by the templates but the drawn text, which `render.spans` escapes."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import jinja2

from eligex import render
from eligex.annotations.reviewed import Reviewed
from eligex.review import view
from eligex.review.overview import STATUSES
from eligex.schema.trial import CONSTRAINT_KINDS, LABELS

HERE = Path(__file__).parent
ASSETS = {
    "spans.css": Path(render.__file__).parent / "spans.css",
    **{name: HERE / "assets" / name for name in ("review.css", "trial.js", "decide.js", "index.js")},
}
# Pages opened as files have no origin of their own: `file:` lets them read the files beside them.
_POLICY = (
    "default-src 'none'; script-src 'self'{0}; style-src 'self'{0}; img-src data:; {1}form-action 'none'"
)
STATIC_POLICY = _POLICY.format(" file:", "base-uri 'none'; ")
SERVED_POLICY = _POLICY.format("", "base-uri 'none'; connect-src 'self'; ")
READING_KEYS = (
    ("j k", "next, previous span"),
    ("n p", "next, previous constraint or regimen"),
    ("f", "next criterion that needs eyes"),
    ("Enter", "select, and let go again"),
    ("Esc", "let go"),
    ("[ ]", "previous, next trial"),
    ("h", "all trials"),
    ("?", "these keys"),
)
DECIDING_KEYS = (
    ("a", "accept"),
    ("x", "reject"),
    ("l", "another label for the span"),
    ("b", "other bounds: ← → move the end, with Shift the start, with Ctrl by words; Enter keeps them"),
    ("g", "flip negation"),
    ("e", "correct the constraint"),
    ("i", "add a span: the selected text, or from the span on as with b"),
    ("u", "undo the last decision on this trial"),
    ("d", "mark the trial done"),
    ("c", "compare reviewers"),
)


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def index(*, name: str, count: int, root: str, provenance: str, **served: Any) -> str:
    """`served`: `reviewer` and `problems`, of the server alone."""
    return _page(
        "index.html",
        served.get("reviewer"),
        name=name,
        count=count,
        root=root,
        provenance=provenance,
        statuses=STATUSES,
        labels=LABELS,
        problems=served.get("problems", ()),
    )


def trial(
    reviewed: Reviewed,
    *,
    root: str,
    before: Optional[str],
    after: Optional[str],
    page: str = "",
    reviewer: Optional[str] = None,
    problems: Sequence[str] = (),
) -> str:
    """A trial's page; `before` and `after` are the names of its neighbours' pages."""
    return _page(
        "trial.html",
        reviewer,
        **view.of(reviewed, full=reviewer is not None),
        eyes_legend=view.eyes_legend(),
        root=root,
        before=before,
        after=after,
        page=page,
        done=reviewed.done,
        problems=problems,
        kinds=CONSTRAINT_KINDS,
        keys=READING_KEYS + (DECIDING_KEYS if reviewer else ()),
    )


def body(reviewed: Reviewed, problems: Sequence[str]) -> str:
    """The part of a trial's page that a decision changes."""
    context = view.of(reviewed, full=True)
    return _templates().get_template("body.html").render(**context, done=reviewed.done, problems=problems)


def diff(**context: Any) -> str:
    return _page("diff.html", "", **context)


def _page(template: str, reviewer: Optional[str], **context: Any) -> str:
    policy = STATIC_POLICY if reviewer is None else SERVED_POLICY
    return _templates().get_template(template).render(policy=policy, reviewer=reviewer, **context)
