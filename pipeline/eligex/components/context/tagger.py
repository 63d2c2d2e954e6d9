"""The pipe: the cues with what they govern."""

import re

from spacy.tokens import Doc

from eligex.components import findings as groups
from eligex.components.base import Tagger
from eligex.components.blocks import Block, blocks
from eligex.components.context import clauses
from eligex.components.context.clauses import Span
from eligex.components.context.matcher import Cue, CueMatcher
from eligex.components.findings import Finding, by_position, read
from eligex.text.scan import Scanner
from eligex.text.view import view

_PHRASAL = re.compile(r"(?:than|apart\s+from|aside\s+from|different\s+(?:from|to))$", re.IGNORECASE)
# "other respiratory diseases than asthma", "heart disease different from angina"
_OTHER = Scanner(
    re.compile(
        r"\bother\s+(?:(?!(?:than|more|less|greater|fewer|later|earlier)\b)[\w'-]+\s+){1,5}(?P<cue>than)\b(?!\s*\d)"
        r"|\b(?:diseases?|disorders?|conditions?|illness(?:es)?|cancers?|neoplas(?:ms?|ias?)|carcinomas?|malignanc(?:y|ies)|tumou?rs?|drugs?|medications?|treatments?|therap(?:y|ies)"
        r"|agents?|infections?)\s+(?P<apart>(?:that\s+(?:is|are)\s+)?different\s+(?:from|to|than))\b",
        re.IGNORECASE,
    )
)
# "(controlled HIV infection eligible)"
_CLOSED = re.compile(r"(?:eligible|acceptable|ok|okay)\s?\)", re.IGNORECASE)
_ELIGIBLE = re.compile(
    r"\((?:(?!\b(?:not|no|if|unless|otherwise|are|is|be|considered|remains?)\b)[^()]){3,100}?\s(?P<cue>eligible|acceptable|ok(?:ay)?)(?=\s?\))",
    re.IGNORECASE,
)
# "patients are not considered to have an active cancer if …" frees whom it tells of from what is said before
DEFINED = Scanner(
    re.compile(
        r"(?:\b(?:patients?|subjects?|participants?|individuals?|persons?|wom[ae]n|females?|m[ae]n|they)\s+(?:is|are|will|would|shall|should)\s+not|(?-i:Not))\s+"
        r"(?:be\s+)?(?:considered|regarded|deemed|classified|counted)\s+(?!(?:(?:to\s+be|as|for|an?)\s+)*(?:in)?(?:eligible|exclu|inclu|enrol))"
        r"(?:[^\s.;:()]+\s+){1,12}?(?P<if>if|when|provided(?:\s+that)?)\b",
        re.IGNORECASE,
    )
)
_FORWARD_PERMISSION = re.compile(r"(?:does|do)\s+not\s+exclude$", re.IGNORECASE)
# "for reasons other than the disease itself" narrows what it stands behind and carves nothing out
_REASONS = re.compile(r"\b(?:reasons?|purposes?|indications?)\s*$", re.IGNORECASE)
# "with protocol-allowed medication", "other than by permitted drugs" tell which, and permit nothing
_ATTRIBUTIVE = re.compile(r"\w-$|\b(?:with|of|by|using|than|any)\s+$", re.IGNORECASE)
_ALLOWING = ("allowed", "permitted")
_ADMISSION = re.compile(r"eligible|includ|enrol|particip", re.IGNORECASE)


class ContextTagger(Tagger):
    """Writes CONTEXT. `value`: "scope", what the cue governs; EXCEPTION and ALLOWED also "base", what
    that is carved from (None where the text tells none)."""

    key = groups.CONTEXT

    def __init__(self, name: str = "eligex_context") -> None:
        super().__init__(name)
        self._matcher = CueMatcher()

    def match(self, doc: Doc) -> list[Finding]:
        if not len(doc):
            return []
        text = view(doc).folded
        read_apart = [(block, clauses.sentences(text, block.start, block.end)) for block in blocks(doc, text)]
        cues = self._matcher.find(doc)
        apart = [
            Cue(*m.span("cue" if m["cue"] else "apart"), "EXCEPTION", "forward")
            for m in _OTHER.finditer(text)
        ]
        bare = _ELIGIBLE.finditer(text) if _CLOSED.search(text) else ()
        apart += [Cue(*m.span("cue"), "ALLOWED", "backward") for m in bare]
        defined = [Cue(*m.span(), "EXCEPTION", "forward") for m in DEFINED.finditer(text)]
        cues = [c for c in cues if not any(d.start <= c.start < d.end for d in defined)]
        cues = sorted([*cues, *apart, *defined], key=lambda c: c.start)
        parents = _parents(doc)
        found, at = [], 0
        for block, own in read_apart:
            for index, sentence in enumerate(own):
                while at < len(cues) and cues[at].start < sentence[1]:
                    if cues[at].start >= sentence[0]:
                        found.append(_finding(text, block, own, index, cues[at], parents.get(block[:2])))
                    at += 1
        return by_position(f for f in found if f is not None)


def _parents(doc: Doc) -> dict[Span, Span]:
    """The parent's span of each nested criterion."""
    criteria = read(doc, groups.CRITERIA)
    spans = {c.value.get("id"): (c.start, c.end) for c in criteria}
    return {(c.start, c.end): spans[p] for c in criteria if (p := c.value.get("parent")) in spans}


def _finding(
    text: str, block: Block, own: list[Span], index: int, cue: Cue, parent: Span | None
) -> Finding | None:
    span, sentence, whole = (cue.start, cue.end), own[index], block[:2]
    words = text[cue.start : cue.end]
    if text[cue.end : cue.end + 5].lstrip().startswith(":"):
        scope = clauses.listed(text, whole, span)
    elif cue.direction == "backward" and not _FORWARD_PERMISSION.search(words):
        before = clauses.before(text, sentence, span)
        if block.section == "exclusion":
            before = clauses.after_except(text, before, span)
        scope = clauses.announced(text, sentence, before, span)
    else:
        scope = clauses.after(text, sentence, span, phrase=bool(_PHRASAL.search(words)))
    attributive = words.lower() in _ALLOWING and _ATTRIBUTIVE.search(text, cue.start - 8, cue.start)
    if (
        scope[0] >= scope[1]
        or attributive
        or (
            cue.category == "EXCEPTION" and _REASONS.search(text, max(sentence[0], cue.start - 20), cue.start)
        )
    ):
        return None
    value: dict[str, object] = {"scope": list(scope)}
    if cue.category in ("EXCEPTION", "ALLOWED"):
        base = clauses.base(text, whole, own, index, scope, span) or parent
        admits = block.section != "exclusion" and _ADMISSION.search(words)
        if base is None and (cue.category == "EXCEPTION" or admits):
            return None  # "women over 18 are eligible" permits nothing that was forbidden before
        value["base"] = list(base) if base else None
    return Finding(
        cue.start, cue.end, cue.category, f"context:{cue.category.lower()}-{cue.direction}", value=value
    )
