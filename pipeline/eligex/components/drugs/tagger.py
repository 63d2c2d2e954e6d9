"""Finds drugs in a Doc by tables first, then by grammar, and in both by the context of the mention."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.drugs import grammar
from eligex.components.drugs.context import is_drug_here, names_a_therapy, with_noun, with_salt
from eligex.components.findings import ABBREVIATIONS, DRUGS, Finding, longest, read
from eligex.text.fold import fold
from eligex.text.view import view
from eligex.vocab.drugs import Entry, lexicon, stems

_BRACKETED = re.compile(r" ?\([^()]*\)(?!\w)")  # not of "PD-(L)1"
_FORMS_AND_ROUTES = re.compile(
    r"(?:[\s/,+&()-]|\b(?:and|plus|or|with|inhaled|intranasal|nasal|intravenous|oral|topical|systemic"
    r"|subcutaneous"
    r"|human|recombinant|pegylated|polyethylene glycosylated|liposomal|rabbit|equine|dose|low|high|standard"
    r"|intermediate|long|short|acting|extended|sustained|immediate|release|spray|transdermal|system"
    r"|patch|inhalation"
    r"|solution|rescue|tablets?|capsules?|implant|injection|gel|cream|suspension|modified|enteric"
    r"|coated)\b)*",
    re.IGNORECASE,
)
_STOP = "BLOCKED"  # sorts before DRUG: of two findings of the same words `longest` keeps it


class DrugTagger(Tagger):
    """Writes DRUGS. Uses ABBREVIATIONS where a component has written them."""

    key = DRUGS

    def __init__(self, name: str, *, stems: bool, code_names: bool) -> None:
        super().__init__(name)
        self._stems = stems
        self._code_names = code_names
        self._lexicon = lexicon()

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        short_forms = list(self._short_forms(doc, text))
        defined = {(f.start, f.end) for f in short_forms}
        found = [f for f in self._mentions(text) if (f.start, f.end) not in defined]
        found += [f for f in short_forms if f.label != _STOP]
        return [f for f in longest(found) if f.label != _STOP]

    def _mentions(self, text: str) -> Iterator[Finding]:
        for start, end, entry in self._lexicon.find(text):
            if _meant(text, start, end, entry):
                extend = with_noun if entry.kind == "class" else with_salt
                yield _of(entry, start, extend(text, end))
            else:
                yield Finding(start, end, _STOP, "drugs:stop")
        yield from map(self._named, grammar.class_phrases(text))
        if self._code_names:
            yield from grammar.code_names(text)
        if self._stems:
            for f in grammar.stem_names(text, stems()):
                if is_drug_here(text, f.start, f.end, ""):
                    yield replace(f, end=with_salt(text, f.end))

    def _named(self, phrase: Finding) -> Finding:
        """A class phrase under the name and code of the class, where a table has it."""
        plain = _BRACKETED.sub("", phrase.name or "")
        entry = self._lexicon.get(plain)
        if entry is None or entry.kind == "stop":
            return phrase
        named = _of(entry, phrase.start, phrase.end)
        return replace(named, source=phrase.source)

    def _short_forms(self, doc: Doc, text: str) -> Iterator[Finding]:
        """One for each use of a short form: of a drug where its long form is one, else a stop."""
        known: dict[tuple[str, str], Finding | None] = {}
        for f in read(doc, ABBREVIATIONS):
            pair = (text[f.start : f.end], f.name or "")
            if pair not in known:
                known[pair] = self.meaning(*pair)
            drug = known[pair]
            if drug:
                yield replace(drug, start=f.start, end=f.end, source="drugs:abbreviation")
            else:
                yield Finding(f.start, f.end, _STOP, "drugs:abbreviation")

    def meaning(self, short: str, long_form: str) -> Finding | None:
        """The drug, or the drugs together, that a long form consists of but for forms and routes.

        A long form that says more counts where it holds the drug that the tables know the short form as.
        """
        text = fold(long_form)
        parts = [f for f in longest(self._mentions(text)) if f.label != _STOP]
        if not parts:
            return None
        edges = [0, *(at for f in parts for at in (f.start, f.end)), len(text)]
        rest = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        if _FORMS_AND_ROUTES.fullmatch(rest):
            return parts[0] if len({f.name for f in parts}) == 1 else _together(parts)
        usual = self._lexicon.get(short)
        return next((f for f in parts if usual and f.name == usual.name), None)


def _together(parts: list[Finding]) -> Finding:
    name = "/".join(f.name or "" for f in parts)
    return replace(parts[0], name=name, system=None, code=None, value={"kind": "combination"})


def _meant(text: str, start: int, end: int, entry: Entry) -> bool:
    if entry.kind == "stop" or (entry.kind == "class" and names_a_therapy(text, start, end)):
        return False
    return is_drug_here(text, start, end, entry.scope)


def _of(entry: Entry, start: int, end: int) -> Finding:
    return Finding(
        start,
        end,
        "DRUG",
        "drugs:class" if entry.kind == "class" else "drugs:name",
        name=entry.name,
        system=entry.system or None,
        code=entry.code or None,
        value={"kind": entry.kind},
    )
