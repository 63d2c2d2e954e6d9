"""Names that no table can list: class phrases, INN stems, sponsors' codes. Pure, over folded text."""

import functools
import re
from collections.abc import Iterator

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner, lines_with
from eligex.vocab.drugs import Stem

# what acts: the head of a class phrase
_HEAD = (
    r"(?:inhibitors?|antagonists?|agonists?|blockers?|blocking (?:agents?|drugs?)|inducers?|analog(?:ue)?s?"
    r"|modulators?|stimulators?|degraders?|activators?|sequestrants?|releasers?|sensiti[sz]ers?"
    r"|mimetics?|potentiators?|substrates?)"
)
# what it acts on: a word with a capital or a digit, or one of these
_TARGET_WORDS = (
    r"kinase|tyrosine|receptors?|channels?|calcium|sodium|potassium|proton|pump|protease|proteases|reductase"
    r"|reuptake|serotonin|norepinephrine|noradrenaline|dopamine|growth|factor|hormone|releasing|selective"
    r"|non-?selective|direct|alpha|beta|gamma|kappa|mu|monoamine|angiotensin|converting|enzyme|histamine"
    r"|neuraminidase|checkpoint|immune|aromatase|proteasome|thrombin|aldosterone|endothelin|leukotriene"
    r"|opioid|opiate|narcotic|androgen|o?estrogen|progesterone|glucocorticoid|mineralocorticoid"
    r"|luteini[sz]ing"
    r"|gonadotropin|nucleoside|nucleotide|non-?nucleoside|reverse|transcriptase|integrase|polymerase"
    r"|glucosidase|anhydrase|carbonic|xanthine|oxidase|cholinesterase|acetylcholinesterase|phosphodiesterase"
    r"|muscarinic|nicotinic|cholinergic|adrenergic|neuromuscular|purine|pyrimidine|folate|vitamin"
    r"|somatostatin"
    r"|prostaglandin|vasopressin|parathyroid|thrombopoietin|interleukin|complement|integrin|platelet"
    r"|glycoprotein|topoisomerase|microtubule|tubulin|histone|deacetylase|methyltransferase|hedgehog"
    r"|smoothened"
    r"|bromodomain|dipeptidyl|peptidase|sodium-glucose|cotransporter|glucagon-like|peptide|insulin|cytochrome"
    r"|renin|adenosine|cannabinoid|melatonin|orexin|incretin|amylin|calcineurin|cyclooxygenase|lipoxygenase"
    r"|neurokinin|tumou?r|necrosis|epidermal|vascular|endothelial|fibroblast|sphingosine|phosphate"
    r"|cholesterol"
    r"|absorption|synthetase|synthase|dehydrogenase|cyclin-dependent|multi-?kinase|nuclear|export"
    r"|capsid|fusion"
    r"|entry|attachment|transfer|strand|bile|acids?|type|muscarine|dihydropyridine|non-?dihydropyridine"
)
_NO_NAME = r"(?!(?:AND|OR|NOT|NO|THE|OF|ANY|WITH|OTHER|ARE|USE)\b)"
_NAME_WORD = _NO_NAME + r"(?:[A-Z0-9][a-z+]*[A-Z0-9][\w+]*|[A-Z]|[Xx]a|\d[a-z]?)"
# every word fits in one way only: two ways for each of seven words would be a hundred for the phrase
_UNIT = rf"(?:(?!(?i:{_TARGET_WORDS})(?!\w)){_NAME_WORD}|[α-ω]\d?|(?i:{_TARGET_WORDS}))"
_BRACKET = r"(?: ?\([\w-]{2,8}\))?"  # "converting enzyme (ACE) inhibitors"
_INHIBITOR = lazily(
    rf"(?<![\w-])(?!\d+[ (]){_UNIT}(?:[-/ ]{{1,2}}{_UNIT}){{0,6}}{_BRACKET}[- ](?i:{_HEAD})(?!\w)"
)

_TARGET = (
    r"(?:TNF(?:-?(?:alpha|α|a))?|VEGFR?(?:-?[A-D1-3])?|EGFR|HER-?[23]|PD-?L?-?1|PD-?L?-?2|PD-?\(?L\)?1"
    r"|CTLA-?4|LAG-?3"
    r"|TIM-?3|TIGIT|CD-?(?:3|4|6|11a|19|20|22|25|30|33|38|40L?|47|52|70|73|79b|80|86|123|137|154)"
    r"|IL-?\d+R?(?:[a-z]|α)?"
    r"|IgE|BCMA|CGRP|RANK-?L|PCSK-?9|NGF|C5|GD2|FGFR\d?|IGF-?1R?|c?-?MET|ALK|TSLP|BAFF|BLyS|4-1BB|OX40"
    r"|GITR|KIR"
    r"|integrin|Nectin-?4|TROP-?2|FRα|CCR4|SLAMF7|α4β7|tumou?r necrosis factor(?:[- ]alpha)?"
    r"|interleukin[- ]?\d+"
    r"|lymphocyte|thymocyte|T[- ]cell|B[- ]cell)"
)
_BODY = (
    r"(?:(?:monoclonal )?antibod(?:y|ies)|mAbs?|globulins?|agents?|drugs?|biologics?|inhibitors?|blockers?)"
)
_ANTI = lazily(
    rf"(?<![\w-])anti[- ]?{_TARGET}(?:(?:[-/]| or | and |/anti[- ]?){_TARGET}){{0,3}}"
    rf"(?:(?:[- ](?:directed|targeted|targeting))?[- ]{_BODY})?(?![\w-])",
    re.IGNORECASE,
)

