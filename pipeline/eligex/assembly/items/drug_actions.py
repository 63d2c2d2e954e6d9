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
_KIND = {"kind": "class"}
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
_ONE_ENZYME = lazily(_ENZYME, re.IGNORECASE | re.VERBOSE)
_ONE_ACTION = lazily(_ACTION, re.IGNORECASE)
_NUMBERED = lazily(rf"{_ISOFORM}\Z", re.IGNORECASE)
_DOES = r"(?:inhibitors?|inducers?|agonists?|antagonists?|blockers?|activators?|modulators?|substrates?)"
_TOLD = lazily(rf"(?P<target>\S.*?)[\s-]+{_DOES}\Z", re.IGNORECASE | re.DOTALL)
_ALSO = lazily(rf"{_JOINT}(?P<action>{_DOES})\b(?!\s+of\b|-)", re.IGNORECASE)


def with_targets(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with the drugs of shared targets and actions in place of their parts."""
    told = [f for m in _BEFORE.finditer(text) for f in _before(m)]
    told += [f for m in _BEHIND.finditer(text) for f in _behind(m)]
    found = with_wholes(found, told)
    return with_wholes(found, [g for f in found if f.label == "DRUG" for g in _also(f, text)])


def _before(m: re.Match[str]) -> Iterator[Finding]:
    """`CYP2C9 and CYP3A4 inhibitors or inducers`; nothing where one target has one action in so many words."""
    targets, actions = _parts(_ONE_ENZYME, m, "targets"), _parts(_ONE_ACTION, m, "actions")
    if len(actions) == 1:
        if len(targets) == 1 and "(" not in m["targets"]:
            return
        for i, t in enumerate(targets):
            last = i == len(targets) - 1
            yield _drug(t.start(), actions[0].end() if last else t.end(), t[0], actions[0][0])
        return
    for i, a in enumerate(actions):
        yield _drug(a.start() if i else m.start(), a.end(), m["targets"], a[0])


def _behind(m: re.Match[str]) -> Iterator[Finding]:
    """`inhibitors or inducers of CYP3A4`."""
    targets, actions = _parts(_ONE_ENZYME, m, "targets"), _parts(_ONE_ACTION, m, "actions")
    if len(actions) == 1:
        for i, t in enumerate(targets):
            yield _drug(t.start() if i else m.start(), t.end(), t[0], actions[0][0])
        return
    for a in actions:
        yield _drug(a.start(), m.end() if a is actions[-1] else a.end(), m["targets"], a[0])


def _also(f: Finding, text: str) -> Iterator[Finding]:
    """`antagonists` of "GnRH agonists or antagonists"."""
    told = _TOLD.fullmatch(text, f.start, f.end)
    at = f.end
    while told is not None and (m := _ALSO.match(text, at)):
        yield _drug(*m.span("action"), told["target"], m["action"])
        at = m.end()


def _parts(one: re.Pattern[str], m: re.Match[str], group: str) -> list[re.Match[str]]:
    return list(one.finditer(m.string, *m.span(group)))


def _drug(start: int, end: int, target: str, action: str) -> Finding:
    """Under the name of its class where a vocabulary has one, else under both words."""
    target = " ".join(target.split())
    isoform = _NUMBERED.search(target) if target.lower().startswith("cyt") else None
    name = f"{'CYP' + isoform[0].upper() if isoform else target} {action.lower()}"
    known = lexicon().get(name)
    if known is None or not known.name:
        return Finding(start, end, "DRUG", SOURCE, name, None, None, dict(_KIND))
    return Finding(
        start, end, "DRUG", SOURCE, known.name, known.system or None, known.code or None, dict(_KIND)
    )
