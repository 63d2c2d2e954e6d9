"""Words that name a thing only as a part of a longer one: `folic acid-containing supplements`, `bleeding risk`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from eligex.assembly.items.naming import is_new
from eligex.assembly.items.unnamed import NOUN_ENDS
from eligex.components.findings import Finding, between, by_position, overlapping

_KINDS = ("DRUG", "CONDITION")
_CAUSES = ("DRUG", "CONDITION", "PROCEDURE", "STATE")
_OF_A_THING = re.compile(
    r"[\s-](?:pumps?|infusion\s+devices?)\b|-like\s+(?:growth|peptides?)\b|[\s-]based\s+formula",
    re.IGNORECASE,
)
_ANTIBODY = re.compile(
    r"\)?\s+(?:\([^()]{1,12}\)\s+)?(?:monoclonal\s+)?antibod(?!\w+\s+therapy)", re.IGNORECASE
)
_MAB = re.compile(r"mab\b", re.IGNORECASE)  # also by its brand: "Herceptin antibody"
_ANTI = re.compile(r"\banti\W?\w", re.IGNORECASE)
_HYPHENED = re.compile(
    r"-(?:containing|based|related|associated|induced|predisposition|predisposing|like|causing|prone)"
    r"\s+[\w-]+(?:\s+[\w-]+)?\Z",
    re.IGNORECASE,
)
_FED = re.compile(r"-(?:based|containing)\s+(?:formula|diet|nutrition|milk)", re.IGNORECASE)  # another thing
_CARRIER = re.compile(r"\s+(?:supplement|product|preparation|formulation|compound)s?", re.IGNORECASE)
# "HIV-associated dementia", "opportunistic (AIDS-related) infection"
_RELATED = re.compile(r"-(?:related|associated|induced|defining)\)?\s+", re.IGNORECASE)
# "pregnancy-related or postpartum encephalopathy"
_RELATED_OR = re.compile(
    r"(?P<how>-(?:related|associated|induced))(?:\s+(?:and/or|or|and)\s+|\s*/\s*)(?:[a-z]+-(?:related|associated|induced)\s+)?",
    re.IGNORECASE,
)
_LIKE = re.compile(r"-(?:type|like)\s+", re.IGNORECASE)  # "coumarin-type anticoagulants"
# "surgery related toxicities", of which no vocabulary knows the head
_RELATED_TO = re.compile(
    r"[-\s](?:related|associated|induced)\s+(?:[a-z]+\s+)?(?:toxicit(?:y|ies)|complications?|(?:adverse\s+|side\s+)?(?:events?|effects?)"
    r"|symptoms?|problems?|injur(?:y|ies)|morbidit(?:y|ies))\b",
    re.IGNORECASE,
)
# "lapatinib-prohibited medication"
_BARRED_BY = re.compile(
    r"-(?:prohibited|excluded|restricted|disallowed|contraindicated|sensitive)\s+(?:concomitant\s+)?"
    r"(?:medications?|medicines?|drugs?|agents?|therap(?:y|ies)|treatments?)\b",
    re.IGNORECASE,
)
_CAUSING = re.compile(r"-(?:causing|inducing|provoking)\s+[a-z]+\b", re.IGNORECASE)  # pathogens of a disease
# "CLL treatment", "HIV proteinase inhibitor", "tumour samples": the disease tells which
_SERVED = re.compile(
    r"(?:-\d(?=\s))?(?:[^\S\n]+|-|[^\S\n]*\n[^\S\n]*(?=(?-i:[a-z])))(?:(?:related|specific|directed)\s+)?"
    r"(?:(?:(?:immuno)?therapeutic|prophylactic|preventi(?:ve|tive)|candidate|experimental|investigational)\s+(?=(?:\w+\s+)?vaccin)){0,2}(?:(?P<procedure>therap(?:y|ies)|treatments?|surger(?:y|ies)|vaccinations?|immuni[sz]ations?"
    r"|(?:(?:self[\s-]?)?(?:management|prevention|control|education|treatment|cessation)\s+)?program(?:me)?s?)"
    r"|(?P<drug>(?:[a-z]+ase\s+)?inhibitors?|medications?|medicines?|drugs?|agents?|vaccines?"
    r"|necrosis\s+factors?(?:[\s-]?(?:alpha|α))?(?:\s*[(\[][^()\[\]]{1,12}[)\]])?(?:\s+(?:inhibitors?|antagonists?|blockers?|agents?))?)"
    r"|(?P<state>samples?|specimens?|tissues?|blocks?))"
    rf"(?:{NOUN_ENDS}|(?=\s+(?:available|obtained|provided|submitted|using)\b)|(?=[^\S\n]*\n\s*(?:\n|(?-i:[^a-z\s]))))",
    re.IGNORECASE,
)
# "active infection with HIV": of a pathogen nobody is asked twice
_INFECTION = re.compile(
    r"(?:(?:viral|bacterial|active|acute|chronic|latent|current|known|concurrent|concomitant)\s+){0,3}infections?",
    re.IGNORECASE,
)
_STRAIN = re.compile(r"-|[-\s]?[12](?:/2)?\s+|\s+(?:virus\s+)?(?:\([A-Z]{2,5}\)\s+)?")  # "HIV-1 infection"
_WITH = re.compile(r"\s+with\s+(?:(?:an?|the|any|known|either)\s+){0,2}", re.IGNORECASE)
_PATHOGEN = re.compile(
    r"\b(?:virus(?:es)?|hepatitis|HIV|HTLV|HBV|HCV|CMV|EBV|HPV|SARS|COVID|tuberculosis|\w*(?:coccus|bacter\w{0,4})|syphilis|malaria|candida"
    r"|aspergillus|clostridium|herpes|varicella|zoster|influenza|cytomegalovirus)(?![a-z])|virus\b",
    re.IGNORECASE,
)
_OPENED = re.compile(r"(?:\b[a-z]+\s+)?\(\Z", re.IGNORECASE)
_RISK = re.compile(
    r"\s+risks?(?=\s*(?:$|[,.;:)\n]|\b(?:and|or|in|at|by|for|within|during|as|that|who|due)\b))",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"\b(?:low|lower|minimal|reduced|average|no|acceptable|standard)\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_ADJECTIVE = re.compile(r"\b[a-z]+(?:al|ic|ar|ary|ous)\s+\Z", re.IGNORECASE)
# "elevated serum hepcidin": no disease without that word
_LEVEL = re.compile(
    r"\b(?:elevated|raised|increased|heightened|decreased|reduced|lowered|diminished)\s+"
    r"(?:(?:baseline|serum|plasma|blood|urinary|fasting|resting)\s+){0,2}\Z",
    re.IGNORECASE,
)
_REACH = 30
_WIDEST = 200


def is_of_a_thing(f: Finding, text: str) -> bool:
    """`insulin pump`, `insulin-like growth factor`, `growth factor (GF) antibody`: not the drug."""
    if f.label != "DRUG":
        return False
    if names_another(f, text):
        return True
    named = _ANTI.match(text, f.start) or text[max(0, f.start - 5) : f.start].lower().startswith("anti")
    is_antibody = _MAB.search(f"{f.name or text[f.start : f.end]}") is not None
    return not (named or is_antibody) and _ANTIBODY.match(text, f.end) is not None


def names_another(f: Finding, text: str) -> bool:
    """`amino acid-based formula`: also of what a recogniser saw."""
    return f.label == "DRUG" and _OF_A_THING.match(text, f.end) is not None


def compounds(telling: Iterable[Finding], known: Iterable[Finding], text: str) -> list[Finding]:
    """What a recogniser saw as one thing, of which `known` has the first word.

    A drug keeps that word's name; a disease is another than the one it is named after.
    """
    places = by_position(f for f in known if f.label in _KINDS)
    found = []
    for r in telling:
        inner = [f for f in between(places, r.start, r.end) if f.label == r.label]
        if not inner or inner[0].start != r.start or any((f.start, f.end) == (r.start, r.end) for f in inner):
            continue
        first = max((f for f in inner if f.start == r.start), key=lambda f: f.end)
        rest = text[first.end : r.end]
        if _HYPHENED.match(rest) or (r.label == "DRUG" and _CARRIER.fullmatch(rest)):
            whole = replace(first, end=r.end, source=f"{r.source}+{first.source}")
            named = r.label == "DRUG" and not _FED.match(rest)
            found.append(whole if named else whole.renamed(None))
    return found


def served(diseases: Iterable[Finding], known: Iterable[Finding], text: str) -> list[Finding]:
    """What serves a disease, with the disease: "CLL treatment" (PROCEDURE), "tumour samples" (STATE).

    Not where `known` has the whole by name.
    """
    places = by_position(f for f in known if f.label in ("DRUG", "PROCEDURE"))
    found: dict[tuple[int, int], Finding] = {}
    for f in diseases:
        m = _SERVED.match(text, f.end) if f.label == "CONDITION" else None
        if m is None or any(k.end > f.end for k in overlapping(places, f.start, f.end, widest=_WIDEST)):
            continue
        label = (m.lastgroup or "").upper()
        found[f.start, m.end()] = Finding(f.start, m.end(), label, "assembly:served")
    return list(found.values())


def is_part(f: Finding, whole: Sequence[Finding]) -> bool:
    return any(f is not w and f.label == w.label and f.within(w.start, w.end) for w in whole)


def joined(mentions: list[Finding], text: str) -> list[Finding]:
    """Sorted mentions: a disease with the one that it is related to as one, a risk with what it is of."""
    dropped: set[int] = set()
    found = list(mentions)
    for i, g in enumerate(mentions[1:]):
        f = found[i]  # that may be joined to the one before it: "HIV-associated cancer-related anaemia"
        if f.label in _CAUSES and g.label == "CONDITION" and _is_related(f, g, text):
            opened = (
                _OPENED.search(text, max(0, f.start - _REACH), f.start) if text[g.start - 2] == ")" else None
            )
            whole = replace(g.renamed(None), start=opened.start() if opened else f.start)
            found[i + 1] = replace(whole, source=f"{g.source}+{f.source}")
            dropped.add(i)
        elif (
            f.label in _CAUSES
            and g.label == "CONDITION"
            and (m := _RELATED_OR.fullmatch(text, f.end, g.start))
        ):
            head = text[g.start : g.end].split()[-1]
            name = f"{text[f.start : f.end]}{m['how']} {head}".lower()
            found[i] = replace(f.renamed(name), label="CONDITION", source="assembly:shared-head", value={})
        elif f.label == g.label == "DRUG" and _LIKE.fullmatch(text, f.end, max(f.end, g.start)):
            found[i + 1] = replace(g.renamed(None), start=f.start, source=f"{g.source}+{f.source}")
            dropped.add(i)
        elif _is_infection(f, g, text):
            found[i + 1] = replace(f, end=g.end)
            dropped.add(i)
        elif _is_of_pathogen(f, g, text):
            found[i + 1] = replace(g, start=f.start)
            dropped.add(i)
    return [
        _at_level(_as_risk(_as_related(f, text), text), text) for i, f in enumerate(found) if i not in dropped
    ]


def _is_related(f: Finding, g: Finding, text: str) -> bool:
    """Also where the word itself was read with the name behind it: "defining illness"."""
    m = _RELATED.match(text, f.end)
    return m is not None and g.start in (f.end + 1, m.end())


def _is_infection(f: Finding, g: Finding, text: str) -> bool:
    """`HIV-infection`, `HIV-1 infection`: known by the pathogen's name as well."""
    known = f.label == g.label == "CONDITION" and f.name is not None
    if not known or _STRAIN.fullmatch(text, f.end, max(f.end, g.start)) is None:
        return False
    named = _PATHOGEN.search(text, f.start, f.end) is not None
    return named and _INFECTION.fullmatch(text, g.start, g.end) is not None


