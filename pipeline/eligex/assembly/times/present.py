"""`currently taking A`, `plan to receive A, B or C`, `known or suspected D`: whether a thing is now, to come, needed or
only supposed narrows each of those that it is said of."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT, OWN_NOUN
from eligex.assembly.grammar.residual import requalify
from eligex.assembly.items.reading import Item
from eligex.assembly.times.intents import or_done
from eligex.text.scan import Scanner

_TREATED = r"(?:treatment|therapy|use|administration|management)\s+(?:with|of)"
_LASTING = (
    r"(?:continued|continuous|continuing|chronic|concomitant|concurrent|ongoing|regular|daily|immediate|prolonged|long-?term"
    r"|any|further|other|current)"
)
_KNOWN = r"(?:known|confirmed|proven|documented|diagnosed|established|definite|verified)"
_DEED = (
    r"(?:receiv(?:e|ing)|undergo(?:ing)?|tak(?:e|ing)|us(?:e|ing)|hav(?:e|ing)|need(?:ing)?|requir(?:e|ing)|initiat(?:e|ing)"
    r"|start(?:ing)?|be\s+(?:treated\s+with|given|prescribed|started\s+on)|undertake|get(?:ting)?)"
)
_TOLD = Scanner(
    re.compile(
        rf"""\b(?:
            (?P<either>(?:(?:current|ongoing|concurrent|concomitant|present|prior|previous|actual)\s+)?
              (?:use|treatment|therapy|intake|receipt|administration)(?:\s+(?:of|with)\s*,?)?\s+(?:or|and/or)\s+
              (?:(?:(?:current|planned|anticipated|expected|anticipation\s+of|known|likely|potential|possible|clinical|medical)\s+)?
                  (?:(?:a|the)\s+)?(?:need|necessity|requirement|indication)
                |(?:planned|anticipated|expected|intended|intention\s+to|plan(?:s|ning)?\s+to)\s+(?:use|treatment|therapy|intake|administration))
              \s*,?\s+(?:for|of|with)\b,?(?:\s+(?:continued|chronic|ongoing|concomitant|concurrent|regular))*(?:\s+{_TREATED})?)
          | (?P<now>
              (?:currently|regularly|routinely|chronically|habitually|frequently|intermittently|occasionally)\s+(?:being\s+)?
              (?:tak(?:ing|es?)|us(?:ing|es?|ed)|receiv(?:ing|es?)|undergoing|on|under|treated\s+(?:with|by|for)|prescribed)
              |(?:concurrent|concomitant|current|ongoing|chronic|long-?term|prolonged|regular|continuous)\s+
              (?:use|treatments?|therap(?:y|ies)|administration|medications?)\s+(?:of|with)
              |(?:concurrent|concomitant|current|ongoing)(?=\s+\w)(?!\s+(?:or|and|and/or|study|trial|protocol|regimen|dose)\b))
          | (?P<other>another|certain|additional|(?<!each\s)(?<!or\s)(?<!and\s)(?<!,\s)(?<!/\s)other)
            (?:\s+(?:(?:past|prior|previous)\s+)?(?:history|diagnosis)\s+of)?(?=\s+\w)(?!\s+th[ae]n\b)
          | (?P<begun>(?:(?:newly|recently)\s+)?
              (?:started|initiated|begun|(?:initiation|introduction)\s+of|initiating)
              (?!\s+(?:on|at|in|by|within|after|before|from|less|more|no|for|and|or|the\s+(?:study|trial))\b)
              (?:\s+(?:receiving|taking|using|(?:new\s+)?{_TREATED}))?(?=\s+\w))
          | (?P<ahead>
              (?:(?:plan(?:ned|s)?|anticipat(?:ed|ion\s+of(?:\s+(?:a|the))?)|expected|foreseeable|potential|possible
                |likely)\s+)?
              (?:need|necessity|requirement|indication)\s+(?:for|of)(?:\s+{_LASTING})*(?:\s+{_TREATED})?
            | (?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|scheduled|expect(?:s|ed|ing)?
                |anticipat(?:e|es|ed|ing)|likely|wish(?:es|ing)?|elect(?:s|ed|ing)?|wanting|consider(?:ed|ing)|due)\s+(?:(?:to|on|for)\s+)?{_DEED}(?:\s+{_LASTING})?(?:\s+{_TREATED})?
            | (?:scheduled|planned|listed|awaiting|due|waiting)\s+for
            | awaiting(?!\s+for) | considering
            | (?:anticipated|expected|foreseeable|possible|likely)\s+{_TREATED}
            | (?:need(?:s|ing)|requires?|requiring|(?<!is\s)(?<!are\s)(?<!be\s)(?<!as\s)required)
              (?!\s+(?:to|by|for|in|as|at|before|prior|during|that|on)\b)(?:\s+{_LASTING})*(?:\s+{_TREATED})?)
          | (?P<supposed>(?:(?:active|current)\s*,\s*)?{_KNOWN}\s*(?:,(?:\s*or\b)?|/|\bor\b|\band/or\b)
              \s*(?:\w+ly\s+)?suspected
            | suspected\s*(?:,|/|\bor\b|\band/or\b)\s*{_KNOWN}
            | suspected\s+(?:of\s+having|to\s+have|of|to\s+be) | suspicion\s+(?:of|for)
            | (?:possible|probable|presumed|presumptive)(?=\s+\w)
            | co-?\s?infect(?:ions?|ed)\s+(?:with|by) | sero-?positiv(?:e|ity)\s+(?:for|to)
            | (?:clinical\s+)?manifestations?\s+of | coloni[sz](?:ed|ation)\s+(?:with|by))
        )(?!\w)""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_ALSO = re.compile(r"(?:\b(?:or|and|and/or)|/)\s*\Z", re.IGNORECASE)  # "previous or current use" is any use
