"""Sentences and brackets of an item that ask for nothing."""

import re
from itertools import pairwise

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.fertile_women import meanings
from eligex.assembly.polarity.formalities import EXAMINED, formalities
from eligex.assembly.polarity.line_counts import line_counts
from eligex.assembly.polarity.understood import appositions, no_cases, understood
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

# What a trial does, or why: no criterion, also as an item of its own.
_TRIAL = lazily(
    r"\W*(?:(?:the\s+)?(?:above|following|foregoing)\s+(?:information|list|criteria)\s+(?:is|are|was|were)\s+not\s+intended\b"
    r"|(?:other|additional|further)\s+(?:(?:protocol|study)[\s-]?(?:defined|specified|specific)\s+)?(?:(?:inclusion|exclusion|eligibility)[\s/]*)+"
    r"criteria\s+(?:may|might|could|will)\s+apply\b"
    r"|(?:this|these|the)\s+exceptions?\s+(?:does|do)\s+not\s+(?:include|apply|extend)\b|an?\s+[\w-]+\s+wash-?out\s+(?:period\s+)?is\s+(?:permitted|allowed)\b"
    r"|(?:the\s+)?(?:studies|articles|publications|papers|abstracts)\s+(?:(?:were|was|are|will\s+be|must|should|have|had|did|do)\s|not\b|that\b|which\b|without\b|published\b|in\s|with\s)"
    r"|(?:[^.;:]|\.(?=\d)){3,60}\b(?:may|will|should)\s+be\s+rounded\s+(?:up|down|to)\b(?:[^.;:]|\.(?=\d))*\W*\Z"
    r"|we\s+(?:will|do|are|have|would)\b|(?:eligible|enrolled|included)\s+(?:patients?|subjects?|participants?)\b.*\b(?:will|may)\b)",
    re.IGNORECASE | re.DOTALL,
)
# "replacement therapy is not considered a form of systemic treatment"
_CONSIDERED = lazily(r"\bconsidered\b", re.IGNORECASE)
_NO_FORM_OF = lazily(
    r"\W{0,8}(?:(?!\b(?:who|patients?|subjects?|participants?)\b).){3,250}?\b(?:is|are)\s+not\s+considered\s+(?:as\s+|to\s+be\s+)?(?:an?\s+)?"
    r"(?:form|type|kind)s?\s+of\b",
    re.IGNORECASE | re.DOTALL,
)
_PROCEEDS = lazily(
    r"\b(?:is|are)\s+to\s+be\s+(?:advis|instruct|counsel|encourag|inform|monitor|follow)"
    r"|\b(?:will|would)\s+(?:(?:also|not|then|only)\s+)*(?:be\s+(?:(?:also|further|first)\s+)?(?:at\s+the\s+discretion|assess|collect|screened"
    r"|withdrawn|follow|inform|asked|perform|monitor|record|review|randomi[sz]|provid|given|offer|obtain|done|conduct|test|evaluat"
    r"|contact|determin|defin|evaluable|document|discuss|made|advis|instruct|counsel|encourag|no\b)|remain|undergo|receive|continue|exceed)"
    r"|\b(?:is|are)\s+(?:(?:not|also|only)\s+)*(?:intended\s+to|screened|determined|defined|at\s+the\s+discretion|because|performed"
    r"|part\s+of|required\s+for\s+(?:participants|patients|subjects))\b"
    r"|^\W*(?:(?:as|to\s+be)\s+)?(?:verified|confirmed|documented|assessed|measured|determined)\s+(?:by|using|with|via|at)\b"
    r"|^\([^()]*\bwill\s+likely\b|\bwe\s+(?:\w+ly\s+)?(?:anticipate|expect|estimate|assume|hypothesi[sz]e|plan|aim|propose)\b"
    r"|^(?:(?!\b(?:who|that|which|whose|if)\b)[^.;]){3,80}\b(?:may|might|can|could)\s+(?:\w+ly\s+)?(?:inhibit|increase|decrease|reduce|affect"
    r"|alter|be\s+associated\s+with|interact|interfere|cause|lead|result|induce|enhance|potentiate|mask|prolong|exacerbate|worsen|impair|elevate|lower|raise)\b"
    r"|\b(?:consent|protocol)\s+(?:was|were|has\s+been)\s+(?:\w+\s+)?(?:obtained|approved|reviewed)\b"
    r"|\b(?:should|must)\s+(?:be\s+(?:used|administered|given|taken)\s+with\s+(?:\w+\s+)?(?:caution|care)|only\s+be\s+(?:considered|used)\s+if)\b"
    r"|^\W*(?:note\W+)?an?\s+(?:[\w-]+\s+){1,8}?(?:represents?|counts?\s+as|equals|corresponds?\s+to)\s"
    r"|^\W*(?:the\s+)?(?:(?:study|principal)\s+)?(?:investigators?|sponsor|(?:medical\s+)?monitor|PI|physician)\s+(?:will|may|should|must)\s+(?:determin|decid|evaluat|assess|review|judge|discuss)"
    r"|^\W*(?:patients?|subjects?|participants?)\s+will\s+(?:submit|complete|return|sign|provide|start|begin|attend)\b"
    r"|\b(?:may|can|will|should|must)\s+be\s+rounded\b"
    r"|^\W*(?:this|these)\s+(?:is|are|criteri\w+|include|will|stud\w+|trial)\b|^\W*(?:because|since|therefore|thus|we)\b",
    re.IGNORECASE,
)
_WAIVED = lazily(  # "no additional screening for pregnancy is required", "testing is not required"
    r"\b(?:is|are)\s+not\s+required\s+to\s+(?:meet|fulfil)"
    rf"|^\W*(?:(?:please\s+)?note\W+)?no\s+[^.;,]{{0,40}}\b{EXAMINED}\b[^.;,]{{0,40}}\b(?:is|are|will\s+be)\s+(?:required|necessary|needed|mandatory)\b"
    r"|^\([^()]{1,80}\bnot\s+(?:be\s+)?(?:required|necessary|needed|mandatory)\)$|^\(no\s+[^()]{1,80}\s(?:required|necessary|needed)\)$"
    rf"|^\W*(?:\w+\s+){{0,4}}{EXAMINED}\b[^.;,]{{0,40}}?\s(?:(?:is|are|will|does|do)\s+)?not\s+(?:be\s+)?(?:required|necessary|needed|mandatory)\b",
    re.IGNORECASE,
)
# "Surgery: Not specified", "Chemotherapy: See Disease Characteristics", "There are no medical exclusions"
_UNASKED = lazily(
    r"[^:.;]{2,60}:\s*(?:not\s+(?:specified|applicable|stated|reported)|n/a|(?:none|nothing)\s+specified|no\s+restrictions?"
    r"|see\s+(?:also\s+)?(?:disease|patient|prior|the|above|below|general|section|chemotherapy|radiotherapy|surgery)\b[\w\s]{0,60})\W*"
    r"|\W*see\s+(?:also\s+)?(?:[\w-]+\s+){0,3}[\w-]+\W*"
    r"|\W*(?:(?:co-?existing|concurrent|prior)\s+(?:conditions?|medications?|treatments?)|risk\s+behaviou?rs?)\s*:\W*"
    r"|\W*(?:there\s+are\s+)?no\s+(?:\w+\s+){0,2}exclusions?(?:\s+criteria)?\W*"
    r"|\W*(?:there\s+are\s+)?no\s+(?:\w+\s+){0,2}exclusion(?:s|\s+(?:criteria|requirements?))\s+(?:for|due|based|because|related|may|will)\b[^;:]*"
    # "Subjects who meet any of the following exclusion criteria are not to be enrolled"
    r"|\W*(?:(?:all|any)\s+)?(?:patients?|subjects?|participants?|individuals?|persons?)\s+(?:who\s+)?(?:meet(?:s|ing)?|fulfil\w*|with|having)\s+(?:any|one|all)[^.;:]{0,60}?\bcriteria\b"
    r"[^.;:]{0,20}?\b(?:(?:is|are|will|must|should|may|can|cannot)\s+)?(?:not\s+)?(?:to\s+)?(?:be\s+)?(?:excluded|enrol\w*|eligible|ineligible|includ\w+|participat\w*|enter\w*)[^.;:]{0,40}\W*",
    re.IGNORECASE,
)
_AGAIN_WORD = r"\bre-?(?:peat|test|screen|assess|check|evaluat|consider|measur)"
_AGAIN = lazily(rf"{_AGAIN_WORD}|\b(?:average|mean)\s+of\b", re.IGNORECASE)
_REPEATED = lazily(  # "a repeat test is allowed", "the mean of three readings will be used", "may be rescreened"
    r"\b(?:may|can|could|might|will|would|should|shall|must)\s+(?:(?:also|then|only)\s+)*(?:(?:be|have\s+been)\s+(?:\w+ly\s+)?)?"
    r"(?:re-?screen(?:ed)?|re-?test(?:ed)?|repeat(?:ed)?|re-?assessed|re-?considered|re-?evaluated|re-?checked|re-?measured)\b"
    r"|\b(?:re-?test(?:s|ing)?|re-?screening|(?:repeat(?:ed)?|repetition\s+of)\s+(?:[\w-]+\s+){0,4}?(?:tests?|testing|measurements?|assessments?|ECGs?"
    r"|examinations?|labs?|samples?|values?|screening|analysis))\b[^.;]{0,60}?\b(?:(?:is|are|be|have\s+been)\s+(?:\w+ly\s+)?(?:allowed|permitted|performed"
    r"|done|conducted|discussed|taken|acceptable|required|obtained|possible|requested|necessary))"
    r"|\b(?:necessary|needs?|allowed|permitted|required)\s+to\s+(?:be\s+)?(?:repeat|re-?test|re-?screen)"
    r"|\bmay\s+have\s+(?:[\w-]+\s+){1,5}(?:repeated|re-?tested)\b"
    r"|\b(?:average|mean)\s+of\s[^.;]{0,100}?\b(?:is|are|will|should|must|to)\s+(?:be\s+)?(?:used|calculated|considered|taken|determined|recorded)\b"
    r"|^\W*if\b[^.;]*\b(?:average|mean|repeat(?:ed)?|re-?test(?:ed|ing)?)\b[^.;]*\b(?:subject|patient|participant|(?:in)?eligib|includ|enrol|meets)",
    re.IGNORECASE,
)
_CLAUSE = lazily(r",|\b(?:which|that|who)\b", re.IGNORECASE)
_DASH = lazily(r"\s-\s+(?=[A-Z])")
_LONG = 200  # characters of a sentence that may be a list
_BEGINNING = 40  # characters of an item's first sentence: what it asks for would stand there
# "(1 unit = 12 ounces of beer)", "one drink is equivalent to 5 oz of wine"
_EQUATES = lazily(
    r"\W*(?:(?:e\.?\s?g|i\.?\s?e)\.?,?\s*|for\s+example,?\s*)?(?:\d+|one|an?)\s+(?:[\w-]+\s+){1,4}?(?:=|is\s+(?:(?:approximately|about|roughly)\s+)?(?:equal|equivalent|defined|considered)\b|equals\b|corresponds\b|is\s+\d)",
    re.IGNORECASE,
)
# "30 days or twice the duration of the biological effect of the product" is a time
_AS_LONG_AS = lazily(
    r"\b(?:twice|(?:two|2|three|3|five|5)\s+times)\s+the\s+duration\s+of\s+(?:the\s+)?(?:[\w-]+\s+){0,2}effects?\s+of\s+(?:[\w-]+\s+){0,3}"
    r"(?:products?|drugs?|agents?|medications?|compounds?|treatments?|vaccines?|IMPs?)\b",
    re.IGNORECASE,
)
_MAYBE = lazily(  # "a biopsy may be required"
    r"^\W*(?:(?!\b(?:who|that|which|whom|if|when|where|is|are|has|have|must|should|will)\b)[^.;:,()]){3,80}?"
    r"\s(?:may|might)\s+(?:also\s+)?be\s+(?:required|necessary|needed)\b",
    re.IGNORECASE,
)
_BECAUSE = lazily(
    r"(?<=\w[\s,])\s*\b(?:because\b(?!\s+of\b)|as\s+(?:these|this|they|it)\s+(?:is|are|may|might|will|would|could|can)\b"
    r"|since\s+(?:each|all|these|this|they|it|there|such|(?:the\s+)?(?:patients?|subjects?|study|trial|drug|safety|effects?|risk))\s+"
    r"(?:[\w-]+\s+){0,5}?(?:is|are|has|have|may|might|will|would|can|cannot|could|must|should|do|does)\b)",
    re.IGNORECASE,
)
_RULED = lazily(
    r"\b(?:are|is|be|been|considered|deemed|(?:render|make)s?\s+(?:the\s+|an?\s+)?(?:patients?|subjects?|participants?|them|individuals?))\s+$",
    re.IGNORECASE,
)
# What is needed for the costlier ones above to find anything in a criterion.
_AGAINS, _DENIALS, _CAUSES = map(
    Scanner,
    (
        lazily(rf"{_AGAIN_WORD}|\b(?:average|mean)\b", re.IGNORECASE),
        lazily(r"\bnot?\b", re.IGNORECASE),
        lazily(r"\b(?:because|as|since)\b", re.IGNORECASE),
    ),
)


