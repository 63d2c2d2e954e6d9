"""Members of a row of organs before those that were found: `renal, endocrine, pulmonary or allergic disease`.

A list of many names its last members with the head that they share; what stands before them in the same row is
told by the same head. So is a part of the body before another that something is done to: `knee or hip replacement`.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOINT
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.premodifiers import is_listed
from eligex.assembly.items.reading import Item
from eligex.assembly.items.shared_nouns import OF_SEVERAL
from eligex.components.findings import Finding

_ORGAN = (
    r"(?:[a-z]{2,}(?:al|ic|ary|ine|ar|oid|ory|ous|iac|ive|une|otic)"
    r"|coagulation|liver|kidney|heart|lung|blood|bone|skin|brain|eye|spleen|muscle|joint)"
)
_ROW = re.compile(
    rf"(?<![\w-])(?P<row>(?:{_ORGAN}\s*[,/]\s*)+(?:(?:{_ORGAN}\s*,?\s*)?(?:or|and|and/or)\s+)?)\Z",
    re.IGNORECASE,
)
_WORD = re.compile(_ORGAN, re.IGNORECASE)
_HEADED = re.compile(
    r"[\w-]+\s+(?P<head>diseases?|disorders?|abnormalit(?:y|ies)|illness(?:es)?|conditions?|impairments?|dysfunctions?"
    r"|insufficienc(?:y|ies)|failure)",
    re.IGNORECASE,
)
_PART = (
    r"(?:head\s+and\s+neck|fallopian\s+tubes?|(?:primary\s+)?peritoneal|(?:solid\s+)?organs?|bone\s+marrow|(?:hematopoietic\s+|haematopoietic\s+)?stem\s+cells?|lymph\s+nodes?|kidneys?|liver|hearts?|lungs?|pancreas"
    r"|corneas?|islet(?:\s+cells?)?|bowels?|colon|rectum|stomach|(?:gall)?bladder|prostate|breasts?|uterus|cervix|ovar(?:y|ies)|testes|testis|thyroid"
    r"|skin|brain|eyes?|spleen|bones?|muscles?|joints?|knees?|hips?|shoulders?|ankles?|elbows?|wrists?|hands?|foot|feet|spine|back|neck|head|chest"
    r"|cardiac|coronary|vascular|valvular|spinal|lumbar|cervical|thoracic|abdominal|pelvic|gastric|intestinal|hepatic|renal|pulmonary|ocular"
    r"|cerebral|intracranial|ovarian|colorectal|endometrial|o?esophageal|pancreatic|testicular|uterine|laryngeal|oral|nasopharyngeal|biliary|urothelial"
    r"|urologic(?:al)?|gyn(?:a?)ecologic(?:al)?|orthopa?edic|dental)"
)
_BESIDE = re.compile(
    r"(?<!\bthe\s)(?<!\bin\s)(?<!\bat\s)(?<!\bto\s)(?<!\bfrom\s)(?<![\w-])"  # "carcinoma of the cervix or skin cancer"
    rf"(?P<row>(?:epithelial\s+)?(?:{_PART}\s*,\s*)*{_PART}\s*,?\s*(?:/|\b(?:or|and/or|(?P<and>and))\b)\s*(?:(?:total|an?|any)\s+)*)\Z",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:\w+(?:al|ic|ary|ous|ar|oid|ative)|ischa?emic|system)", re.IGNORECASE)
_NOUN = re.compile(  # that different adjectives tell kinds of
    r"\w*(?:diseases?|disorders?|thrombos[ei]s|thromboembolism|embolism|infarctions?|ischa?emia|stroke|ha?emorrhages?|bleeding"
    r"|fibrillation|tachycardias?|arrhythmias?|failure|insufficiency|dysfunction|impairment|infections?|syndromes?|abnormalit(?:y|ies)"
    r"|stenos[ei]s|obstructions?|ulcers?|tumou?rs?|cancers?|carcinomas?|lymphomas?|leuk(?:a?emia)s?|metastas[ei]s|cirrhosis|hypertension"
    r"|disabilit(?:y|ies)|illness(?:es)?|involvement|aneurysms?|malformations?|effusions?|inflammation|pain|injur(?:y|ies)|lesions?)",
    re.IGNORECASE,
)
# "slowly improving or rapidly worsening eczema"
_COURSE = re.compile(r"\w+ly\s+\w+(?:ing|ed)", re.IGNORECASE)
_COURSE_OF = re.compile(r"(?:\w+ly\s+)?\w+(?:ing|ed)\s+(?P<thing>\w.*)", re.IGNORECASE | re.DOTALL)
_STATED = re.compile(r"(?P<state>(?:\w+ly\s+)?[\w-]+)\s+(?P<thing>\w.*)", re.IGNORECASE | re.DOTALL)
_LONGER = re.compile(r"\s(?:of|after|before|in|with|for|from|to|that|which|who|due)\s", re.IGNORECASE)
_STATE = re.compile(
    r"(?:uni|bi)lateral|metastatic|primary|secondary|(?:un)?resectable|(?:in)?operable|congenital|acquired|residual",
    re.IGNORECASE,
)
# kinds of one thing, told with the same noun: "basal or squamous cell carcinoma"
_SORTS = (
    {"basal", "squamous"},
    {"obstructive", "restrictive"},
    {"aortic", "mitral", "tricuspid", "pulmonic"},
    {"viral", "bacterial", "fungal", "alcoholic", "nonalcoholic", "non-alcoholic", "autoimmune"},
    {
        "ischemic",
        "ischaemic",
        "nonischemic",
        "non-ischemic",
        "hypertrophic",
        "rheumatic",
        "valvular",
        "congenital",
    },
    {"benign", "malignant"},
)
_JOINT = re.compile(rf"{JOINT.pattern}(?:(?:illicit|illegal|recreational|prescription)\s+)?", re.IGNORECASE)
_REACTION = re.compile(
    r"allerg(?:y|ies)|intolerances?|hypersensitivit(?:y|ies)|sensitivit(?:y|ies)", re.IGNORECASE
)
_ABUSE = re.compile(r"abuse|misuse|dependenc[ey]|addiction", re.IGNORECASE)
_ABUSED = re.compile(
    r"(?:opioids?|opiates?|narcotics?|cocaine|heroin|cannabis|marijuana|(?:meth)?amphetamines?|stimulants?|sedatives?"
    r"|hypnotics?|benzodiazepines?|nicotine|tobacco|alcohol|solvents?|hallucinogens?|steroids?|analgesics?)",
    re.IGNORECASE,
)
_TAKEN = rf"(?:illicit\s+)?(?:drugs?|substances?|{_ABUSED.pattern})"
_SUBSTANCE = re.compile(rf"(?P<place>{_TAKEN})\s+(?:use|{_ABUSE.pattern})", re.IGNORECASE)
_SUBSTANCES_BEFORE = re.compile(
    rf"\b(?:{_TAKEN}\s*(?:,\s*(?:or\s+|and\s+)?|/\s*|(?:or|and|and/or)\s+)){{1,5}}\Z", re.IGNORECASE
)
_USED = re.compile(
    r"\b(?:us(?:e|es|ing|ed)|tak(?:e|es|ing|en)|treatment|therapy|treated|receiv\w+|on|exposure|administration)\b[^,;.]*\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<!history\s)(?<!histories\s)(?<!presence\s)(?<!evidence\s)(?<!diagnosis\s)(?<!recipients\s)(?<!recipient\s)(?<!type\s)(?<!form\s)"
    r"\bof\s+\Z",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?:epithelial\s+)?{_PART}", re.IGNORECASE)
_DONE_TO = re.compile(
    rf"(?:[\w-]+\s+)?{_PART}\s+(?P<head>surger(?:y|ies)|operations?|transplant(?:s|ations?)?|biops(?:y|ies)|resections?|replacements?|arthroplast(?:y|ies)"
    r"|reconstructions?|irradiation|radiation|radiotherapy|implant(?:s|ations?)?|grafts?|stent(?:s|ing)?|interventions?|procedures?|catheteri[sz]ation"
    r"|pain|osteoarthritis|arthritis|fractures?|injur(?:y|ies)|tumou?rs?|cancers?|carcinomas?|lesions?|metastas[ei]s|ha?emorrhages?|bleeding|ulcers?)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\b(?:or|and)\b|/", re.IGNORECASE)
_FACULTIES = r"behaviou?rs?|communication|cognition|mobility|mood|speech|hearing|vision|memory|balance"
_FACULTY = re.compile(_FACULTIES, re.IGNORECASE)
# what is no disease by itself, and the words before a noun that make it one
_FUNCTION = re.compile(rf"{_FACULTIES}|dysfunctions?|attempts?", re.IGNORECASE)
_BARE = re.compile(r"(?:^|[,/(:]|\b(?:or|and|of|in|the|any|with))\s*\Z", re.IGNORECASE)
_LEAD = 12  # characters before such a word
_FIRST = re.compile(
    r"[\w-]+\s+of\s+(?=\w)|(?:[\w-]+(?:al|ic|ive|ent|ary|ous|ar)(?:\s*(?:/|or|and)\s*[\w-]+(?:al|ic|ive|ent|ary|ous|ar))?)\s+(?=[\w-]+\Z)",
    re.IGNORECASE,
)
_GROWTH = re.compile(  # "gastric dysplasia or cancer"
    rf"{_PART}\s+(?:dysplasias?|metaplasias?|hyperplasias?|adenomas?|polyps?|polyposis|intraepithelial\s+neoplasia)",
    re.IGNORECASE,
)
_CANCER = re.compile(r"cancers?|carcinomas?|tumou?rs?", re.IGNORECASE)
_PLACED = re.compile(  # "myocardial ischaemia or infarction": whatever befalls a part of the body, with that part
    r"(?P<place>(?:gastro-?)?intestinal|bowel|gastric|o?esophageal|biliary|myocardial|coronary|cerebral|spinal|nasal|renal|hepatic|urinary|urethral|ureteral"
    r"|retinal|vascular|venous|arterial|valvular|pulmonary|GI)\s+(?!diseases?|disorders?|conditions?)[a-z]+",
    re.IGNORECASE,
)
_PLACED_BEHIND = re.compile(r"\s+(?:of|in|at)\s", re.IGNORECASE)
_PLACELESS = re.compile(  # that means nothing without a place
    r"infarct(?:ion)?s?|perforations?|obstructions?|isch(?:a)?emia|stenos[ei]s|occlusions?|rupture|insufficiency|failure"
    r"|impairment|strictures?|blockages?|congestion|(?:neoplasm|tumou?r|ulceration|fistula|ulcer)s?",
    re.IGNORECASE,
)
_TUMOUR = re.compile(r"(?:neoplasm|tumou?r)s?", re.IGNORECASE)
_NO_SITE = re.compile(
    r"vascular|venous|arterial|valvular|coronary|pulmonary|cerebral", re.IGNORECASE
)  # of a tumour
_REACH = 200  # characters of such a row
_FEWEST = 2  # organs of a row that only its last member tells


def fill_rows(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one for each organ of the row before the first of them that shares its head."""
    for a, b in reversed(list(pairwise(statements))):
        _give_head(item, a, b)
    for a, b in pairwise(statements):
        _give_first_words(item, a, b)
        _give_whole(item, a, b)
    found: list[Statement] = []
    for s in statements:
        if _is_bare_function(item, s):
            continue
        found += [*_before(item, s, found[-1].end if found else item.start), s]
    return found


