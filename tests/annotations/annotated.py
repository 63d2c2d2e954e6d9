"""Annotated texts out of nothing: what hypothesis draws, and one that has everything."""

from eligex.annotations.documents import Document, Link, Note, Span, checked
from eligex.schema.regimen import Dose, Regimen, RegimenDrug
from eligex.schema.trial import LABELS, Constraint, Criterion, Range, Subject, Window
from hypothesis import strategies as st

# Surrogates have no UTF-8, and CSV readers before Python 3.11 refuse NUL.
_CHARACTER = st.one_of(
    st.sampled_from("ab Z1 5≥%/\r\n\t,;\"'|-(µ²\u2028\x85é漢😀"),
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
)
_TEXT = st.text(_CHARACTER, min_size=1, max_size=60)
_WORD = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
_VALUES = st.one_of(st.just(""), _WORD, st.text(_CHARACTER, max_size=12))
_NAMES = st.one_of(_WORD, st.text(_CHARACTER, min_size=1, max_size=8)).filter(lambda n: n != "negated")
_ATTRIBUTES = st.dictionaries(_NAMES, _VALUES, max_size=3)
_IDS = st.one_of(_WORD, st.text(_CHARACTER, min_size=1, max_size=12)).filter(lambda i: i.strip() != "")


@st.composite
def documents(draw, ids=_IDS, fragments=True):
    """Any Document that `checked` lets pass: spans of any overlap, pieces, links among links, notes, statements."""
    text = draw(_TEXT)
    spans = draw(st.lists(_span(len(text), fragments), max_size=6))
    spans = [Span(f"T{i}", *rest) for i, rest in enumerate(spans, start=1)]
    links = draw(_links([s.id for s in spans])) if spans else []
    known = [s.id for s in spans] + [k.id for k in links if k.id != "*"]
    notes = [
        Note(f"#{i}", draw(_WORD), draw(st.sampled_from(known)), draw(_NOTE))
        for i in range(1, draw(st.integers(0, 2 if known else 0)) + 1)
    ]
    return checked(
        Document(draw(ids), text, tuple(spans), tuple(links), tuple(notes), tuple(_constraints(draw, text)))
    )


_NOTE = st.text(_CHARACTER.filter(lambda c: c not in "\r\n"), max_size=12)


@st.composite
def _span(draw, size, fragments):
    edges = sorted(draw(st.sets(st.integers(0, size), min_size=2, max_size=min(4, size + 1))))
    pieces = ()
    if fragments and len(edges) == 4:
        pieces = ((edges[0], edges[1]), (edges[2], edges[3]))
    label, negated = draw(st.sampled_from(LABELS)), draw(st.booleans())
    return label, edges[0], edges[-1], negated, draw(_ATTRIBUTES), pieces


@st.composite
def _links(draw, spans):
    links, known = [], list(spans)
    for i in range(1, draw(st.integers(0, 3)) + 1):
        kind = draw(st.sampled_from("RE*"))
        pick = st.sampled_from(known)
        if kind == "*":
            links.append(Link("*", draw(_WORD), (("", draw(pick)), ("", draw(pick)))))
            continue
        roles = ("Arg1", "Arg2") if kind == "R" else draw(st.lists(_WORD, max_size=3))
        arguments = tuple((role, draw(pick)) for role in roles)
        trigger = draw(st.sampled_from(spans)) if kind == "E" else None
        links.append(Link(f"{kind}{i}", draw(_WORD), arguments, trigger, draw(_ATTRIBUTES)))
        known.append(f"{kind}{i}")
    return links


def _constraints(draw, text):
    for i in range(1, draw(st.integers(0, 2)) + 1):
        number = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
        low, high = draw(number), draw(number)
        bounds = Range(low, None if low is None else draw(st.booleans()), high, unit="mg/dL", start=0, end=1)
        yield Constraint(
            f"E{i}.1", f"E{i}", "exclusion", draw(st.sampled_from(("age", "drug", "state"))),
            draw(st.sampled_from((Subject(text[:1], 0, 1), Subject(None, None, None)))),
            range=draw(st.sampled_from((None, bounds))), negated=draw(st.booleans()),
            requirement=draw(st.sampled_from((None, "require", "forbid"))), evidence=[[0, 1]],
            qualifiers=draw(st.lists(_WORD, max_size=2)),
        )  # fmt: skip


TEXT = "Prolonged QTc > 450 ms,\r\nno quuxitis of the left or right elbow"


def everything():
    """A document with all that a format may be unable to carry."""
    elbow = TEXT.index("left"), TEXT.index("left") + 4, TEXT.index("elbow"), len(TEXT)
    no, quux = TEXT.index("no quux"), TEXT.index("quuxitis")
    return checked(
        Document(
            "NCT 1/a",
            TEXT,
            (
                Span("T1", "CONDITION", 0, 13),
                Span("T2", "MEASUREMENT", 10, 13, False, {"name": "QTc interval", "code": "8634-8"}),
                Span("T3", "THRESHOLD", 14, 22),
                Span("T4", "NEGATION", no, no + 2),
                Span("T5", "CONDITION", quux, quux + 8, True, {"Uncertain": "", "Stage": "II"}),
                Span("T6", "CONDITION", elbow[0], elbow[3], False, {}, ((*elbow[:2],), (*elbow[2:],))),
                Span("T7", "CONDITION", quux, quux + 4),
            ),
            (
                Link("E1", "Limit", (("Of", "T2"), ("Value", "T3")), "T3", {"Assertion": "sure"}),
                Link("E2", "Finding", (("Limit", "E1"),), "T1"),
                Link("R1", "Negates", (("Arg1", "T4"), ("Arg2", "T5"))),
                Link("*", "Equiv", (("", "T1"), ("", "T2"))),
            ),
            (Note("N1", "Reference", "T2", "LOINC:8634-8\tQTc"), Note("#1", "AnnotatorNotes", "E1", "sure?")),
            (
                Constraint(
                    "E1.1",
                    "E1",
                    "exclusion",
                    "measurement",
                    Subject("QTc", 10, 13),
                    Range(450.0, False, unit="ms", start=14, end=22, offset={"value": 4, "unit": "s"}),
                    requirement="forbid",
                    window=Window(high=1.0, high_inclusive=True, unit="a", relation="before"),
                    qualifiers=["at rest", "by ECG"],
                    evidence=[[10, 13], [14, 22]],
                ),
            ),
            (Criterion("E1", None, "exclusion", 0, 22, TEXT[:22], {"all": ["E1.1"]}, "parsed", [[0, 9]]),),
            (Regimen("R1", "arms", "A", RegimenDrug(None, None, None), Dose(5.0, 5.0, "mg"), days=[[1, 2]]),),
        )
    )