def repeats(item: Item) -> list[tuple[int, int]]:
    """Extents of the sentences, clauses and brackets that only say how a test is repeated or its readings averaged."""
    if not (item.has(_AGAINS) and _AGAIN.search(item.text)):
        return []
    found = [b for b in item.segments.brackets if _REPEATED.search(item.whole[slice(*b)])]
    for n, (lo, hi) in enumerate(item.sentences):
        words = BRACKETED.sub(" ", item.whole[lo:hi])
        m = _REPEATED.search(words)
        if m is not None and (n or (m.start() < _BEGINNING and not _CLAUSE.search(words, 0, m.start()))):
            found.append((lo, hi) if len(words) < _LONG else _dash_to_dash(item, lo, hi))
    return found


def _dash_to_dash(item: Item, lo: int, hi: int) -> tuple[int, int]:
    """Of a list that runs on in one line, the member that tells of the test."""
    parts = [lo, *(lo + m.end() for m in _DASH.finditer(item.whole[lo:hi])), hi]
    told = [(a, b) for a, b in pairwise(parts) if _REPEATED.search(item.whole[a:b])]
    return told[0] if told else (lo, hi)


_TO_EXCLUDE = Scanner(lazily(r"\bto\s+(?:exclude|rule\s+out)\s(?:[^.;,()]|\([^()]*\))*", re.IGNORECASE))
_AIMS = lazily(r"\b(?:need|want|have|has|wish|aim|order|is|are|must|us)\s+\Z", re.IGNORECASE)