def _give_head(item: Item, a: Statement, b: Statement) -> None:
    """`cerebral venous` of "cerebral venous or dural sinus thrombosis", which a model took for a name; `latex` of
    "latex or nickel allergy", `slowly improving` of "slowly improving or rapidly worsening eczema"."""
    f, g = a.subject, b.subject
    if b.kind != "condition" or f is None or g is None or a.threshold or a.value or a.negated:
        return
    if not _JOINT.fullmatch(item.quote(f.end, max(f.end, b.begin(f.end)))):
        return
    words = item.quote(f.start, f.end)
    unnamed = f.name is None and (is_new(f) or a.is_elided)
    if (
        unnamed
        and (course := _COURSE.fullmatch(words))
        and (told := _COURSE_OF.match(item.quote(g.start, g.end)))
    ):
        _rename(a, f, f"{course[0]} {told['thing']}")
        return
    last = (g.name or "" if b.is_elided else item.quote(g.start, g.end)).rpartition(" ")[2]
    kind_of_it = (
        a.kind == "condition"
        and unnamed
        and _ADJECTIVE.fullmatch(words.split()[-1])
        and _NOUN.fullmatch(last)
    )
    if kind_of_it or _shares_reaction(item, a, last):
        _rename(a, f, f"{words} {last}")


