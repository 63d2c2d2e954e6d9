"""`A within 4 weeks, or plans to receive such treatment during the study`: what was named before, at another time.

The words that point back to it name nothing of their own.
"""

_MEANS = (
    r"(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|expect(?:s|ed|ing|ation)?|anticipat(?:es?|ed|ing|ion)|scheduled|likely"
    r"|wish(?:es|ing)?|needs?|needing|requires?|requiring)"
)
_LINK = (
    r"(?:an?|the|has|have|having|had|is|are|be|who|patients?|subjects?|participants?|those|currently|also)"
)
_WHAT = (
    r"(?:to|of|for|on|in|need|be|begin|initiate|start|receiv(?:e|ing)|receipt|have|having|undergo(?:ing)?|tak(?:e|ing)|us(?:e|ed|ing)|requir(?:e|ing)"
    r"|administration|treatment|therapy|treated|with|an?|the|any|concomitant|concurrent|further|future)"
)
_NOUN = (
    r"(?:drugs?|medications?|medicines?|agents?|products?|therap(?:y|ies)|treatments?|procedures?|interventions?|compounds?|substances?|vaccines?"
    r"|vaccinations?|surger(?:y|ies)|devices?)"
)
_IT = (
    r"(?:do(?:ing)?\s+so|it|them|the\s+same|(?:(?:any|either|one|all)\s+of\s+)?(?:these|those|the\s+(?:above|aforementioned))(?:\s+(?:study\s+)?"
    rf"{_NOUN})?|(?:this|such|any\s+such)(?:\s+an?)?\s+{_NOUN})"
)
PLANNED_AGAIN = rf"(?:{_LINK}\s+){{0,3}}{_MEANS}\s+(?:{_WHAT}\s+){{0,5}}{_IT}\s+(?:(?:at\s+)?any\s?time\s+)?"