def _reasons(item: Item) -> list[tuple[int, int]]:
    """`a scan to rule out metastases`, `(to exclude patients with anaemia)` in an exclusion: why it is asked for."""
    if item.section != "exclusion":
        return []
    found = item.matches(_TO_EXCLUDE)
    return [
        m.span() for m in found if not _AIMS.search(item.quote(max(item.start, m.start() - 8), m.start()))
    ]


_LEADING_REASON = lazily(  # "Because of interactions with sorafenib, rifampin is contraindicated"
    r"\W*(?:(?:because(?:\s+of)?|due\s+to|owing\s+to|given\s+(?:that|the))\s[^.;:]*?|as\s[^.;:,]*\s(?:is|are)\s+(?:not\s+known|unknown)),(?=\s*(?!(?:and|or)\b)(?:[\w-]+\s+){1,6}"
    r"(?:is|are|will|must|should|may|can|cannot|on|with|who|receiving|taking)\b)",
    re.IGNORECASE,
)


_ARMS = lazily(
    r"\b(?:willing|agree|accept|consent|able|eligible|suitable)\w*\s+(?:and\s+\w+\s+)?(?:to\s+(?:be\s+)?|for\s+)"
    r"(?:randomly\s+)?(?:randomi[sz]\w+|assign\w+)\s+(?:to|between)\s+(?P<arms>[^.;,()]+)",
    re.IGNORECASE,
)


