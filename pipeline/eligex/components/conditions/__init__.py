"""Diseases, findings and histories: MeSH names, an own list, and phrases by their head noun.

The group is `eligex_conditions`, label CONDITION. A name of the table carries its MeSH code; a phrase
that only its head noun tells has none.
"""

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import CONDITIONS, Finding, by_position, overlapping
from eligex.components.head_nouns import find_phrases, heads
from eligex.text.scan import Scanner
from eligex.text.view import view
from eligex.vocab.phrases import PhraseIndex
from eligex.vocab.tables import Row, table, unique, values

# "severe pancreatic or kidney disease": the first adjective, or organ, shares the second's head.
_ORGANS = (
    r"bladder|bone|bowel|brain|breast|colon|eye|heart|kidney|liver|lung|ovary|pancreas|prostate|skin|spleen"
    r"|stomach|thyroid"
)
_SUBSTANCES = r"alcohol|cannabis|cocaine|drug|marijuana|nicotine|opiate|opioid|stimulant|substance|tobacco"
_ELLIPSIS = re.compile(
    rf"\b(?P<first>acute|chronic|{_ORGANS}|(?:{_SUBSTANCES})(?=\W+(?:or|and|and/or)\W+$)|[a-z]{{3,}}(?:ic|al|ar|iac|ous|ary|ine|une|ve|id)|(?:respirat|circulat|inflammat|excret|audit|sens)ory)(?:\s*,\s*(?:(?:or|and|and/or)\s+)?|"
    r"\s+(?:or|and|and/or)\s+|\s*/\s*)$",
    re.IGNORECASE,
)
_OR_OTHER = re.compile(r"\b(?:or|and|and/or)\s+(?=other\s+\Z)", re.IGNORECASE)
_LETTERS = Scanner(
    re.compile(
        r"\bhepatitis\s+[A-E](?P<rest>(?:\s*(?:,|/|or|and|and/or)\s*(?:hepatitis\s+)?[A-E]\b)+)",
        re.IGNORECASE,
    )
)
# "allergic to lidocaine" tells an allergy; before a noun the word only says which rhinitis it is.
_ALLERGIC = Scanner(
    re.compile(
        r"\b(?P<word>allergic|hypersensitive|intolerant)(?=(?:,?\s+(?:or|and)\s+\w+)?\s+to\b)(?!\s+reactions?)",
        re.IGNORECASE,
    )
)
_TOLD_BY = {"allergic": "allergy", "hypersensitive": "hypersensitivity", "intolerant": "intolerance"}
_JOINTS = (",", "/", "or", "and")  # one of which `_ELLIPSIS` ends in
_IN_SITU = re.compile(r"in[ \n-]situ\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"[a-z0-9]+")
# what a name may have besides and still be the same one, as `_said` has them
_EMPTY = {
    "disease", "disorder", "syndrome", "infection", "viru", "mellitu", "pectori", "human", "condition", "type", "of",
    "the", "and", "with", "a", "in", "",
}  # fmt: skip
_LOOK_BACK = 60
_LONGEST_NAME = 100
_MOST_MEMBERS = 5
_COURSES = {"acute", "chronic"}


class Conditions(Tagger):
    key = CONDITIONS

    def __init__(self, name: str, *, head_nouns: bool, exact_below: int) -> None:
        super().__init__(name)
        self._rows = _told_apart(
            unique((*table("conditions_extra"), *table("conditions")), "name", where="conditions")
        )
        self._index = PhraseIndex(exact_below=exact_below)
        for key, row in self._rows.items():
            self._index.add(key, _forms([row["name"], *values(row["synonyms"])]))
        self._heads = heads("condition_heads") if head_nouns else None

    def match(self, doc: Doc) -> list[Finding]:
        found = [self._named(doc, *m) for m in self._index.find(doc) if not _is_opposed(doc, m[0])]
        if self._heads is not None:
            text = view(doc).folded
            phrases = find_phrases(doc, self._heads, label="CONDITION", source="conditions:head-noun")
            found += [_from_preposition(text, p) for p in phrases]
            found += _hepatitis(text)
            found += _allergic(text)
            named = [f for f in found if f.name]
            ordered = by_position(named)
            for p in (*(p for p in phrases if not _is_begun(p, ordered)), *named):
                found += _elided(text, p, self._heads.edge)
        return by_position(_coded(found))

    def _named(self, doc: Doc, start: int, end: int, key: str) -> Finding:
        row = self._rows[key]
        seen = view(doc)
        a, b = seen.starts[start], seen.ends[end - 1]
        system = "MeSH" if row["code"] else None
        return Finding(a, b, "CONDITION", "conditions:vocabulary", row["name"], system, row["code"] or None)


def _told_apart(rows: dict[str, Row]) -> dict[str, Row]:
    """The rows, and one with the same code for each synonym that says more than its heading ("anaplastic astrocytoma"
    of astrocytoma): MeSH enters narrower terms and synonyms alike. Words that only grade or date it ("chronic") are
    qualifiers of the heading."""
    empty = _EMPTY.union(*(_said(row["word"]) for row in table("modifiers")))
    found: dict[str, Row] = {}
    for name, row in rows.items():
        own = _said(name)
        names = values(row["synonyms"])
        more = [n for n in names if n not in rows and own < (said := _said(n)) and said - own - empty]
        found[name] = {**row, "synonyms": "|".join(n for n in names if n not in more)} if more else row
        found |= {n: {**row, "name": n.lower(), "synonyms": ""} for n in more}
    return found


def _said(name: str) -> set[str]:
    return {w.removesuffix("s") for w in _NAME_WORD.findall(name.lower())}


def _from_preposition(text: str, phrase: Finding) -> Finding:
    """`in situ bladder cancer`: a phrase begins behind its prepositions, but for this one."""
    m = _IN_SITU.match(text, max(0, phrase.start - 3))
    return replace(phrase, start=phrase.start - 3) if m and m.end() > phrase.start else phrase


def _is_begun(phrase: Finding, named: list[Finding]) -> bool:
    """`chronic hepatitis` of the name "chronic hepatitis C"; `named` is sorted."""
    near = overlapping(named, phrase.start, phrase.end, widest=_LONGEST_NAME)
    return any(f.start <= phrase.start and phrase.end < f.end for f in near)


def _is_opposed(doc: Doc, start: int) -> bool:
    """`anti-HIV`: what works against a disease, or its antibody, is not the disease."""
    before = view(doc).lower[max(0, start - 2) : start]
    return before == ["anti", "-"]


def _forms(names: list[str]) -> list[str]:
    """Names with their plain plurals; hyphens also as blanks."""
    forms = dict.fromkeys(names)
    for n in names:
        if n[-1:].isalpha() and not n.endswith("s") and not n.isupper():
            forms[n[:-1] + "ies" if n.endswith("y") and n[-2:-1] not in "aeiou" else n + "s"] = None
        if "-" in n.strip("-"):
            forms[n.replace("-", " ")] = None
    return list(forms)


def _coded(found: list[Finding]) -> list[Finding]:
    """Where a phrase covers a table's name exactly, the table's finding alone stands."""
    named = {(f.start, f.end) for f in found if f.name}
    return [f for f in found if f.name or (f.start, f.end) not in named]


def _elided(text: str, phrase: Finding, edge: frozenset[str]) -> list[Finding]:
    """The adjectives coordinated with the phrase's own, each as a condition named with the shared head."""
    end = phrase.start
    if other := _OR_OTHER.search(text, max(0, end - _LOOK_BACK), end):  # "hematologic or other malignancy"
        end = other.end()
    words = text[end : phrase.end].split()
    found: list[Finding] = []
    short = words[-2:-1] == ["use"] or len(words[-1]) == 1  # "hepatitis C"
    head = " ".join(words[-2 if short else -1 :]).lower()
    while len(words) > 1 and len(found) < _MOST_MEMBERS:
        before = text[max(0, end - _LOOK_BACK) : end]
        m = _ELLIPSIS.search(before) if before.rstrip()[-3:].lower().endswith(_JOINTS) else None
        if m is None or m["first"].lower() in edge:
            break
        a = end - len(before) + m.start("first")
        kind = " ".join(words[1:]).lower() if {m["first"].lower(), words[0].lower()} <= _COURSES else head
        name = f"{m['first'].lower()} {kind}"
        found.append(Finding(a, a + len(m["first"]), "CONDITION", "conditions:shared-head", name))
        end = a
    if not found and len(words) == 1:
        return _acute_or_chronic(text, phrase)
    return found


def _hepatitis(text: str) -> list[Finding]:
    """`hepatitis B or C`: every further letter names a hepatitis of its own."""
    found = []
    for m in _LETTERS.finditer(text):
        for letter in re.finditer(r"\b[A-E]\b", m["rest"]):
            a = m.start("rest") + letter.start()
            name = f"hepatitis {letter.group().lower()}"
            found.append(Finding(a, a + 1, "CONDITION", "conditions:shared-head", name))
    return found


def _allergic(text: str) -> list[Finding]:
    return [
        Finding(m.start(), m.end(), "CONDITION", "conditions:allergic-to", _TOLD_BY[m["word"].lower()])
        for m in _ALLERGIC.finditer(text)
    ]


def _acute_or_chronic(text: str, phrase: Finding) -> list[Finding]:
    """`acute or chronic hepatitis`, where the table's name is the bare head."""
    m = re.search(
        r"\b(?P<one>acute|chronic)\s+(?:or|and|and/or)\s+(?:acute|chronic)\s+$",
        text[max(0, phrase.start - 40) : phrase.start],
        re.I,
    )
    if m is None:
        return []
    a = max(0, phrase.start - 40) + m.start("one")
    name = f"{m['one'].lower()} {text[phrase.start : phrase.end].lower()}"
    return [Finding(a, a + len(m["one"]), "CONDITION", "conditions:shared-head", name)]


@Language.factory(
    "eligex_conditions",
    default_config={"head_nouns": True, "exact_below": 5},
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, head_nouns: bool, exact_below: int) -> Conditions:
    return Conditions(name, head_nouns=head_nouns, exact_below=exact_below)