def _give_whole(item: Item, a: Statement, b: Statement) -> None:
    """`recurrent` of "recurrent or refractory lymphocytic leukemia", of which all but the state is shared."""
    f, g = a.subject, b.subject
    if a.kind != "condition" or b.kind != "condition" or not a.is_elided or f is None or g is None:
        return
    own = item.quote(f.start, f.end)
    told = _STATED.match(item.quote(g.start, g.end))
    if (
        told is None
        or _LONGER.search(told["thing"])
        or not (_are_sorts(own, told["state"]) or (_is_state(own) and _is_state(told["state"].split()[-1])))
    ):
        return
    if _JOINT.fullmatch(item.quote(f.end, max(f.end, b.begin(f.end)))):
        a.subject = f.renamed(" ".join(f"{own} {told['thing']}".lower().split()))


def _are_sorts(own: str, other: str) -> bool:
    return any({own.lower(), other.lower()} <= sort for sort in _SORTS)


def _is_state(word: str) -> bool:
    return is_listed(word.lower()) or _STATE.fullmatch(word) is not None


def _give_first_words(item: Item, a: Statement, b: Statement) -> None:
    """`behavior` of "suicidal ideation or behavior", `speech` of "impairment of hearing or speech"."""
    f, g = a.subject, b.subject
    if a.kind != "condition" or b.kind != "condition" or f is None or g is None or b.aside or b.threshold:
        return
    own, words = item.quote(g.start, g.end), item.quote(f.start, f.end)
    if f.source == "assembly:shared-head":
        words = f.name or words
    placed = _PLACED.fullmatch(words) if _PLACELESS.fullmatch(own) else None
    if placed and _TUMOUR.fullmatch(own) and _NO_SITE.fullmatch(placed["place"]):
        placed = None
    first = _FIRST.match(words)
    shares = (is_new(g) and _FUNCTION.fullmatch(own)) or (_GROWTH.fullmatch(words) and _CANCER.fullmatch(own))
    lead = placed["place"] if placed else first[0].strip() if first and shares else None
    lead = lead or (_substances(item, f, words) if _ABUSE.fullmatch(own) else None)
    gap = item.quote(a.end, max(a.end, b.at))
    placed_behind = _PLACED_BEHIND.match(item.text, g.end - item.start)
    if lead and JOINT.fullmatch(gap) and _EITHER.search(gap) and not placed_behind:
        _rename(b, g, f"{lead} {own}")


