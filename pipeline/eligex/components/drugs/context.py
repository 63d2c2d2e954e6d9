"""Whether a name is meant as a drug where it stands: the same word may be an analyte or a disease's part."""

import re

from eligex.text.lazily import lazily

_AFTER_NO_DRUG = lazily(
    r"[- ](?:deficien(?:cy|t)|insufficiency|use disorders?|dependen(?:ce|cy|t)|abuse|abusers?|addiction"
    r"|misuse"
    r"|metabolism|receptors?|transporters?|synthase|levels?|concentrations?|clearance|assays?|titers?|titres?"
    r"|sensitivity|resistan(?:ce|t)|secretion|status|stores|overload|saturation|homeostasis|homoeostasis"
    r"|T[- ]?(?:cells?|lymphocytes?)|agglutinins?|positiv(?:e|ity)|negativ(?:e|ity))(?![\w-])",
    re.IGNORECASE,
)
_DRUG_AFTER_ALL = lazily(r"[- ](?:sensitivity|resistan(?:ce|t)|secretion|status)", re.IGNORECASE)
_LAB_AFTER = lazily(
    r"(?:\s*(?:[:,]\s*)?(?:\(\s*)?(?:[<>≤≥=]|(?:less|greater|more|higher|lower|above|below|within|at least)\b"
    r"|(?:is|was|are|were)\s+(?:[<>≤≥=\d]|less|greater|more|higher|lower|above|below|within|normal|not)"
    r"|\d[\d.,]*\s*(?:-\s*\d[\d.,]*\s*)?(?:mg|g|mmol|[μu]mol|nmol|pmol|m?Eq|ng|pg|[μu]g|mcg"
    r"|m?I?U)\s*/\s*(?:d?L|ml)\b))"
    r"|[ -](?:values?|ratio|test(?:s|ing)?|tolerance|panel|production|excretion|measurements?|binding"
    r"|score|control"
    r"|monitoring|index|fasting|reactions?|shock)\b",
    re.IGNORECASE,
)
_LAB_BEFORE = lazily(
    r"(?:serum|plasma|blood|urine|urinary|ioni[sz]ed|corrected|fasting|CSF|total|free|salivary|random"
    r"|postprandial"
    r"|endogenous|circulating|h?yper|elevated|abnormal|low|high|normal)[ -]$",
    re.IGNORECASE,
)
_DRUG_AFTER = lazily(
    r"[ -](?:supplement(?:s|ation)?|tablets?|capsules?|infusions?|injections?|therapy|replacement|gel"
    r"|patch(?:es)?"
    r"|products?|salts?|preparations?|pills?|drops?|cream|solution|induced|associated|containing|treated)\b",
    re.IGNORECASE,
)
_DRUG_BEFORE = lazily(
    r"(?:oral|intravenous|iv|i\.v\.|topical|transdermal|parenteral|receiving|taking|administered|supplemental"
    r"|treated with|treatment with|therapy with|supplemented with|(?:mg|g|ml|mcg|units|IU|doses?) of"
    r"|(?:allerg(?:y|ies|ic(?: reactions?)?)|hypersensitiv(?:e|ity)|sensitivity|intoleran(?:ce|t)"
    r"|anaphylaxis) to)[ -]$",
    re.IGNORECASE,
)
_SALT = lazily(
    r" (?:sodium|disodium|potassium|calcium|magnesium|(?:di|mono)?hydrochloride|hcl|hydrobromide"
    r"|sul(?:f|ph)ate"
    r"|acetate|(?:di)?phosphate|citrate|mes[yi]late|bes[yi]late|tos[yi]late|(?:bi)?tartrate|maleate|fumarate"
    r"|succinate|nitrate|gluconate|malate|decanoate|palmitate|propionate|valerate|furoate|mofetil|etexilate"
    r"|disoproxil(?: fumarate)?|alafenamide|medoxomil|axetil|pivoxil)(?![\w-])",
    re.IGNORECASE,
)
_VARIANT = lazily(r"(?:[- ]?(?:alfa|alpha|beta|gamma|[αβγß]))?[- ]?[12][abc](?!\w)")
_CLASS_ADJECTIVE = lazily(r"(?:ive|ic|al|ing|let)$", re.IGNORECASE)
_THERAPY = lazily(
    r"(?: \([\w-]{2,6}\))?[- ](?:(?:combination |replacement |suppressive |drug )?(?:therap(?:y|ies)"
    r"|treatments?|regimens?|prophylaxis)"
    r"|effects?|disorders?|diseases?|malignant syndrome|risk|state|status|properties|conditions?"
    r"|activity|infusions?|surgery|coverage|chemotherapy|options?|history)\b",
    re.IGNORECASE,
)
_MEDICINE = lazily(r" (?:drugs?|medications?|medicines?|agents?|compounds?)(?![\w-])", re.IGNORECASE)
_REACH = 24


def is_drug_here(text: str, start: int, end: int, scope: str) -> bool:
    """False for `insulin resistance`, `serum estradiol`, `calcium > 12 mg/dL`; `scope` as of the entry."""
    after = _AFTER_NO_DRUG.match(text, end)
    if after and (scope or not _DRUG_AFTER_ALL.match(text, end)):
        return False
    if not scope:
        return True
    if _DRUG_AFTER.match(text, end) or _DRUG_BEFORE.search(text, max(0, start - _REACH), start):
        return True
    if scope == "analyte" or _LAB_AFTER.match(text, end):
        return False
    return not _LAB_BEFORE.search(text, max(0, start - _REACH), start)


def names_a_therapy(text: str, start: int, end: int) -> bool:
    """Whether a class's adjective only says what a therapy is: `immunosuppressive therapy` is a procedure."""
    return bool(_CLASS_ADJECTIVE.search(text, start, end) and _THERAPY.match(text, end))


def with_noun(text: str, end: int) -> int:
    """The end of a class with the noun that may follow it: `bisphosphonate agents`."""
    noun = _MEDICINE.match(text, end)
    return noun.end() if noun else end


def with_salt(text: str, end: int) -> int:
    """The end of a name with its salt, ester or variant: `vincristine sulfate`, `interferon alfa-2b`."""
    more = _SALT.match(text, end) or _VARIANT.match(text, end)
    return more.end() if more else end
