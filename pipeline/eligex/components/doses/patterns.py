"""Patterns of days, cycles, frequencies, lengths and events, over folded text without line breaks.

`n`, `n2` are numbers, `u` a unit of time; `cn`/`cu` and `rn`/`ru` are those of a cycle that follows.
"""

import re

from eligex.components.doses.numbers import COUNT, FIGURE, TIME, WORD
from eligex.text.lazily import lazily

_TOLERANCE = r"(?:\s?(?:±|\+/?-)\s?\d{1,2})?"  # `21 ± 3 days`
_SPAN = (
    rf"(?P<n>{COUNT}){_TOLERANCE}(?:\s?(?:-|to|or|~)\s?(?P<n2>{COUNT}))?[\s-]?"
    rf"(?:(?:full|more|further)\s)?(?P<u>{TIME})"
)
_ITEM = (
    r"[+-]?\s?\d{1,3}(?!\d)(?!\.\d)(?!\s?(?:(?:mg|mcg|ug|μg|gm?|IU|MU|U|units?|mL|mmol|mEq|c?Gy|million|billion)\b|%|/(?!d?\d)|(?:hours?|weeks?|months?|years?|(?:cycles?|courses?)(?!\s(?:[IVX\d]|repeat|are\b|is\b|will)))\b)"
    r"|(?:st|nd|rd|th)\s(?:and\s\w+\s)?(?:cycle|course|infusion|dose)|[\s-]days?[\s/-](?:cycle|course|schedule)|-(?!days?\b)[a-z]{4}|(?-i:-[A-Z]{2})|\s(?:FU\b|Fluorouracil))"
)
_LINK = (
    r"\s?(?:,\s?(?:and\s|or\s|&\s)?|/|;\s?(?=\d)|\s(?:and|or|up\sto|to|through|thru|until)\s(?:study\s)?"
    r"(?:day\s|days\s|day(?=[-+]?\d)|d)?"
    r"|\s(?=\d{1,2}\s?\(?(?:q\s?\d|every\b|of each\b))"
    r"|&\s?|-\s?(?:day\s|d)?|\s-\s?|(?<=\d)to(?=\s?\d))\s?(?:days?\s|d(?=\d))?"
)
_DAY_LIST = rf"(?P<days>{_ITEM}(?:{_LINK}{_ITEM})*)"
_OF_CYCLE = (
    rf"(?:\s?,?\s?\(?(?:of|in|during|for)?\s?(?:each|every|all|a|an|the|per)?\s?(?:subsequent\s|repeated\s|consecutive\s)?"
    rf"(?P<cn>{COUNT}){_TOLERANCE}[\s-]?(?P<cu>{TIME})(?:[\s-]|\s?/\s?)(?:\(q\d{{1,2}}[dw]\)\s)?(?:treatment\s|dosing\s|treatment-|chemotherapy\s)?"
    rf"(?:cycles?|courses?|schedule|period)\b|\s?,?\s?\(?of\s(?:each|every)\s(?:(?P<each>week|month)\b|(?P<cn2>{COUNT})\s(?P<cu2>{TIME})))"
)
_REPEAT = (
    rf"(?:\s?,?\s?\(?(?:repeat(?:ed|s|ing)?\s|and\s)?(?:once\s)?(?:every|each|q\.?)\s?"
    rf"(?P<rn>{COUNT})[\s-]?(?P<ru>{TIME})(?!,?\sthereafter)|\s?,?\s?\(?(?:every|each)\s(?P<rw>week)\b(?!\sthereafter))"
)
_OFF = (
    r"(?:off\b|(?:of\s)?(?:rest|break|no\s(?:treatment|drug|therapy)|pause|drug\sholiday)\b"
    r"|without\s(?:treatment|drug|therapy)\b)"
)
# `3 weeks on, 1 week off`; `for 14 days followed by 7 days of rest`; `3 out of 4 weeks`.
ON_OFF = lazily(
    rf"\b(?P<n>{COUNT})[\s-]?(?P<u>{TIME})[\s-](?:on|of\streatment)(?:\s(?:treatment|therapy|drug))?\s?(?:,|/|-|;|and|then|followed\sby|\s)*"
    rf"\s?(?:an?\s)?(?P<n2>{COUNT})[\s-]?(?P<u2>{TIME})[\s-]{_OFF}",
    re.IGNORECASE,
)
FOR_THEN_OFF = lazily(
    rf"\b(?:for|x)\s(?P<n>{COUNT})\s(?:consecutive\s)?(?P<u>{TIME})\s?(?:,|\(|then|and|followed\sby|with|\s)*\s?(?:an?\s)?"
    rf"(?P<n2>{COUNT})[\s-](?P<u2>{TIME})(?:\speriod)?[\s-](?:treatment-free\s)?{_OFF}(?:\speriod)?",
    re.IGNORECASE,
)
OUT_OF = lazily(
    rf"(?<!day )(?<!days )\b(?:for\s)?(?P<n>{COUNT})"
    rf"(?:\s(?P<u>{TIME}))?\s(?:out\sof(?:\severy)?|of\s(?:every|each)|(?<=\d\s)of"
    rf"(?=\s\d+\sdays))\s(?P<n2>{COUNT})"
    rf"(?:\s(?P<u2>{TIME}))?(?!\s?(?:patients|cycles))",
    re.IGNORECASE,
)
FROM_DAY = lazily(
    r"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|initiat(?:ed|ing)|commenc(?:ed?|ing|es))\s"
    r"(?:on\s|from\s|at\s|in\s|with\s)?(?:the\s(?:morning|evening)\sof\s)?(?:phase\s[1-4]\s)?(?:cycle\s1,?\s|C1\s?)?(?P<u>day|week|month|(?<=C1)d|(?<=C1\s)d)\s?(?P<n>(?<=\s)\d{1,3}|[+-]\s?\d{1,3})(?!\d)"
    r"|\b(?P<u3>day|week|month)\s(?P<n3>[+-]?\d{1,3})\s(?:onwards?|and\s(?:onwards?|beyond|thereafter))\b"
    r"|\bfrom\sC1(?P<u4>D)(?P<n4>\d{1,3})\sonwards?\b"
    r"|\bfrom\s(?:(?:study|cycle)\s|cycle\s1,?\s)?(?P<u2>day|week|month)\s(?P<n2>[+-]?\d{1,3})(?:\s(?:\(C\dD\d\)\s)?(?:onwards?|forwards?|on)\b"
    r"|(?!\d)(?!\s?(?:[-/&]|,\s?\d|(?:and|or|of)\b|(?:up\s)?(?:to|through|thru|until|till)\s(?:day\s?|d)?[+-]?\d)))",
    re.IGNORECASE,
)
# `weeks 3-12`, `from week 4 to week 12`: a time in which something is given, where a dose is beside it.
WEEKS = lazily(
    rf"\b(?:from\s|during\s|in\s|at\s|on\s|for\s)?(?P<u>week|month)s?\s(?P<n>\d{{1,3}}|{WORD}\b)"
    rf"\s?(?:-|to|through|thru|until)\s?(?:(?:week|month)\s)?(?P<n2>\d{{1,3}}|{WORD}\b)(?!\d)"
    r"(?!\s(?:of\s)?(?:gestation|pregnan|age|life|follow))",
    re.IGNORECASE,
)
WEEK = lazily(
    rf"\b(?:(?:at|in|on|for|during)\s)?(?P<u>week|month)\s(?P<n>\d{{1,3}}|{WORD}\b)(?!\d)(?!\s?(?:[-/&]|to\b))",
    re.IGNORECASE,
)
DAYS = lazily(
    rf"(?<!hospital )(?<!operative )(?<!visit \d\()(?<!visit \d \()(?<!visit \d\d \()(?:(?<!of )"
    rf"|(?<=in the morning of )|(?<=in the evening of ))"
    rf"\b(?:on\s|from\s)?(?:(?:study|cycle)\s)?(?:C\d+)?"
    rf"(?:days?\s?(?:\(s\))?\s?|(?:(?<=PO )|(?<=IV )|(?<=SC )|(?<=IM ))D(?=\d{{1,2}}\b)"
    rf"|(?<=C\d)D(?=\d)|(?<![\w-])D\s?(?=\d+\s?[-,–]\s?[-+]?\d|\d+\s(?:q|every|to|and)|\+|-\d"
    rf"|[18]\b))\s?{_DAY_LIST}(?:{_OF_CYCLE}|{_REPEAT})?",
    re.IGNORECASE,
)
# `from the 5th to the 25th day`, `on the 1st, 8th and 15th days`
ORDINAL_DAYS = lazily(
    r"\b(?:on\s|from\s)?(?:the\s)?(?P<days>\d{1,2}(?:st|nd|rd|th)(?:\sday)?(?:\s?(?:,|-|to|through|until|and|,\sand)\s?(?:the\s)?"
    r"\d{1,2}(?:st|nd|rd|th)(?:\sday)?){1,6})(?:(?<=day)s?|\sdays?)\b",
    re.IGNORECASE,
)
FIRST_DAYS = lazily(
    rf"\b(?:on\s)?(?:the\s)?(?:(?:(?P<first>first)|(?P<nth>\d{{1,2}})(?:st|nd|rd|th))\sday|(?P<one>day\sone))"
    rf"\sof\s(?:each|every|the|a|repeated|repeating)\s"
    rf"(?:(?P<cn>{COUNT})[\s-](?P<cu>{TIME})[\s-])?(?:treatment\s|dosing\s|chemotherapy\s)?(?:cycle|course)",
    re.IGNORECASE,
)
CYCLE = lazily(
    rf"(?:\b(?:each|every|one|a|1|per|the|(?P<k>{COUNT}))\s)?\b(?:(?<!±\s)(?<!±)(?P<n>{COUNT}){_TOLERANCE}(?:\s?-\s?|\s)"
    rf"(?P<u>{TIME})(?:[\s-](?:treatment|dosing|chemotherapy|long))?(?:[\s-]|\s?/\s?)(?:cycles?|courses?)\b"
    rf"|\b(?P<n5>{COUNT})-(?P<u5>week)ly\s(?:treatment\s)?(?:cycles?|courses?)\b"
    rf"|(?:cycle|course)s?\s?\(\s?(?:of\s)?(?P<n4>{COUNT})[\s-]?(?P<u4>{TIME})"
    rf"|\bq\s?(?P<n7>\d{{1,2}})\s?(?P<u7>{TIME})\s(?:treatment\s)?cycles?\b"
    rf"|cycles?(?:\slength|\sduration|\s1|\sof\s(?:treatment|therapy))?\s?(?:(?:is|=|are|of|:|was|were"
    rf"|lasts?|has|will be|would be|is equal to|equals)|(?:will\s)?(?:consists?|consisted)\sof)\s?(?:of\s)?(?:a\s"
    rf"|every\s|each\s)?(?P<n2>{COUNT})[\s-]?(?P<u2>{TIME})"
    rf"|\bcourses\sof\s(?P<n9>{COUNT})[\s-]?(?P<u9>{TIME})"
    rf"|(?<=each )course\s(?:is|lasts|was|=)\s(?P<n8>{COUNT})[\s-]?(?P<u8>{TIME})"
    rf"|(?<!q)(?<!q\s)(?<!every\s)(?<!each\s)(?<!for\s)\b(?P<n6>{COUNT})\s?(?P<u6>{TIME})\s?[x×]\s?(?P<k6>\d{{1,2}})"
    rf"\s(?:cycles|courses)\b(?:\s?=\s?(?P<all>{COUNT})[\s-]?(?P<allu>{TIME}))?"
    rf"|\b(?P<n3>{COUNT})[\s-]?(?P<u3>{TIME})(?:\s(?:as|is|was|per)\s|\s?=\s?)(?:a|one|1|each)?\s?(?:treatment\s)?cycle\b)",
    re.IGNORECASE,
)
REPEATS = lazily(
    rf"\b(?:(?:treatment|cycles?|courses?|therapy|chemotherapy|regimen|it|doses?|this|which)\s)?(?:"
    rf"(?:will\sbe|is|are|may\sbe|was|were|be|to\sbe)\s)?"
    rf"(?:repeat(?:ed|s|ing)?|(?<=treatment )continues?|(?<=therapy )continues?|(?<=patients )continues?"
    rf"|(?<=courses )begin(?=\sat\s|\severy\s)|recycled|recurs?"
    rf"|given\sin\scycles\sof)\s(?:once\s)?(?:(?:(?:every|each|q|at)\s?)?(?P<n>{COUNT})(?:\s?(?:-"
    rf"|to)\s?{COUNT})?[\s-]?(?P<u>{TIME})|(?:(?<=treatment repeats )|(?<=therapy repeats )"
    rf"|(?<=treatment is repeated )|(?<=courses repeat )|(?<=cycles repeat )|(?<=courses are repeated )"
    rf"|(?<=cycles are repeated ))(?P<ly>weekly|every\sweek|monthly|every\smonth)\b)",
    re.IGNORECASE,
)
COUNT_OF = lazily(
    rf"(?:\b(?:for|during|x|of|up\sto|(?:receiv(?:e|es|ed|ing)|given|followed\sby|then)(?!\s[\w-]+\s\d))\s?|[×x]|"
    r"(?<!first )(?<!last )(?<!least )(?<!than )(?<!after )"
    rf"(?=\b\d{{1,2}}\s(?:cycles|courses)(?:\s?[,(]|\s\d|\sq\d|\severy))|(?<=[a-z\d]\s\()(?=\d{{1,2}}\s(?:cycles|courses)\))|(?<=[a-z\d],\s)(?=\d{{1,2}}(?:\s?(?:-|to)\s?\d{{1,2}})?\s(?:cycles|courses)\s?(?:$|[.;)\n])))\s?(?:a\s)?(?:(?:only|up\sto|a?\s?maximum(?:\sof)?|a\stotal\sof"
    rf"|at\sleast|total|max)\s)?(?P<n>{COUNT})(?:\s?(?:-|to|or|\\?~)\s?(?P<n2>{COUNT}))?"
    rf"(?:\s?(?:additional\s|planned\s|consecutive\s|treatment\s)?|\s(?P<cn>\d+)[\s-](?P<cu>day|week)\s)(?:cycles"
    rf"|courses|cycle)\b",
    re.IGNORECASE,
)
EVERY = lazily(
    rf"\b(?:(?P<times>once|twice|one\sdose|1\sdose|a\sdose|{COUNT}\stimes)\s)?(?:every|each|q)(?:\s|"
    rf"(?<=q)\.?)?\s?(?P<n>{FIGURE}|(?<=\s){COUNT})(?:\s?(?:-|to|or)\s?(?P<n2>{COUNT}))?(?:st|nd|rd"
    rf"|th)?[\s-]?(?P<u>{TIME})(?![\s-](?:treatment\s|dosing\s)?(?:cycle|course))",
    re.IGNORECASE,
)
TIMES = lazily(
    rf"(?:\bfor\s(?=[\w-]+\s(?:consecutive\s)?days\s(?:a|per|each|every|in\sa)\s(?:week|wk)\b)"
    rf"|(?<!over )(?<!for )\b)(?P<n>{COUNT})(?:\s?(?:-|to|or)\s?(?P<n2>{COUNT}))?\s?(?:x|times"
    rf"|(?:consecutive\s)?days"
    rf"|doses|sessions|fractions?|fx|injections|treatments?|infusions|applications)\s?(?:(?:/|\b(?:per|a|each|every|in\sa)\b)\s?(?P<u>{TIME})"
    r"|(?P<ly>daily|weekly|monthly))",
    re.IGNORECASE,
)
# `twice on day 1`
ON_EACH_DAY = lazily(
    r"\b(?:(?P<twice>twice)|(?P<n>two|three|four|[2-6])\s(?:times|doses))(?=\son\s(?:study\s)?days?\s[-+]?\d)",
    re.IGNORECASE,
)
# `Three cycles were given.`
CYCLES_GIVEN = lazily(
    rf"\b(?P<n>{COUNT})\s(?:treatment\s)?(?:cycles|courses)\s(?:of\s\w+\s)?(?:were|are|will\sbe)\s(?:given|administered|planned)\b",
    re.IGNORECASE,
)
# `at 48-hour intervals`, `at an interval of 4 weeks`
INTERVALS = lazily(
    rf"\b(?:at|in|with)\s(?:an?\s)?intervals?\sof\s(?P<n>{COUNT})[\s-]?(?P<u>{TIME})"
    rf"|\b(?:at\s(?:an?\s)?|in\s|with\s)(?P<n2>{COUNT})[\s-](?P<u2>{TIME})[\s-]intervals?\b",
    re.IGNORECASE,
)
DIVIDED = lazily(
    rf"\b(?:(?:in|into|as|over)\s)?(?:(?P<n>{COUNT})\s(?:(?:(?:equal|even)(?:ly)?\s)?(?:divided\s(?:daily\s)?|daily\s)|equal\s)doses"
    rf"|divided\s(?:in|into)\s(?P<n2>{COUNT})\s(?:daily\s|equal\s)?(?:doses|infusions|injections|portions))(?:\s(?:daily|per\sday|a\sday))?",
    re.IGNORECASE,
)
# How often what has a rate is given: `weekly x 4`, `every 3 weeks for 4 doses`.
GIVEN_N_TIMES = lazily(
    rf"\b(?:(?P<one>daily|weekly|monthly|qw)|(?:every|q)\s?(?P<n>{COUNT})?\s?-?(?P<u>{TIME}))"
    rf"(?P<said>\s?,?\s?(?:(?:[x×]|times)\s?(?P<k>\d{{1,2}})(?![\d.,]\d)(?!\s?(?:{TIME}|cycles?|courses?|mg|%))"
    rf"(?:\s(?:doses|administrations|treatments|infusions|injections|vaccinations))?"
    rf"|for\s(?:a\stotal\sof\s|up\sto\s)?(?P<k2>{COUNT})\s(?:doses|administrations|infusions|injections)))",
    re.IGNORECASE,
)
OVER = lazily(
    rf"\bover\s(?:a\s|the\s(?=course|period))?(?:(?:period|course)\sof\s)?(?:approximately\s|about\s|at\sleast\s|up\sto\s|the\s)?{_SPAN}"
    rf"(?:[\s-]period)?|\bin\s(?P<n5>{COUNT})[\s-](?P<u5>minutes|mins?|hours)"
    rf"(?=,?\s(?:followed\sby|then|and\sthen)\b)"
    rf"|\b(?:in\sthe\s(?:first|next|following|subsequent)|(?:(?<=intravenously )"
    rf"|(?<=infused )|(?<=IV )|(?<=infusion ))(?:in|within))\s"
    rf"(?P<n4>{COUNT})[\s-]?(?P<u4>hours?|hrs?|h|minutes?|mins?)\b(?!\s(?:before|prior|after|of|from|following|post))"
    rf"|\bover\san?\s(?P<one>hour|day)|\b(?P<n3>{COUNT})(?:\s?-?\s?(?:-|to)\s?{COUNT})?[\s-](?P<u3>hour|hr|h|minute"
    rf"|min|minutes|hours|day)s?(?=[\s-](?:continuous\s|constant\srate\s|\((?:IV|i\.v\.)\)\s|intravenous\s|iv\s|i\.v\.\s|ci\s)*(?:infusion"
    rf"|drip|infusions|civi?\b)|\sIV\b)",
    re.IGNORECASE,
)
FOR = lazily(
    rf"\b(?:(?:for|during|lasting|x)\s|x(?=\d))(?:a\s|the\s(?=duration|period|total))?(?:the\s)?(?:planned\s|fixed\s|entire\s|whole\s|full\s)?(?:(?:maximum|total|period|duration|minimum|course)\s"
    rf"(?:of\s)?)?(?P<upto>up\sto\s|at\sleast\s)?(?:a\s)?(?:(?:maximum|total|period|duration)\s"
    rf"(?:of\s)?)?(?:approximately\s|approx\.?\s?|about\s|around\s|(?:the\s)?(?:first|next|following|remaining|subsequent|last)\s"
    rf"|consecutive\s|(?:an?\s)?(?:additional|other|further)\s|a\stotal\s|another\s)?{_SPAN}(?![\s-](?:cycles?|courses?|old|before\sand\s(?:\d|one|two)|of\s(?:age"
    rf"|follow)))",
    re.IGNORECASE,
)
FOR_ONE = lazily(
    r"\bfor\s(?:an?|the\s(?:first|next|following|last|final))\s(?P<u>day|week|month|year)\b", re.IGNORECASE
)
CONSECUTIVE = lazily(
    rf"\b(?:(?:for|x)\s)?(?P<n>{COUNT})(?:\s?(?:-|to|or)\s?{COUNT})?\s(?:consecutive|successive|continuous)\s(?P<u>{TIME})|\b"
    rf"(?<!every )(?P<n2>{COUNT})[\s-](?P<u2>day|week|month)(?:s)?[\s-](?:course|treatment|period|regimen"
    r"|(?-i:intervention|titration)|administration|therapy)\b(?!-free)"
    rf"|\b(?P<n7>{COUNT})\s(?P<u7>weeks|months|days|years)(?=\sof\s(?:treatment|therapy|active)\b)"
    rf"|(?<=daily\s)(?P<n9>{COUNT})\s(?P<u9>days|weeks)\b|(?<!every\s)\b(?P<n10>{COUNT})\s(?P<u10>days|weeks)(?=,?\s(?:once|twice|thrice|three\stimes)\s(?:daily|a\sday|per\sday))"
    rf"|(?<=take\s)(?P<n3>{COUNT})\s(?P<u3>{TIME})(?=\s(?:of\s|full))|\b(?P<n8>{COUNT})[\s-](?P<u8>days|weeks|months)\sat\s(?=\d)"
    rf"|(?:(?<=\[')|(?<=, ')|(?<=\n)|\A)(?P<n13>{COUNT})[\s-](?P<u13>weeks"
    rf"|months)\s(?=\d+(?:\.\d+)?\s?m?c?g\b)|\btotal(?:\sof"
    rf"|\sduration\sof)?\s(?P<n6>{COUNT})\s(?P<u6>{TIME})|(?<=[,;]\s)(?P<n5>{COUNT})\s(?P<u5>weeks"
    rf"|months|days)(?=\s?(?:[,;(]|\.?\s*$|\.\s|\.?['\"](?:\]|,\s['\"])))"
    rf"|(?:\b(?:treatment|therapy|dosing|total)\s|,\s(?:with\s)?(?:an?\s)?)duration(?:\sof\streatment)?(?:\sof|\sis|\swas|\swill\sbe|\swould\sbe|:)?\s"
    rf"(?:about\s|approximately\s|up\sto\s)?(?P<n11>{COUNT})[\s-](?P<u11>{TIME})"
    rf"|\bcourse\sof\s(?:treatment|therapy)\s(?:is|was|lasts|lasted)\s(?P<n12>{COUNT})[\s-](?P<u12>{TIME})"
    rf"|(?:(?<=\[')|(?<=, ')|(?<=\n)|\A)(?P<n14>{COUNT})[\s-](?P<u14>weeks?|months?),\s(?=once|twice|daily|weekly)"
    rf"|\bup\sto\s(?:a\s(?:maximum"
    rf"|total)\sof\s)?(?P<n4>{COUNT})\s(?P<u4>{TIME})",
    re.IGNORECASE,
)
_ANCHOR = (
    r"(?:\d-[a-z]{4,}\s|the\s|an?\s(?=(?:\w+\s)?(?:meal|breakfast|dinner|procedure|operation)\b)|their\s|each\s|first\s|last\s|study\s|start\sof\s|end\sof\s|completion\sof\s)*(?!(?:the|at|by|with|on|for|in|of|to|a"
    r"|an|and|or|each|every|their|each|that|which|this|she|he|it|they)\b)[A-Za-z][\w-]*(?:\s(?!on\b|at\b"
    r"|and\b|or\b|followed\b|then\b|to\b|in\b|for\b|by\b|with\b|over\b|days?\b|until\b|had\b|was\b|were\b"
    r"|when\b|who\b|is\b|are\b|every\b|via\b|as\b|if\b|patients?\b|subjects?\b"
    r"|participants?\b)[A-Za-z][\w-]*){0,4}"
)
START = lazily(
    rf"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|initiat(?:ed|ing|es)|commenc(?:e|es|ed|ing)|resumed|restarted)\s"
    rf"(?:at\sthe\ssame\s(?:\w+\s)?dose,?\s|at\s|from\s)?(?:(?P<within>within|no\slater\sthan|up\sto)\s|(?:between\s|at\sleast\s"
    rf"|approximately\s|about\s|a\sminimum\sof\s)?)?(?P<n>{COUNT})(?:\s?(?:-|to|and)\s?"
    rf"(?P<n2>{COUNT}))?\s(?P<u>{TIME})\s(?P<rel>after|before|following|prior\sto|post|from|of)\s?-?"
    rf"(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
# `initiated between day +60 and day +90 after transplantation`
START_DAYS = lazily(
    r"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|initiat(?:ed|ing|es)|commenc(?:e|es|ed|ing))\s(?:between\s|from\s|on\s|at\s)?"
    r"(?P<u>day|week|month)s?\s\+?(?P<n>\d{1,3})(?:\s?(?:-|to|and|or)\s?(?:(?:day|week|month)\s)?\+?(?P<n2>\d{1,3}))?"
    rf"(?:\s\((?:±|\+\s?/?\s?-)\s?\d{{1,2}}(?:\s\w{{1,7}})?\))?\s(?P<rel>after|following|post)\s?-?(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
RELATIVE = lazily(
    rf"(?P<within>\bwithin\s)?(?<!for )(?<!over )(?<!period of )(?<!course of )"
    rf"(?<!before or )(?<!after or )(?<!for up to )(?<!day )(?<!days )(?<!every )(?<!each )(?<!first )(?<![\w.-])"
    rf"(?:approximately\s|about\s|at\sleast\s)?(?P<n>{COUNT}){_TOLERANCE}(?:\s?(?:-|to|or|and)\s?"
    rf"(?P<n2>{COUNT}))?[\s-]?(?P<u>{TIME})\s(?:\((?:±|\+/-|\+)\s?\d{{1,2}}\s\w{{1,7}}\)\s)?(?P<rel>after|before|following|prior\sto|preceding|post"
    rf"|pre)\s?-?(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
WITHIN_OF = lazily(
    rf"\b(?P<within>within)\s(?P<n>{COUNT})(?:\s?(?:-|to|or|and)\s?(?P<n2>{COUNT}))?[\s-]?(?P<u>{TIME})"
    rf"\s(?P<rel>of|from)\s(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
LONGEST_EVENT = 180
_EVENT = (
    r"(?:[^.;\n()'\"]|(?<=[a-z])'(?=[a-z])|(?<=\d)\.(?=\d)|\([^()\n]{0,40}\))"
    rf"{{2,{LONGEST_EVENT}}}"
)
UNTIL = lazily(
    rf"\b(?:until|till|up\suntil|(?:(?<=from entry )|(?<=from enrollment )|(?<=from randomization )"
    rf"|(?<=from baseline ))through|(?:(?<=continue )|(?<=continued )"
    rf"|(?<=continuing ))through"
    rf"|(?<!\d )(?<!\d\) )through(?=\s(?:the\s)?(?:study\s)?(?:day|week|month)\s[+-]?\d))\s(?P<what>{_EVENT})",
    re.IGNORECASE,
)
ABSENCE = lazily(
    rf"\bin\sthe\sabsence\sof\s(?P<what>(?=[^.;]{{0,60}}(?:progress|toxic|relapse|recur|intoleran|worsen"
    rf"|adverse|side\seffect|GVHD|graft|contraind))(?:{_EVENT}))",
    re.IGNORECASE,
)
# Behind days on which nothing is given: `days 22-28 off`, `day 6-7 of each week: rest`.
IS_REST = lazily(
    r"\s?(?:of\s(?:each|every)\s\w+\s?)?(?:\(|:|,|are|is)?\s?(?:a\s)?(?:rest\b|off\b|no\streatment)",
    re.IGNORECASE,
)
NEXT_DAYS = lazily(r"\s?(?:[,;]|and\b|then\b)\s?(?:and\s|then\s)?(?:on\s)?days?\b", re.IGNORECASE)
RESTS = lazily(
    r"\b(?:rest|break|washout|off|no treatment|interval|taper(?:ing)?)(?:\speriod)?,?"
    r"(?:\s(?:beginning|starting|from|on|is|at|by))*\s?$",
    re.IGNORECASE,
)
AFTER = lazily(r"\b(?:after|following|since)\s(?:an?\s|the\s|about\s|approximately\s)*$", re.IGNORECASE)
# `50 mg BID (28 days)`
IN_BRACKETS = lazily(
    rf"(?:(?<=daily )|(?<=a day )|(?<=per day )|(?<=BID )|(?<=BD )|(?<=OD )|(?<=QD )|(?<=TID )|(?<=mg )|(?<=/day ))"
    rf"\((?:for\s|x\s)?(?P<n>{COUNT})\s(?P<u>days|weeks|months)\)",
    re.IGNORECASE,
)
# `6 months of letrozole`, where a drug's name follows.
OF_DRUG = lazily(rf"\b(?P<n>{COUNT})\s(?P<u>days|weeks|months|years)(?=\sof\s)", re.IGNORECASE)
TAPER = lazily(
    r"\b(?:taper\w*|wean\w*)(?:\s(?:off|then|completely|of|at|is|completed|ends))?,?\s(?:to|until|through|thru|over|by|on)\s"
    r"(?P<u>day|week|month)\s\+?(?P<n>\d{1,3})(?!\d)",
    re.IGNORECASE,
)
UNTIL_TIME = lazily(
    rf"^(?:up\sto\s)?(?P<n>{COUNT})\s?(?P<u>{TIME})(?:\s(?P<rel>after|before|following|prior\sto|post"
    rf"|from)\s?-?(?P<anchor>{_ANCHOR}))?",
    re.IGNORECASE,
)
WEEK_DAY = lazily(
    r"^(?:(?:the\s)?(?:morning|evening|end|start)\sof\s)?(?P<u>day|week|month|year)s?\s(?P<sign>[+-]?)(?P<n>\d+)(?:\s?(?P<rel>after|following|post)[\s-](?:the\s)?(?P<what>[A-Za-z][\w-]*))?",
    re.IGNORECASE,
)
EVENT_END = lazily(
    r",?\s(?:whichever|defined\sas|for\sup\sto|for\sa\smaximum|at\sthe|followed\sby|then|and\sthen|(?:or"
    r"|and)\s[\w-]+\s(?:IV|SC|PO|IM|\d)|and\s(?:will|were|was|is)\b|treatment\s(?:may|repeats"
    r"|continues)|on\sdays?\b|\((?:up\sto|for|maximum|max\.?)\s)"
    r"|,\s(?=(?:and\s)?\w+\s\d)",
    re.IGNORECASE,
)
NO_EVENT = lazily(
    r"^(?:every|now|today|recently|then|(?:the\s)?determination)\b|^(?:the\s|an?\s)?(?:maximum\stolerated|MTD|optimal\sdose"
    r"|recommended\sdose|dose[\s-]limiting)|\b(?:patients|participants|subjects)\s(?:are|have\sbeen"
    r"|were)\s(?:enrolled|accrued|recruited|included)\b|\b(?:MTD|tolerated dose)\b[^,]*\b(?:determined"
    r"|reached"
    r"|established)",
    re.IGNORECASE,
)
ENDING = lazily(r"\bend(?:s|ed|ing)?\s\Z", re.IGNORECASE)  # `and end one year after surgery`
# `dose escalation will not occur until …`
NOT_UNTIL = lazily(r"\bnot\s(?:occur|begin|start|proceed|happen|be\s\w+)\s$", re.IGNORECASE)
NO_TREATMENT = lazily(
    r"\b(?:follow(?:ed|-up|\sup)?(?!\sby)|observ\w*|monitor\w*|surviv\w*|fast\w*|without\sfood\w*"
    r"|evaluat\w*|assess\w*|scan\w*|visit\w*|stor\w*|refrain\w*|remain\w*(?!\son\s(?!(?:the\s)?(?:study|trial|protocol|observation)\b))|sampl\w*|nothing\sby\smouth|nil\sby\smouth|npo|rest|off|break"
    r"|washout|no\streatment)\W(?!schedule)(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)


# `follow-up visits 30 days, 90 days and 9 months after surgery`
VISITS = lazily(r"\bvisits?\s(?:at\s)?(?:\d{1,3}\s\w{1,8},?\s(?:and\s)?){0,6}\Z", re.IGNORECASE)
SENTENCE_END = lazily(r"(?<![.\s(][a-zA-Z])\.\s|\n")  # not behind `i.v.`
GIVEN = lazily(
    r"\b(?:given|administ|receiv|infus|inject|tak(?:e|en|ing)\b|dos(?:e|ed|ing)\b|start|initiat|begin"
    r"|began|premedic|pre-medic|\d+\s?(?:mg|g|mcg|ug|μg|mL|IU)\b)",
    re.IGNORECASE,
)
# `the pressure will be measured 20 minutes after the dose`
MEASURED = lazily(
    r"\b(?:calculat|measur|record|check|draw|collect|obtain|sampl)\w*\s(?:[\w-]+\s){0,4}$", re.IGNORECASE
)
SEEN = lazily(
    r"\b(?:develop(?:s|ed|ing)|occur(?:red|s|ring)|present(?:s|ed|ing)|complain|experienced|noted"
    r"|appeared|died|diagnosed|resolved|emerged|suspended|persisted|progressed|relapsed|symptoms|hospital|episode|resolution"
    r"|readmitted|identified|vomit|became|recovered|exhibited|displayed)",
    re.IGNORECASE,
)
QUALITY = lazily(
    r"\b(?:long[\s-]?term|prolonged|chronic|short[\s-]term)(?=\s(?:[\w-]+\s){0,3}(?:therapy|treatment"
    r"|use|administration|exposure|intake|ingestion)\b)|\bchronically\b",
    re.IGNORECASE,
)