def _substances(item: Item, f: Finding, words: str) -> str | None:
    """`alcohol or opioid` of "alcohol or opioid abuse", of which a dependence beside it is as well."""
    m = _SUBSTANCE.fullmatch(words)
    others = _SUBSTANCES_BEFORE.search(item.quote(max(item.start, f.start - _REACH), f.start)) if m else None
    return f"{others[0] if others else ''}{m['place']}" if m else None


def _is_bare_function(item: Item, s: Statement) -> bool:
    """`vision` of "impairment in hearing, vision, or speech": nobody is asked not to see."""
    if s.kind != "condition" or s.subject is None or not is_new(s.subject) or s.threshold or s.value:
        return False
    before = item.quote(max(item.segments.bounds(s.at)[0], s.at - _LEAD), s.at)
    return _FACULTY.fullmatch(item.quote(s.at, s.subject.end)) is not None and bool(_BARE.search(before))


def _rename(a: Statement, f: Finding, name: str) -> None:
    a.kind = "condition"
    subject = f.renamed(" ".join(name.lower().split()))
    a.subject = replace(subject, label="CONDITION", source="assembly:shared-head")


def _shares_reaction(item: Item, a: Statement, last: str) -> bool:
    """Whether a thing beside "nickel allergy" or "alcohol abuse" is what one is allergic to or abuses, too."""
    assert a.subject is not None
    if a.kind not in ("drug", "condition") or a.is_elided or not last:
        return False
    if _USED.search(item.quote(max(item.start, a.at - 32), a.at)):
        return False  # "use of aspirin or penicillin allergy"
    words = item.quote(a.at, a.subject.end)
    if _REACTION.fullmatch(last):
        return a.kind == "drug" or (is_new(a.subject) and " " not in words)
    return a.kind == "drug" and _ABUSE.fullmatch(last) is not None and _ABUSED.fullmatch(words) is not None


