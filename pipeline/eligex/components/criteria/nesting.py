"""Under which head an item belongs: by indentation, by bullet style, by a head that ends in a colon."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eligex.components.criteria.labels import label_end
from eligex.components.criteria.lines import Line

_HEADS = ("following", "criteria", "include", "including", "characteristics")
_CHOOSES = re.compile(r"\b(?:following|(?:any|one|all|each|either|both) of)\b[^.]{0,60}:$", re.IGNORECASE)
_VERDICT = re.compile(
    r"(?:not )?(?:excluded|allowed|required|permitted|recommended)\b[^:]{0,120}:[\s*_]{0,4}", re.IGNORECASE
)
_TOPIC_WORDS = 5
_CLOSED = (";", ",", " or", " and")


@dataclass(slots=True)
class Node:
    start: int
    end: int
    line: Line
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None


def parent_of(text: str, stack: Sequence[Node], node: Node) -> "Node | None":
    """The head that an item belongs under. `stack` is the chain of items that are open, outermost first."""
    if not stack:
        return None
    if _is_verdict(text, node):
        topic = next((n for n in reversed(stack) if _is_topic_head(text, n)), None)
        if topic is not None or not node.line.style:
            return topic
    return _of_styled(text, stack, node) if node.line.style else _of_plain(text, stack, node)


def _of_styled(text: str, stack: Sequence[Node], node: Node) -> "Node | None":
    last, line = stack[-1], node.line
    before = last.line
    above = _numbered_above(stack, line)
    if above is not None:
        return above
    beside = any(n.line.style == line.style and abs(n.line.indent - line.indent) <= 1 for n in stack)
    if _is_verdict(text, last) and last.parent is not None and not last.parent.line.style:
        return last
    if _is_head(text, last) or (not beside and _is_topic(text, last, line)):
        if line.indent > before.indent:
            return last
        if (not before.style or line.style != before.style) and not _counts_on(stack[:-1], line):
            return last
    for n in reversed(stack):
        if n.line.style == line.style and abs(n.line.indent - line.indent) <= 1:
            return n.parent
    if before.style and line.indent > before.indent + 1:
        return last
    return _outer(stack, line)


def _numbered_above(stack: Sequence[Node], line: Line) -> "Node | None":
    """`1.2` stands under `1.`."""
    if len(line.value) < 2:
        return None
    return next((n for n in reversed(stack) if n.line.value == line.value[:-1]), None)


def _of_plain(text: str, stack: Sequence[Node], node: Node) -> "Node | None":
    last, line = stack[-1], node.line
    head = _is_head(text, node)
    if _is_head(text, last) and not last.children:
        if last.line.style:
            return last if line.indent > last.line.indent or not head else None
        if not head and last.parent is None and _takes_plain(text, last, line):
            return last
        return last.parent if last.line.indent == line.indent else None
    if not last.line.style and last.parent is not None and line.indent == last.line.indent:
        return None if _list_is_over(text, last, node, head) else last.parent
    if last.line.style or head:
        beside = next((n for n in stack if not n.line.style and n.line.indent == line.indent), None)
        if beside is not None:
            return beside.parent
    return _outer(stack, line) if line.indent > 0 else None


def _takes_plain(text: str, head: Node, line: Line) -> bool:
    """A head without bullet takes the plain lines right below it; over a blank line only where it names a
    topic ("Hematopoietic:") or says that what follows is its list."""
    words = text[head.start : head.end]
    if not words.endswith(":"):
        return False
    return not line.blank_before or len(words.split()) < _TOPIC_WORDS or bool(_CHOOSES.search(words))


def _list_is_over(text: str, last: Node, node: Node, head: bool) -> bool:
    """Plain items under a head end at the next head, at a blank line where none stood between them, and
    after the item that ends the sentence ("a; / b; / c.")."""
    parent = last.parent
    if parent is None or head:
        return True
    if parent.line.style:
        return False
    if node.line.blank_before and not last.line.blank_before:
        return True
    items = parent.children
    closed = len(items) > 1 and text[items[-2].start : items[-2].end].endswith(_CLOSED)
    return closed and text[last.start : last.end].endswith(".")


def _counts_on(stack: Sequence[Node], line: Line) -> bool:
    """The style already counts further out, at this indentation, and does not begin anew."""
    return not line.first and any(
        n.line.style == line.style and abs(n.line.indent - line.indent) <= 1 for n in stack
    )


def _outer(stack: Sequence[Node], line: Line) -> "Node | None":
    for n in reversed(stack):
        if n.line.style and n.line.indent + 1 < line.indent:
            return n
        if n.line.style == line.style and n.line.indent == line.indent:
            return n.parent
        if not n.line.style and line.style and n.children:
            return n
    return None


def _is_head(text: str, node: Node) -> bool:
    words = text[node.start : node.end].rstrip("*_ ")
    if words.endswith(":") or (words.endswith("--") and label_end(text, node.start, node.end) == node.end):
        return True
    tail = words[-160:].rstrip(" .-").lower()
    return len(words) < 160 and tail.endswith(_HEADS) and not node.line.style


def _is_verdict(text: str, node: Node) -> bool:
    """ "Excluded:", "Allowed:": says of the topic above what holds for the items below."""
    return _VERDICT.fullmatch(text, node.start, node.end) is not None


def _is_topic_head(text: str, node: Node) -> bool:
    return not node.line.style and _is_head(text, node) and not _is_verdict(text, node)


def _is_topic(text: str, node: Node, below: Line) -> bool:
    """A short line such as "Age" or "Hepatic function" right above bullets, set off by a blank line."""
    words = text[node.start : node.end]
    if node.line.style or node.line.indent > below.indent or len(words) > 60:
        return False
    return len(words.split()) < _TOPIC_WORDS and words[:1].isupper() and words[-1:].isalpha()