ONLY_TELLS = lazily(  # of vaccines by their diseases, of what was written down, of whom a word means
    r"\W*examples?\s+of\s+(?:[\w-]+\s+){0,4}?vaccines?\b[^.;]{0,60}?\b(?:includ(?:e|ing)|are)\b"
    r"|[^.;]*\b(?:documented|recorded|assessed|judged)\b[^.;]{0,60}\bas\s+not\s+(?:being\s+)?(?:medically|clinically)\s+(?:relevant|significant)\b"
    # "the degree of invasion should be considered because of the risk of bleeding"
    r"|(?!.*\b(?:patients?|subjects?|participants?|who|eligib\w+|exclu\w+)\b)\W*(?:[\w/-]+\s+){1,12}?should\s+be\s+(?:carefully\s+)?considered\b"
    r"(?!\s+(?:for|as|to\s+be|in)\b)"
    r"|\W*(?:(?:an?|all|any|adult)\s+)*(?:wom[ae]n|females?)(?:\s+(?:aged?|under|over|older|younger|than|of|[<>≤≥]?=?\s?\d+|years?))*"
    r"\s+(?:is|are|will\s+be|would\s+be)\s+(?:not(?![^.;]*\s(?:if|when)\s)\s+)?considered\s+(?:to\s+be\s+)?(?:of\s+)?"
    r"(?:(?:non-?\s?)?child-?\s?bearing|post-?\s?menopausal|menopausal|infertile|sterile)",
    re.IGNORECASE,
)
_BY_EXAMPLE = lazily(r"\(\s*(?:e\.?\s?g\b|such\s+as|for\s+example|i\.?\s?e\b)", re.IGNORECASE)
_WHY = lazily(r"\breasons?\s*\Z", re.IGNORECASE)  # "who for any reason (e.g. confusion) cannot comply"
_CLASS_OF = lazily(  # "benzodiazepines (a type of tranquilizer)"
    r"\(\s*(?:(?:is|are|these\s+are|it\s+is)\s+)?an?\s+(?:class|type|kind|form|group|family|sort)\s+of\b",
    re.IGNORECASE,
)


