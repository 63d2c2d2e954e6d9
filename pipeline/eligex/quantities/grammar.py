"""Items to quantities: bounds, pairs of bounds, ranges, lists, bare values."""

import re
from dataclasses import replace
from typing import Optional

from eligex.quantities import gaps
from eligex.quantities.bounds import HIGH, LOW, bounded, joined, pair, same, sides, stripped, year
from eligex.quantities.lexer import Comparator, Item, Normal, Value, lex, measured_after
from eligex.quantities.limits import HOUSE, beside_normal
from eligex.quantities.model import Quantity
from eligex.text.fold import line_ends
from eligex.vocab.units import dimension

_FLIP = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq"}
_DENIED = {"lt": "ge", "gt": "le"}
_LIMITS = {"low": "LLN", "high": "ULN"}
_STEPS = {0.0: (0.5, 1.0), 0.5: (1.0,)}  # as of the Clinical Dementia Rating
_REACH = 80  # characters: what lies between two parts of one expression is short


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a folded text: sorted, not overlapping, none for names, dates and labels."""
    text = line_ends(text)
    return _Parser(text, lex(text)).run()


class _Parser:
    """One pass over the items; every method returns quantities and moves `self.i` behind them."""

    def __init__(self, text: str, items: list[Item]) -> None:
        self.text = text
        self.items = items
        self.i = 0

    def run(self) -> list[Quantity]:
        found: list[Quantity] = []
        while self.i < len(self.items):
            item = self.items[self.i]
            if isinstance(item, Normal):
                found.append(self.normal(item))
                self.i += 1
            elif isinstance(item, Comparator):
                found += self.compared(item)
            else:
                found += self.plain(item)
        return found

    def normal(self, item: Normal) -> Quantity:
        """`within normal limits`; what is below or above them is so of the limit at that end."""
        value, start = beside_normal(self.text, item.start)
        if value not in ("low", "high"):
            return Quantity(item.start, item.end, comparator=True, rule="normal-range", value=value)
        limit = Value(item.start, item.end, 1.0, (item.start, item.end), relative_to=_LIMITS[value])
        op, denied = "lt" if value == "low" else "gt", gaps.NOT.search(self.text[max(0, start - 8) : start])
        if denied:  # "not below normal limits"
            return bounded(_DENIED[op], limit, start - len(denied[0]), "beside-normal")
        return bounded(op, limit, start, "beside-normal")

    def at(self, k: int) -> Optional[Item]:
        return self.items[k] if k < len(self.items) else None

    def fits(self, gap: re.Pattern[str], start: int, end: int) -> bool:
        near = 0 <= end - start <= _REACH and self.text.count("\n", start, end) < 2
        return near and gap.fullmatch(self.text, start, end) is not None

    def value_at(self, k: int, gap: re.Pattern[str], start: int) -> Optional[Value]:
        """Item k where it is a value that only `gap` separates from `start`."""
        v = self.at(k)
        if isinstance(v, Value) and self.fits(gap, start, v.start):
            return v
        return None

    # -- comparator first

    def compared(self, c: Comparator) -> list[Quantity]:
        first = self.i
        if "between" in c.places:
            self.i += 1
            v = self.value_at(self.i, gaps.FILL, c.end)
            nxt = self.at(self.i)
            if v is not None and not v.void:
                return self.ranged(v, opened=c)
            if isinstance(nxt, Comparator) and nxt.op in LOW and self.fits(gaps.FILL, c.end, nxt.start):
                return self.widened(self.compared(nxt), c.start)
            return []
        bound = self.bound(first)
        if bound is None:
            self.i = first + 1
            return []
        op, v, self.i, start = bound
        if op == "within" and v.relative_to is None:
            return self.plain(v, at=self.i)
        if v.void:
            self.skip_range(v)
            return []
        if op == "eq" and self.value_at(self.i, gaps.TO, v.end) is not None:
            return self.widened(self.plain(v, at=self.i), start)
        return self.second(op if op != "within" else "le", v, start)

    def widened(self, found: list[Quantity], start: int) -> list[Quantity]:
        return [replace(found[0], start=start), *found[1:]] if found else []

    def bound(self, k: int) -> Optional[tuple[str, Value, int, int]]:
        """(operator, value, next index, start) of the comparator at k and the value it governs."""
        c = self.at(k)
        if not isinstance(c, Comparator) or "between" in c.places or c.places <= {"post"}:
            return None
        op, end, nxt = c.op, c.end, k + 1
        sign = self.at(nxt)
        if isinstance(sign, Comparator) and sign.places & {"sign", "pre"}:
            bracket = self.fits(gaps.BRACKET, end, sign.start)
            close = gaps.CLOSE.match(self.text, sign.end) if bracket else None
            if close or self.fits(gaps.FILL, end, sign.start):
                if op != "within" and sign.op[0] != op[0]:
                    return None
                op = sign.op if op == "within" or "sign" in sign.places else op
                end, nxt = close.end() if close else sign.end, nxt + 1
        v = self.value_at(nxt, gaps.FILL, end) or self.limit_at(nxt, end)
        if v is None and self.text[c.start : c.end].lower().startswith(("min", "max", "a min", "a max")):
            v = self.value_at(nxt, gaps.EXTREME, end)
        if v is None:
            v = self.bracketed(nxt, end)
        return (op, v, nxt + 1, c.start) if v is not None else None

    def limit_at(self, k: int, start: int) -> Optional[Value]:
        v = self.at(k)
        if isinstance(v, Value) and v.pair == "implicit" and self.fits(HOUSE, start, v.start):
            return v
        return None

    def bracketed(self, k: int, start: int) -> Optional[Value]:
        """`(≥) eighteen (18)`: nothing here; `≥ [18]` is read."""
        v = self.value_at(k, gaps.BRACKET, start)
        close = gaps.CLOSE.match(self.text, v.end) if v else None
        return replace(v, end=close.end()) if v and close else None

    def restated(self, v: Value) -> int:
        """The end of `v` with the brackets that say it again; moves `self.i` behind them."""
        end = v.end
        for _ in range(2):
            k = self.i
            sign = self.at(k)
            if (
                isinstance(sign, Comparator)
                and sign.places & {"sign", "pre"}
                and self.fits(gaps.BRACKET, end, sign.start)
            ):
                again, k = self.value_at(k + 1, gaps.FILL, sign.end), k + 1
            else:
                again = self.value_at(k, gaps.RESTATED, end)
            close = gaps.CLOSE.match(self.text, again.end) if again else None
            if again is None or close is None or not same(v, again):
                break
            self.i, end = k + 1, close.end()
        return end

    def completed(self, v: Value) -> Value:
        """`v` with its restatement; the unit may follow the bracket: `three (3) months`."""
        end = self.restated(v)
        if end == v.end:
            return v
        if v.unit is not None or v.relative_to is not None:
            return replace(v, end=end)
        inner = self.items[self.i - 1]
        if isinstance(inner, Value) and (inner.unit or inner.relative_to):
            return replace(
                v, end=end, unit=inner.unit, unit_text=inner.unit_text, relative_to=inner.relative_to
            )
        return measured_after(self.text, v, end)

    def second(self, op: str, v: Value, start: int) -> list[Quantity]:
        """The bound (op, v), with the opposite bound that holds together with it."""
        v = self.completed(v)
        post = self.post(v.end)
        if post is not None and post.op[0] == op[0]:
            v = replace(v, end=post.end)
        if v.pair == "pressure":
            return pair(op, v, start)
        first = bounded(op, v, start, "comparator-first")
        if op == "eq" or (op in HIGH and v.pair == "list"):
            return [first]
        other = self.opposite(op, v)
        if other is None:
            return [self.shared(op, v, first)]
        op2, w, nxt = other
        both = joined(op, v, op2, w, start)
        if both is None:
            return [self.shared(op, v, first)]
        self.i = nxt
        end = self.restated(w)
        tail = gaps.INCLUSIVE.match(self.text, end)
        return [replace(both, end=tail.end() if tail else end)]

    def shared(self, op: str, v: Value, q: Quantity) -> Quantity:
        """`< 18 or > 65 years`: alternatives on one subject have the unit in common."""
        c = self.at(self.i)
        if v.unit or v.relative_to or not isinstance(c, Comparator) or not self.fits(gaps.OR, v.end, c.start):
            return q
        bound = self.bound(self.i)
        if bound is None or bound[1].void or bound[0][0] == op[0] or bound[1].relative_to:
            return q
        return replace(
            q, unit=bound[1].unit, unit_text=bound[1].unit_text, dimension=dimension(bound[1].unit)
        )

    def opposite(self, op: str, v: Value) -> Optional[tuple[str, Value, int]]:
        c = self.at(self.i)
        if isinstance(c, Comparator):
            if not self.fits(gaps.AND, v.end, c.start):
                return None
            bound = self.bound(self.i)
            if bound is None or bound[1].void or bound[0][0] not in "gl" or bound[0][0] == op[0]:
                return None
            if v.unit and not bound[1].unit and (bound[1].word or self.text[v.end : c.start].strip() == ","):
                return None
            return bound[0], bound[1], bound[2]
        if op in LOW:
            w = self.value_at(self.i, gaps.TO, v.end)
            if w is not None and not w.void:
                return "le", w, self.i + 1
        return None

    # -- value first

    def plain(self, v: Value, at: Optional[int] = None) -> list[Quantity]:
        self.i = self.i + 1 if at is None else at
        if v.void:
            self.skip_range(v)
            return []
        if v.pair == "implicit":
            return []
        around = self.around(v)
        if around:
            return around
        self.i -= 1
        return self.ranged(v, opened=None)

    def skip_range(self, v: Value) -> None:
        """A range that begins with a name's number (`days 1-5`) is no range."""
        while True:
            w = self.value_at(self.i, gaps.TO, v.end)
            if w is None or w.unit is not None or w.relative_to is not None:
                return
            self.i, v = self.i + 1, w

    def around(self, v: Value) -> list[Quantity]:
        """`18 ≤ age < 75`, or `18 ≤ age` at the beginning of a clause."""
        c = self.sign(self.i)
        if c is None or c.op == "eq" or self.text[v.end : c.start].strip():
            return []
        low = _FLIP[c.op]
        between = self.between_signs(low, v, c)
        if between is not None:
            return [between]
        head = self.text[max(0, v.start - 20) : v.start]
        named = gaps.SUBJECT.match(self.text, c.end) and gaps.START.search(head)
        if named and not self.value_at(self.i + 1, gaps.FILL, c.end):
            self.i += 1
            return [replace(bounded(low, v, v.start, "value-first-sign"), end=c.end)]
        return []

    def sign(self, k: int) -> Optional[Comparator]:
        c = self.at(k)
        return c if isinstance(c, Comparator) and "sign" in c.places else None

    def between_signs(self, low: str, v: Value, c: Comparator) -> Optional[Quantity]:
        k = self.i + 1
        while isinstance(name := self.at(k), Value) and name.void:
            k += 1
        second, w = self.sign(k), self.at(k + 1)
        if second is None or second.op[0] != c.op[0] or not isinstance(w, Value) or w.void:
            return None
        if not self.fits(gaps.SUBJECT, c.end, second.start) or w.start - second.end > 2:
            return None
        both = joined(low, v, second.op, w, v.start)
        if both is None:
            return None
        self.i = k + 2
        span = stripped(self.text, c.end, second.start)
        return replace(both, rule="around-subject", subject_span=span)

    def ranged(self, v: Value, opened: Optional[Comparator]) -> list[Quantity]:
        """A range, a list or a single value that begins with `v` (item `self.i`)."""
        self.i += 1
        v = self.completed(v)
        start = opened.start if opened else v.start
        outside = opened is not None and opened.op == "outside"
        if v.pair == "pressure":
            post = self.post(v.end)
            return pair(post.op if post else None, replace(v, end=post.end if post else v.end), start)
        found = self.range(v, start, gaps.TO_AND if opened or self.paired_ages(v) else gaps.TO)
        if found is not None:
            return [side for q in found for side in sides(q)] if outside else found
        return [] if outside else self.listed(v) or self.single(v)

    def paired_ages(self, v: Value) -> bool:
        """`aged 18 and 65 years old` at the beginning of a clause."""
        w = self.at(self.i)
        if not isinstance(w, Value) or w.unit != "a" or w.end - w.start < 10 or v.unit not in (None, "a"):
            return False
        return w.unit_text is not None and w.unit_text.endswith(("old", "age")) and self.begins(v)

    def begins(self, v: Value) -> bool:
        return gaps.BEGIN.search(self.text[max(0, v.start - 20) : v.start]) is not None

    def range(self, v: Value, start: int, gap: re.Pattern[str]) -> Optional[list[Quantity]]:
        op, k = "le", self.i
        c = self.at(k)
        w = self.value_at(k, gap, v.end)
        if w is None and isinstance(c, Comparator) and c.op in HIGH and "post" not in c.places:
            up_to = self.text[c.start : c.end].lower() == "up to" and self.fits(gaps.BLANK, v.end, c.start)
            bare = up_to or self.fits(gap, v.end, c.start)
            bound = self.bound(k) if bare else None
            if bound is not None:
                op, w, k = bound[0], bound[1], bound[2] - 1
        if w is None or v.pair == "list" or w.pair == "list":
            return None
        self.i = k + 1
        if w.void or (year(v) and year(w)):
            self.skip_range(w)
            return []
        w = self.completed(w)
        return self.spanned(v, op, w, start)

    def spanned(self, v: Value, op: str, w: Value, start: int) -> list[Quantity]:
        low, end = "ge", w.end
        inside = gaps.INCLUSIVE.match(self.text, w.end)
        outside = gaps.EXCLUSIVE.match(self.text, w.end)
        post = self.post(w.end)
        if outside:
            low, op, end = "gt", "lt", outside.end()
        elif inside:
            end = inside.end()
        elif post and post.op in HIGH:
            end = post.end
        if v.unit and w.unit and v.unit != w.unit and dimension(v.unit) == dimension(w.unit):
            return [
                bounded(low, v, start, "range-low"),
                replace(bounded(op, w, w.start, "range-high"), end=end),
            ]
        both = joined(low, v, op, w, start)
        if both is None:
            return []
        return [replace(both, end=end, rule="range")]

    def listed(self, v: Value) -> list[Quantity]:
        """`0, 1 or 2`, `0.5 or 1`: consecutive steps of a scale; anything else is no list of scores."""
        if v.unit or v.relative_to or v.word or v.value not in (0.5, int(v.value)):
            return []
        last, spans, k = v, [v.number], self.i
        top = v.second if v.pair == "list" else v.value
        assert top is not None
        while True:
            w = self.value_at(k, gaps.LIST, last.end)
            if (
                w is None
                or w.void
                or w.pair not in (None, "list")
                or w.relative_to
                or w.value not in (_STEPS.get(top) or (top + 1,))
                or w.value > 10
            ):
                break
            last, top, k = w, w.second if w.second is not None else w.value, k + 1
            spans.append(w.number)
            if w.unit:
                break
        start, led = gaps.led_by(self.text, v.start)
        if top == v.value or last.unit or led != [int(v.value) - n for n in range(len(led), 0, -1)]:
            return []
        self.i = k
        low = v.value - len(led)
        q = Quantity(start, last.end, low, True, top, True, comparator=True, rule="list")
        return [replace(q, value_spans=tuple(spans))]

    def single(self, v: Value) -> list[Quantity]:
        post = self.post(v.end)
        if post is not None:
            self.i += 1
            counted = v if v.unit or v.relative_to else measured_after(self.text, v, post.end)
            v, end = counted, self.restated(replace(counted, end=max(post.end, counted.end)))
            return [replace(bounded(post.op, v, v.start, "comparator-last"), end=end)]
        if v.plus:
            return [bounded("ge", v, v.start, "plus")] if v.unit or v.relative_to else []
        if (v.unit is None and v.relative_to is None) or (
            v.unit is None and v.word and v.relative_to is None
        ):
            return []
        return [replace(bounded("eq", v, v.start, "bare"), comparator=False)]

    def post(self, end: int) -> Optional[Comparator]:
        c = self.at(self.i)
        if isinstance(c, Comparator) and "post" in c.places and self.fits(gaps.POST_GAP, end, c.start):
            follows = self.value_at(self.i + 1, gaps.FILL, c.end) if "pre" in c.places else None
            return c if follows is None else None
        return None
