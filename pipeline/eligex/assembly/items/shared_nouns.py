"""A word before `or` that names something only with the noun behind the next one: `drug or other allergy` is no drug,
`drug or alcohol use` no treatment, `immunosuppressive or immunodeficient condition` no immunosuppressant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from eligex.assembly.items.directed import SOURCE as DIRECTED
from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SOURCE = "conditions:shared-head"  # told with the noun, standing for a part of it
_ABUSE = "alcohol or drug abuse"
_OR = r"\s*(?:,|/|\bor\b|\band\b|\band/or\b)\s*"
_SHARED = Scanner(
    re.compile(
        rf"""\b(?:(?P<reaction>drugs?|medications?|medicines?|foods?|latex|substances?){_OR}(?:any\s+)?
            (?:other|environmental|seasonal)\s+(?:allerg(?:y|ies)|hypersensitivit(?:y|ies)|abuse|addiction|dependence)
          | (?P<use>drugs?|illicit\s+drugs?|substances?){_OR}alcohol\s+(?:use|misuse|consumption)
          | (?P<drink>alcohol){_OR}(?:(?:illicit|illegal|recreational)\s+|(?P<also>(?:other\s+)?))(?:drugs?|substances?)
            \s+(?:use|misuse|consumption)(?!\s+disorder))\b""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_DRUGS = r"(?:(?:other|illicit|illegal|recreational|street|prescription)\s+)*(?:drugs?|substances?)"