# what it does, before drugs or medication
_ADJECTIVE = (
    r"anti-?[a-z]{4,}[a-rt-z]|antineoplastic|anabolic|an[a]?esthetic|analgesic|psychotropic|psychoactive|psychiatric"
    r"|neuroleptic|cytotoxic|cytostatic|chemotherapeutic|immunosuppressive|immunosuppressant|immunomodulatory"
    r"|immunomodulating|immune[- ]modulating|immune[- ]modifying|immunotherapeutic|vasoactive"
    r"|vasodilator|vasopressor|inotropic"
    r"|nephrotoxic|ototoxic|hepatotoxic|neurotoxic|cardiotoxic|myelosuppressive|sedative|hypnotic|anxiolytic"
    r"|anticholinergic|serotonergic|dopaminergic|cholinergic|hormonal|hypoglyc[a]?emic|glucose[- ]lowering"
    r"|lipid[- ]lowering|cholesterol[- ]lowering|urate[- ]lowering|blood[- ]thinning|weight[- ]loss"
    r"|QT[- ]prolonging"
    r"|blood pressure[- ]lowering|disease[- ]modifying|bone[- ]modifying|thrombolytic|fibrinolytic|prokinetic"
    r"|illicit|illegal|recreational|narcotic|opioid|opiate|steroidal|non-?steroidal|corticosteroid"
    r"|biologic(?:al)?|targeted|alkylating|demethylating|hypomethylating|erythropoiesis[- ]stimulating"
    r"|contrast"
    r"|beta[- ]blocking|platinum|bronchodilator|diuretic|herbal|traditional chinese|homeopathic|ayurvedic"
    r"|radiolabell?ed|neuromuscular blocking|ovulation[- ]inducing|fertility|smoking[- ]cessation|pain"
    r"|cough|cold|allergy|asthma|diabetes|thyroid|sleep|heart failure|blood pressure|seizure|epilepsy|ADHD"
    r"|oral|topical|systemic|parenteral|injectable|cardiac|cardiovascular|psychopharmacological|headache"
    r"|ocular hypotensive|hypotensive|prophylactic|chronotropic|mydriatic|laxative|uricosuric|mucolytic"
    r"|haemostatic|hemostatic|prophylactic antibiotic"
)
_MEDICINE = r"(?:drugs?|medications?|medicines?|agents?|medicinal products?)"
_ADJECTIVAL = lazily(
    rf"(?<![\w-])(?:{_ADJECTIVE})(?:(?:/| and | or )(?:{_ADJECTIVE})){{0,2}} {_MEDICINE}(?!\w)", re.IGNORECASE
)

_VACCINE_OF = (
    r"live|attenuated|inactivated|non-?live|killed|influenza|flu|seasonal|pneumococcal"
    r"|meningococcal|hepatitis(?:[- ][ABC])?|HPV|MMR|BCG|EV71|H1N1|H5N1|COVID-?19|SARS-CoV-2|mRNA"
    r"|DNA|conjugate|conjugated"
    r"|polysaccharide|measles|mumps|rubella|varicella|zoster|shingles|herpes|yellow|fever|typhoid"
    r"|cholera|rabies"
    r"|polio|poliovirus|rotavirus|tetanus|diphtheria|pertussis|malaria|dengue|anthrax|smallpox"
    r"|tuberculosis|oral"
    r"|intranasal|nasal|recombinant|viral|virus|bacterial|cancer|tumou?r|dendritic|cell|peptide|RSV|HIV"
    r"|Japanese"
    r"|encephalitis|papillomavirus|human|toxoid|adjuvanted|\d+-valent|quadrivalent|trivalent"
)
_VACCINE = lazily(rf"(?<![\w-])(?:(?:{_VACCINE_OF})[- /]){{0,8}}vaccines?(?![\w-])", re.IGNORECASE)