def _before(item: Item, s: Statement, floor: int) -> list[Statement]:
    lo = max(floor, item.segments.bounds(s.at)[0], s.at - _REACH)
    done = _done_to(item, s)
    row = _BESIDE.search(item.text, lo - item.start, s.at - item.start) if done else None
    if row and row["and"] and "," not in row["row"] and not _CANCER.fullmatch(done or ""):
        row = None  # "heart and lung transplant" may be one
    if row and "," in row["row"] and OF_SEVERAL.search(item.text, lo - item.start, row.start()):
        return []
    if done and row and not _PLACE.search(item.text, lo - item.start, row.start()):
        return [_named(item, m, done, s.kind) for m in _PARTS.finditer(item.text, *row.span("row"))]
    head = _head(item, s)
    row = _ROW.search(item.text, lo - item.start, s.at - item.start) if head else None
    words = list(_WORD.finditer(item.text, *row.span("row"))) if row else []
    fewest = 1 if s.is_elided else _FEWEST
    if head is None or len(words) < fewest or any(is_listed(m[0].lower()) for m in words):
        return []
    return [_named(item, m, head, "condition") for m in words]


def _done_to(item: Item, s: Statement) -> str | None:
    """What is done to a part of the body or befalls it: `replacement` of "hip replacement"."""
    if (
        s.kind not in ("condition", "procedure")
        or s.threshold is not None
        or s.subject is None
        or s.is_elided
    ):
        return None
    m = _DONE_TO.fullmatch(item.quote(s.at, s.subject.end))
    return m["head"].lower() if m else None


def _head(item: Item, s: Statement) -> str | None:
    """The noun that a row shares, as written."""
    if s.kind != "condition" or s.threshold is not None or s.subject is None:
        return None
    m = _HEADED.fullmatch((s.subject.name or "") if s.is_elided else item.quote(s.at, s.end))
    return m["head"].lower() if m else None


def _named(item: Item, m: "re.Match[str]", head: str, kind: str) -> Statement:
    a, b = item.start + m.start(), item.start + m.end()
    name = " ".join(f"{m[0].lower()} {head}".split())
    return Statement.of(kind, Finding(a, b, kind.upper(), "assembly:shared-head", name))