def _is_of_pathogen(f: Finding, g: Finding, text: str) -> bool:
    """`infection with HIV`: one thing, known by the pathogen's name."""
    if f.label != "CONDITION" or g.label != "CONDITION" or not _INFECTION.fullmatch(text, f.start, f.end):
        return False
    return (
        _WITH.fullmatch(text, f.end, max(f.end, g.start)) is not None
        and _PATHOGEN.search(text, g.start, g.end) is not None
    )


def _as_related(f: Finding, text: str) -> Finding:
    if f.label == "DRUG" and (barred := _BARRED_BY.match(text, f.end)):
        return replace(f.renamed(None), end=barred.end(), value={})
    m = _RELATED_TO.match(text, f.end) if f.label in _CAUSES else None
    m = m or (_CAUSING.match(text, f.end) if f.label == "CONDITION" else None)
    if m is None:
        return f
    return replace(
        f.renamed(None), end=m.end(), label="CONDITION", source=f"{f.source}+assembly:related", value={}
    )


def _as_risk(f: Finding, text: str) -> Finding:
    m = _RISK.match(text, f.end) if f.label == "CONDITION" or is_new(f) else None
    if m is None or _LITTLE.search(text, max(0, f.start - _REACH), f.start):
        return f
    before = _ADJECTIVE.search(text, max(0, f.start - _REACH), f.start)
    start = before.start() if before else f.start
    source = f"{f.source}+assembly:risk"
    return replace(f.renamed(None), start=start, end=m.end(), label="CONDITION", source=source, value={})


def _at_level(f: Finding, text: str) -> Finding:
    """`raised tryptase`, which only a model knows and takes for a disease, is named with how much of it there is."""
    if f.label != "CONDITION" or f.name is not None:
        return f
    m = _LEVEL.search(text, max(0, f.start - _REACH), f.start)
    return replace(f, start=m.start()) if m else f
