"""The words around a test's name: what belongs to it, what shows that it is one, or that it is not."""

# Before the name, part of it.
BEFORE = (
    "serum", "plasma", "blood", "whole blood", "peripheral blood", "peripheral", "circulating", "absolute",
    "total", "mean", "average", "fasting", "non-fasting", "random", "resting", "supine", "sitting",
    "seated", "standing", "office", "arterial", "venous", "capillary", "calculated", "estimated",
    "measured", "corrected", "predicted", "expected", "anticipated", "overall", "baseline",
    "trough", "pre-bronchodilator", "post-bronchodilator", "prebronchodilator", "postbronchodilator",
    "modified", "adjusted", "age-adjusted", "24-hour", "24 hour", "24-hr", "24 hr", "24-h", "24 h", "24h",
    "spot", "first-morning", "morning", "current", "daily", "urine", "urinary",
)  # fmt: skip

# Of these, the ones that make a substance's name a test's.
SPECIMEN = (
    "serum", "plasma", "blood", "urine", "urinary", "fasting", "arterial", "venous", "capillary", "trough",
    "total", "absolute", "measured", "calculated", "estimated", "elevated", "raised", "increased",
    "decreased", "reduced", "low", "high", "abnormal", "normal", "adequate", "level of", "levels of",
    "concentration of",
)  # fmt: skip

# A specimen other than the one that the table's test is made on.
OTHER_SPECIMEN = (
    "urine", "urinary", "CSF", "cerebrospinal fluid", "pleural", "pleural fluid", "ascitic",
    "ascitic fluid", "ascites", "synovial", "synovial fluid", "sweat", "stool", "fecal", "faecal",
    "salivary", "sputum", "cord", "umbilical", "umbilical cord", "tissue", "tear", "vitreous", "BAL",
    "hair",
)  # fmt: skip

AFTER_TEST = (
    "level", "levels", "count", "counts", "concentration", "concentrations", "value", "values", "test",
    "tests", "titer", "titers", "titre", "titres", "measurement", "measurements", "result", "results",
    "rate",
)  # fmt: skip

AFTER_SCORE = (
    "performance status", "performance score", "performance scale", "performance", "physical status",
    "functional status", "functional class", "functional classification", "functional capacity",
    "risk score", "total score", "score", "scores", "scale", "scales", "class", "classes", "classification",
    "grade", "grades", "grading", "status", "stage", "stages", "staging", "category", "categories", "index",
    "questionnaire", "criteria", "level", "rating", "inventory", "PS", "points", "system",
)  # fmt: skip

# After the name: it is a substance, a drug, a receptor or another quantity.
NOT_A_TEST = (
    r"channels?", r"supplement\w*", r"replacements?", r"transfusions?", r"infusions?", r"concentrates?",
    r"intoleran\w+", r"lowering", r"sparing", r"deficien\w+", r"receptors?", r"antagonists?", r"agonists?",
    r"analog(?:ue)?s?", r"inhibit\w+", r"blockers?", r"antibod(?:y|ies)", r"binding", r"bound", r"synthase",
    r"genes?", r"mutations?", r"mutant", r"amplification", r"aggregation", r"adhesion", r"donors?",
    r"donations?", r"therap(?:y|ies)", r"treatments?", r"medications?", r"drugs?", r"agents?",
    r"su(?:lf|lph)ate", r"citrate", r"chloride", r"bicarbonate", r"carbonate", r"gluconate", r"iodide",
    r"oxide", r"hydroxide", r"valproate", r"crisis", r"phase", r"preparations?", r"secreting", r"producing",
    r"releasing", r"metabolism", r"homeostasis", r"monitors?", r"meters?", r"cuffs?", r"pumps?", r"ratios?",
    r"clearance", r"ind(?:ex|ices)", r"gap", r"electrophoresis", r"disorders?", r"diseases?", r"lymphoma",
    r"leuka?emia", r"products?", r"apheresis", r"refractory", r"rich", r"derived", r"gel", r"cream",
    r"patch(?:es)?", r"injections?", r"diet", r"intake", r"bearing", r"management", r"lifting", r"training",
    r"program(?:me)?s?", r"sensitizer\w*", r"sensitiv\w+", r"resistan\w+", r"naive", r"users?",
    r"tolerance", r"specific", r"expression", r"positive cells", r"mediated", r"(?:dys)?function",
    r"murmurs?", r"activit(?:y|ies)", r"hypertension", r"glucose", r"co-?transporters?", r"6",
    r"scores?", r"heparins?",
)  # fmt: skip

# Before the name: it is taken, not measured.
TAKEN_BEFORE = (
    r"(?:\d[ \t]*(?:mg|g|mcg|μg|IU|units?|mmol|meq)(?: of)?|\b(?:supplement(?:al|ary|ation)(?: (?:of|with))?"
    r"|dietary|oral|intravenous|iv|topical|doses? of|receiving|taking|(?:treat|manag)\w+ with))[ \t\r\n]+\Z"
)

# Beside the name: somebody measures.
MEASURED_AFTER = (
    r"[<>≤≥=±]|\b(?:less|greater|more|lower|higher|above|below|over|under|exceed\w*|between|within|beyond"
    r"|outside|at (?:least|most)|not? (?:more|less|greater|lower|higher)|equal|minimum|maximum|elevated"
    r"|increased?|decreased?|abnormal\w*|normal|ULN|LLN|upper|levels?|values?|counts?|concentrations?|scores?"
    r"|grade [0-9IV]+|of [\d.]+|range|\d[\d.,]*\s*(?:%|mg|g|U|I|m|x|×|k|/|-|or|to))"
)
MEASURED_BEFORE = (
    r"(?:[<>≤≥=]|\b(?:than|least|most|to|of|with))\s*(?:a |an )?[\d.,]+[^\n.;,]{0,14}$"
    r"|\d\s*(?:weeks?'?|wks?)(?: of)?\s*$"
)
