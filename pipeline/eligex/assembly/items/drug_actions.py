"""Drugs told by what they do to what: "CYP3A4 inhibitors or inducers", "inhibitors or inducers of P-gp", "CYP2C9 and
CYP3A4 substrates".

Every action is of the shared target, and every target has the shared action: "inducers" alone would be any.
"""

import re
from collections.abc import Iterator

from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.vocab.drugs import lexicon

SOURCE = "assembly:shared-target"
_ISOFORM = r"[1-4][A-E]\d{0,2}(?:/\d{1,2})?"
_ENZYME = rf"""(?:cytochrome\s+P(?:[\s-]?450)?(?:\s*\(CYP(?:-?450)?\))?(?:\s+(?:iso)?(?:en)?(?:zymes?|forms?))?
    (?:\s*[-,]?\s*(?:CYP)?\s?{_ISOFORM})?
    |CYP(?:-?450)?[\s-]?{_ISOFORM}|CYP(?:450)?|P-?gp|P-?glycoprotein(?:\s*\(P-?gp\))?|BCRP|MAO-[AB])(?:\s+enzymes?)?"""
_ACTION = r"(?:inhibitors?|inducers?|substrates?)"
_DEGREE = r"(?:(?:strong|moderate|weak|potent|sensitive|known)\s+(?:(?:or|and|to)\s+|/\s*)?){0,3}"
_JOINT = r"(?:\s*,\s*(?:(?:and/or|or|and)\s+)?|\s*/\s*|\s+(?:and/or|or|and)\s+)"
_BEFORE = Scanner(
    re.compile(
        rf"\b(?P<targets>{_ENZYME}(?:{_JOINT}{_DEGREE}{_ENZYME})*)[\s-]+(?P<actions>{_ACTION}(?:{_JOINT}{_DEGREE}{_ACTION})*)\b"
        r"(?!\s+of\b)",
        re.IGNORECASE | re.VERBOSE,
    )
)
_BEHIND = Scanner(
    re.compile(
        rf"\b(?P<actions>{_ACTION}(?:{_JOINT}{_DEGREE}{_ACTION})*)\s+of\s+(?:the\s+)?(?P<targets>{_ENZYME}(?:{_JOINT}{_ENZYME})*)(?!\w)",
        re.IGNORECASE | re.VERBOSE,
    )
)
_NAME = lazily(rf"{_ENZYME}[\s-]+{_ACTION}", re.IGNORECASE | re.VERBOSE)
_ONE_ENZYME = lazily(_ENZYME, re.IGNORECASE | re.VERBOSE)
_ONE_ACTION = lazily(_ACTION, re.IGNORECASE)
_NUMBERED = lazily(rf"{_ISOFORM}\Z", re.IGNORECASE)
_DOES = r"(?:inhibitors?|inducers?|agonists?|antagonists?|blockers?|activators?|modulators?|substrates?)"
_TOLD = lazily(rf"(?P<target>\S.*?)[\s-]+{_DOES}\Z", re.IGNORECASE | re.DOTALL)
_ALSO = lazily(rf"{_JOINT}(?P<action>{_DOES})\b(?!\s+of\b|-)", re.IGNORECASE)


def with_targets(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with the drugs of shared targets and actions in place of their parts."""
    phrases = [*(m for m in _BEFORE.finditer(text) if not _is_name(m)), *_BEHIND.finditer(text)]
    told = [f for m in phrases for f in _spread(m)]
    found = with_wholes(found, told)
    return with_wholes(found, [g for f in found if f.label == "DRUG" for g in _also(f, text)])


def _spread(m: re.Match[str]) -> Iterator[Finding]:
    """`CYP2C9 and CYP3A4 inhibitors`, by its targets; `inhibitors or inducers of CYP3A4`, by its actions, also where
    they share several targets. The first begins where the phrase begins, the last ends where it ends."""
    targets = list(_ONE_ENZYME.finditer(m.string, *m.span("targets")))
    actions = list(_ONE_ACTION.finditer(m.string, *m.span("actions")))
    by_target = len(actions) == 1
    units = targets if by_target else actions
    for u in units:
        start = m.start() if u is units[0] else u.start()
        end = m.end() if u is units[-1] else u.end()
        yield drug_by_target(
            start, end, u[0] if by_target else m["targets"], actions[0][0] if by_target else u[0]
        )


def _is_name(m: re.Match[str]) -> bool:
    """`CYP3A4 inhibitors`: one target and one action in so many words are the vocabulary's."""
    return "(" not in m["targets"] and _NAME.fullmatch(m[0]) is not None


def _also(f: Finding, text: str) -> Iterator[Finding]:
    """`antagonists` of "GnRH agonists or antagonists"."""
    told = _TOLD.fullmatch(text, f.start, f.end)
    at = f.end
    while told is not None and (m := _ALSO.match(text, at)):
        yield drug_by_target(*m.span("action"), told["target"], m["action"])
        at = m.end()


def drug_by_target(start: int, end: int, target: str, action: str, label: str = "DRUG") -> Finding:
    """Under the name of its class where a vocabulary has one, else under both words."""
    target = " ".join(target.split())
    isoform = _NUMBERED.search(target) if target.lower().startswith("cyt") else None
    name = f"{'CYP' + isoform[0].upper() if isoform else target} {action.lower()}"
    known = lexicon().get(name)
    told = (
        (known.name, known.system or None, known.code or None) if known and known.name else (name, None, None)
    )
    return Finding(start, end, label, SOURCE, *told, {"kind": "class"})