def explanations(item: Item) -> list[tuple[int, int]]:
    """Extents of the sentences and brackets that only tell what the trial does, and of times told by an effect."""
    denies, causes, told = item.has(_DENIALS), item.has(_CAUSES), notes(item)
    defines = _defines(item)
    found = (
        repeats(item)
        + _reasons(item)
        + [
            (item.start + m.start(), item.start + m.end())
            for m in (_AS_LONG_AS.finditer(item.text) if "duration of" in item.text else ())
        ]
    )
    found += [
        b
        for b in item.segments.brackets
        if _PROCEEDS.search(item.whole[slice(*b)])
        or (denies and _WAIVED.search(item.whole[slice(*b)]))
        or _CLASS_OF.match(item.whole, *b)
        or ONLY_TELLS.match(item.whole, *b)
        or (_BY_EXAMPLE.match(item.whole, *b) and _WHY.search(item.quote(max(item.start, b[0] - 12), b[0])))
        or (defines and _is_no_form(item, b))
    ]
    found += appositions(item)
    for n, (lo, hi) in enumerate(item.sentences):
        words = item.whole[lo:hi]
        if leading := _LEADING_REASON.match(words):
            found.append((lo, lo + leading.end()))
        because = _BECAUSE.search(words) if causes else None
        if because is not None:
            found.append((lo + because.start(), hi))
        if (
            (lo, hi) in told
            or (denies and _WAIVED.search(BRACKETED.sub(" ", words)))
            or (n and _PROCEEDS.search(words))
        ):
            found.append((lo, hi))
    return found + line_counts(item) + _arms(item) + understood(item) + formalities(item) + meanings(item)


def _arms(item: Item) -> list[tuple[int, int]]:
    """`willing to be randomized to A or B`: what the trial gives."""
    arms = _ARMS.finditer(item.text) if "andomi" in item.text or "assign" in item.text else ()
    return [(item.start + m.start("arms"), item.start + m.end("arms")) for m in arms]