_GROUPS = (
    r"CA|CLB|MDRD|EPI|NCT|ISRCTN|PDQ|EORTC|CALGB|ECOG|SWOG|RTOG|GOG|NSABP|ACOSOG|COG|POG|CCG|NCCTG|NCIC"
    r"|NCI|CTEP|CTSU|CPMC|UCLA"
    r"|UCSF|OSU|FCCC|JHOC|MDA|DM|ID|MSKCC|FHCRC|CWRU|CASE|DFCI|CDR|NRG|IRB|IBCSG|MRC|BRE|GYN|TRIAL|ACTG"
    r"|PACTG|CIHR"
    r"|CYP|ICD|ISO|HLA|SF|PHQ|GAD|EQ|UGT|SNP|RS|RFC|FDA|USP|GRCH|CRF|AJCC|DSM|PMID|CTC|CTCAE|HIV|HPV"
    r"|HCV|HBV|CD|IL"
    r"|ATP|PM|UV|PIC|RSV|HSV|HHV|BRCA|APO|MMSE|CPT|ASTM|EN|UMCC|UCCRC|UCHSC|LAC|NU|CAN|CHNMC|UPCI|TUHSC"
    r"|VCC|WCCC"
    r"|MAYO|MC|GER|FRE|SFOP|GITMO|HOVON|UKCCCR|LMU|NOAH|AGO|AIO|ARO|EU|FU|UK|USA|US|UM|AMC|RPCI|WIRB"
    r"|CCCWFU|CAT|REF"
    r"|TEL|FAX|PO|BOX|NO|ROOM|GMT|ALL|AML|CML|CLL|NHL|HD|BFM"
)
CODE_NAME = lazily(rf"(?<![\w/.#-])(?!(?:{_GROUPS})-?\d)[A-Z]{{2,4}}-?\d{{3,8}}[A-Za-z]?(?![\w/]|-\d|\.\d)")
_PROTOCOL = lazily(
    r"(?:protocol|study|trial|number|registration|registry|no\.?|id|grant|version|code|identifier"
    r"|contract|part of"
    r"|titled|entitled|grade|form|cod(?:e|ing))s?[ :#(\"']*$|#\s*$",
    re.IGNORECASE,
)
_WORD = lazily(r"(?<![\w-])[A-Za-z][a-z]{4,}(?:-[a-z]{4})?(?!\w)")

_CLOTTING = lazily(r"(?:factor|FVIII|FIX|VIII|IX|bethesda|lupus|tissue|proteinase)[- ]", re.IGNORECASE)

# what the phrases need, to look for first
_HEADS = Scanner(lazily(rf"(?<!\w){_HEAD}(?!\w)", re.IGNORECASE))
_VACCINES = Scanner(lazily(r"(?<!\w)vaccines?(?![\w-])", re.IGNORECASE))
_ANTIS, _ADJECTIVALS, _CODES = map(Scanner, (_ANTI, _ADJECTIVAL, CODE_NAME))


def class_phrases(text: str) -> Iterator[Finding]:
    """Phrases built on a head: `CYP3A4 inhibitors`, `anti-TNF agents`, `antihypertensive drugs`, vaccines."""
    for start, end in lines_with(_HEADS, text):
        for m in _INHIBITOR.finditer(text, start, end):
            if not _is_clotting_inhibitor(m.group()):
                yield _class(m, "inhibitor-phrase")
    for scanner, rule in ((_ANTIS, "anti-target"), (_ADJECTIVALS, "adjective-phrase")):
        for m in scanner.finditer(text):
            yield _class(m, rule)
    for start, end in lines_with(_VACCINES, text):
        for m in _VACCINE.finditer(text, start, end):
            yield _class(m, "vaccine-phrase", "biological")


def _is_clotting_inhibitor(phrase: str) -> bool:
    """Antibodies against a clotting factor are called its inhibitors."""
    return bool(re.match(r"(?:factor (?:VIII|IX|8|9)|F?VIII|FIX)\b", phrase, re.IGNORECASE))


def _class(m: "re.Match[str]", rule: str, kind: str = "class") -> Finding:
    name = " ".join(m.group().split())
    return Finding(m.start(), m.end(), "DRUG", f"drugs:{rule}", name=name, value={"kind": kind})


def code_names(text: str) -> Iterator[Finding]:
    """Sponsors' codes such as ABC-1234; no registry's, group's or protocol's number."""
    for m in _CODES.finditer(text):
        if not _PROTOCOL.search(text, max(0, m.start() - 24), m.start()):
            yield Finding(
                m.start(), m.end(), "DRUG", "drugs:code-name", name=m.group(), value={"kind": "code"}
            )


def stem_names(text: str, stems: tuple[Stem, ...]) -> Iterator[Finding]:
    """Single words that end in an INN stem."""
    by_tail = _by_tail(stems)
    for m in _WORD.finditer(text):
        word = m.group().lower()
        for stem in by_tail.get(word[-2:], ()):
            if word.endswith(stem.ending) and len(word) >= stem.shortest and word not in stem.exceptions:
                value = {"kind": "drug", "class": stem.drug_class, "atc": stem.code}
                yield Finding(m.start(), m.end(), "DRUG", "drugs:inn-stem", name=word, value=value)
                break


@functools.cache
def _by_tail(stems: tuple[Stem, ...]) -> dict[str, list[Stem]]:
    """The stems by their last two letters."""
    found: dict[str, list[Stem]] = {}
    for stem in stems:
        found.setdefault(stem.ending[-2:], []).append(stem)
    return found