_ABUSED = Scanner(  # of which nothing names the drugs
    re.compile(
        rf"\babus(?:e|es|ed|ing)\s+(?:of\s+)?(?:alcohol{_OR}{_DRUGS}|{_DRUGS}{_OR}alcohol)\b(?!\s+(?:use|abuse|dependen))",
        re.IGNORECASE,
    )
)
# what is told of a receptor that a tumour has, not of a drug that acts on it
_MARKER = (
    r"(?=(?:\s*\([^()]{1,15}\))?\s*(?:$|[,.;:)+/]|-(?!\w)|-?(?:status(?:es)?|positiv\w*|negativ\w*|(?:over-?)?express\w*"
    r"|levels?|and|or|is|are|by|in|on|analys[ei]s|determin\w*|assays?|tests?|testing|mutations?|amplif\w*)\b))"
)
_OF_RECEPTOR = lazily(rf"{_OR}(?:[\w/-]+\s+){{1,2}}receptors?\b{_MARKER}", re.IGNORECASE)
_RECEPTOR = lazily(r".*\breceptors?\Z", re.IGNORECASE | re.DOTALL)
_OF_TUMOUR = lazily(r"[\w-]+\s+(?P<rest>receptor.*)", re.IGNORECASE | re.DOTALL)
_PREMENOPAUSE = Scanner(  # "pre or post-menopausal"
    re.compile(
        r"\b(?P<pre>pre)-?\s*(?:,|/|\bor\b|\band\b|\band/or\b)\s*(?:peri-?\s*(?:or|and|/)\s*)?post-?\s?menopausal\b",
        re.IGNORECASE,
    )
)
_OF_THE = lazily(r"\b(?:of|in|from)\s+the\s+\Z", re.IGNORECASE)
OF_SEVERAL = lazily(  # "of the cervix or breast, or prostate cancer"
    r"\b(?:of|in|from)\s+the\s+[a-z]+(?:(?:,\s*[a-z]+){1,4},?)?\s+(?:or|and)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_AN_ADJECTIVE = lazily(r"(?:al|ar|ic|ary|ous|ive|ac|oid|ine|ed)\Z", re.IGNORECASE)
_NEAR = 60  # characters before a name, blanks of a wrapped line among them
_ENDS = lazily(_MARKER, re.IGNORECASE)
_LAST = lazily(r"\w+\Z")
_STATE = lazily(
    rf"{_OR}(?:[\w-]+\s+){{0,2}}(?P<noun>conditions?|disorders?|diseases?|states?|status)\b", re.IGNORECASE
)
_LACKED = lazily(  # "iron or vitamin D deficiency"
    rf"{_OR}(?:[\w-]+\s+){{1,3}}(?P<noun>deficienc(?:y|ies)|overload|insufficiency)\b", re.IGNORECASE
)
_NUTRIENT = lazily(
    r"vitamins?(?:\s+\w+)?|B-?12|iron|folates?|folic\s+acid|calcium|magnesium|potassium|zinc|copper|iodine|selenium|thiamine",
    re.IGNORECASE,
)
_ADJECTIVE = lazily(r"immunosuppressive", re.IGNORECASE)


def with_shared_nouns(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with what shares a noun standing for what it makes of it."""
    abused = [Finding(*m.span(), "CONDITION", "assembly:abuse", _ABUSE) for m in _ABUSED.finditer(text)]
    pre = [
        Finding(*m.span("pre"), "CONDITION", _SOURCE, "premenopause") for m in _PREMENOPAUSE.finditer(text)
    ]
    found = [f for f in found if not _is_site(f, text)]
    found = with_wholes(found, [*abused, *pre, *(f for m in _SHARED.finditer(text) for f in _of_two(m))])
    behind = [*found[1:], None]
    return [_receptor(_adjective(f, text), g, text) for f, g in zip(found, behind, strict=False)]


def _is_site(f: Finding, text: str) -> bool:
    """`melanoma of the skin and cervical cancer`: where the first is, and no cancer of the skin beside it."""
    if f.source != _SOURCE or _AN_ADJECTIVE.search(text, f.start, f.end):
        return False
    before = max(0, f.start - _NEAR)
    ended = text.startswith(",", f.end) and OF_SEVERAL.search(text, before, f.start)
    return bool(ended or _OF_THE.search(text, before, f.start))


def _of_two(m: re.Match[str]) -> Iterator[Finding]:
    """The first with the noun that it shares, and the second where no vocabulary has it: "drug use"."""
    kind = next(k for k in ("reaction", "use", "drink") if m[k])
    noun = _LAST.search(m[0])
    assert noun is not None
    name = f"{m[kind]} {noun[0]}".lower()
    yield Finding(*m.span(kind), "CONDITION" if m["reaction"] else "STATE", _SOURCE, name)
    if m["also"] is not None:
        yield Finding(m.start("also"), m.end(), "STATE", "assembly:shared-noun", f"drug {noun[0]}".lower())


def _adjective(f: Finding, text: str) -> Finding:
    m = None
    if f.label == "DRUG" and _ADJECTIVE.fullmatch(text, f.start, f.end):
        m = _STATE.match(text, f.end)
    elif f.label == "DRUG" and _NUTRIENT.fullmatch(text, f.start, f.end):
        m = _LACKED.match(text, f.end)
    if m is None:
        return f
    name = f"{text[f.start : f.end]} {m['noun']}".lower()
    return replace(f.renamed(name), label="CONDITION", source=_SOURCE, value={})


def _receptor(f: Finding, behind: Finding | None, text: str) -> Finding:
    """`estrogen and progesterone receptor status` is measured, and no drug; before the name of a disease it is one."""
    if f.label != "DRUG" or f.source == DIRECTED:
        return f
    if _RECEPTOR.fullmatch(text, f.start, f.end) and _ENDS.match(text, f.end):
        return replace(f.renamed(None), label="MEASUREMENT", value={})
    if _OF_RECEPTOR.match(text, f.end) is None:
        return f
    name = f"{text[f.start : f.end]} receptor".lower()
    if (
        behind is not None
        and behind.label == "CONDITION"
        and (told := _OF_TUMOUR.match(text, behind.start, behind.end))
    ):
        name = f"{text[f.start : f.end]} {told['rest']}".lower()
        return replace(f.renamed(name), label="CONDITION", source=_SOURCE, value={})
    return replace(f.renamed(name), label="MEASUREMENT", source=_SOURCE, value={})