def asks_nothing(item: Item) -> bool:
    """Whether the item only names a topic of which the record says nothing, or says it elsewhere."""
    return _UNASKED.fullmatch(item.text) is not None


def notes(item: Item) -> list[tuple[int, int]]:
    """Extents of the sentences that only tell what the trial does; no cue in them permits or excepts anything."""
    defines = _defines(item)
    unless = "unless" in item.text and item.has(_DENIALS)  # "testing is not required unless mandated"
    return [
        e for e in item.sentences
        if _TRIAL.match(item.whole, *e) or ONLY_TELLS.match(item.whole, *e)
        or (defines and _is_no_form(item, e))
        or (unless and _WAIVED.search(BRACKETED.sub(" ", item.whole[slice(*e)])))
    ]  # fmt: skip


def _defines(item: Item) -> bool:
    """Whether it may say of something that it is none of a sort: `_NO_FORM_OF` is slow where it finds nothing."""
    return _CONSIDERED.search(item.whole, item.start, item.end) is not None


def _is_no_form(item: Item, e: tuple[int, int]) -> bool:
    """Whether a sentence or a bracket says of something that it is no treatment of that sort, all of it."""
    m = _NO_FORM_OF.match(item.whole, *e)
    inside = item.segments.bracket(m.end() - 1) if m else None
    return m is not None and (inside is None or inside[0] <= e[0])


def equations(item: Item) -> list[tuple[int, int]]:
    """Extents of the sentences and brackets that only say what a unit holds: their numbers bound nothing."""
    parts = [*item.segments.brackets, *item.sentences]
    return [(a, b) for a, b in parts if _EQUATES.match(item.whole[a:b])] + repeats(item) + formalities(item)


def forewarn(item: Item, statements: list[Statement]) -> None:
    """Permits what a sentence only says may be needed, and what is said to be no case of something."""
    for lo, at, _ in no_cases(item):
        for s in (x for x in statements if lo <= x.at < at):
            s.permitted = True
    if " may " not in item.text and " might " not in item.text:
        return
    for lo, hi in item.sentences:
        if m := _MAYBE.match(item.quote(lo, hi)):
            for s in statements:
                s.permitted = s.permitted or lo <= s.at < lo + m.end()


_BARRED = re.compile(  # "will be ineligible to receive the vaccine if they have a fever", "may be enrolled but are …"
    r"(?P<but>\bbut\s+)?\b(?:will|would|shall|should|are|is)\s+(?:be\s+)?(?:ineligible|not\s+(?:be\s+)?(?:eligible|allowed|permitted))\s+"
    r"(?:to\s+(?:receive|take|continue|start|be\s+(?:given|treated\s+with))|for)\s+(?:(?:the|any|further)\s+)*\Z",
    re.IGNORECASE,
)
_BARRED_REACH = 80
_INELIGIBLE = re.compile(
    r"ineligible(?:\s+(?:for|to\s+participate\s+in)\s+(?:this|the|our)\s+(?:[a-z]+\s+)?(?:study|trial|protocol|research))?",
    re.IGNORECASE,
)
_IF = re.compile(r"\s*,?\s*(?:if|when|in\s+case)\b", re.IGNORECASE)


def is_verdict(item: Item, m: Finding) -> bool:
    """`patients with HIV infection are ineligible`: what follows from it, and nothing that is asked about."""
    if m.label in ("DRUG", "PROCEDURE"):
        barred = _BARRED.search(item.quote(max(item.start, m.start - _BARRED_REACH), m.start))
        told = barred is not None and (barred["but"] or _IF.match(item.text, m.end - item.start))
        return bool(told)
    if m.value.get("state") != "unsuitability" or not _INELIGIBLE.fullmatch(item.quote(m.start, m.end)):
        return False
    lo, _ = item.segments.bounds(m.start)
    before = item.quote(lo, m.start)
    opens = not before.strip() and _IF.match(item.text, m.end - item.start)  # "Ineligible if …"
    return bool(opens) or _RULED.search(before) is not None