_NEXT_CLAUSE = re.compile(r",\s*or\s*\Z", re.IGNORECASE)  # "A within 2 weeks, or anticipated need for A"
_ANCHOR = re.compile(  # "before initiation of chemotherapy" tells when
    r"\b(?:to|before|after|since|until|at|of|from|upon|not|be|during|with)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_LISTED = re.compile(
    r"(?:\b(?:or|and|and/or)|[,/])\s+(?:any|all|the)\s+\Z", re.IGNORECASE
)  # "A, or any other B"
_NOT_BEHIND = {"begun": _ANCHOR, "other": _LISTED}
_BEFORE = 12
_LEAD = re.compile(r"[^,;:.()\n]{0,40}\Z")
_OR = re.compile(r"\b(?:or|and|and/or|but|not)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\([^()]*\)|^[^()]{0,20}\)")  # "Zolinza (vorinostat) or any other"
_CLAUSE = re.compile(
    r"\b(?:or|and|and/or|but|not|who|that|which|for|to|by|because|due|is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # what it is said of is another thing than the name behind
    r"\b(?:or|and|and/or|but|not|with|of|on|in|by|for|to|from|that|which|who|is|are|treated|requiring|due)\b",
    re.IGNORECASE,
)
_KINDS = {
    "now": ("drug", "procedure"),
    "begun": ("drug", "procedure"),
    "other": ("condition", "drug", "procedure"),
    "ahead": ("drug", "procedure"),
    "either": ("drug", "procedure"),
    "supposed": ("condition",),
}


def tell_present(item: Item, statements: list[Statement]) -> None:
    """Qualifies the list behind the verb; `currently taking or has taken A` tells no time."""
    for m in item.matches(_TOLD):
        before = item.quote(max(item.start, m.start() - _BEFORE), m.start())
        kind = m.lastgroup or ""
        beside = kind == "ahead" and _NEXT_CLAUSE.search(before)
        if (_ALSO.search(before) and not beside) or (
            kind in _NOT_BEHIND and _NOT_BEHIND[kind].search(before)
        ):
            continue
        at, time = m.end(), None
        first, inside = True, item.segments.bracket(m.start())
        for s in statements:
            if s.at < at:
                continue
            if inside is not None and not first and s.at >= inside[1]:
                break
            gap = _CLOSED.sub(" ", item.quote(at, max(at, s.begin(at))))
            stops = (
                _ANOTHER
                if kind in ("begun", "other") or " " not in m.group()
                else _OR
                if kind == "now"
                else _CLAUSE
            )
            listed = (
                _LEAD.match(gap) and not stops.search(gap) if first else NEXT.fullmatch(OWN_NOUN.sub("", gap))
            )
            own_time = not first and s.window is not time  # "current use of A, or use of A within 3 months"
            own_time = own_time or (s.window is not None and m.end() <= s.window.start < s.at)
            if not listed or own_time or s.kind not in _KINDS[kind] or s.threshold is not None:
                break
            if kind == "either":  # in place of "planned use" alone
                requalify(item, s, *m.span())
            else:
                begin = or_done(item, m.start()) if kind == "ahead" else m.start()
                s.qualify_apart(begin, m.end(kind), item.quote(begin, m.end(kind)))
            at, first, time = s.end, False, s.window
