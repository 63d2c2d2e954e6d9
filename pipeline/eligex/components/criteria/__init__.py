"""Items of the inclusion and exclusion sections, with their nesting.

The group is `eligex_criteria`, label CRITERION, value `{"id", "parent", "section"}`; the span holds the
item's own words: no bullet, a head without its nested items, a wrapped item whole.
"""

from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.criteria.inline import split_inline
from eligex.components.criteria.lines import Line, continues, lines_of
from eligex.components.findings import CRITERIA, SECTIONS, Finding, by_position, read
from eligex.text.fold import fold

_TAIL = 2000
_HEADS = ("following", "criteria", "include", "including", "characteristics")


@dataclass(slots=True)
class Node:
    start: int
    end: int
    line: Line
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None


class Criteria(Tagger):
    key = CRITERIA

    def match(self, doc: Doc) -> list[Finding]:
        text = fold(doc.text)
        counts = {"inclusion": 0, "exclusion": 0}
        found: list[Finding] = []
        for section in read(doc, SECTIONS):
            if section.label in counts:
                for node in tree(text, section.start, section.end):
                    counts[section.label] += 1
                    number = f"{section.label[0].upper()}{counts[section.label]}"
                    _tell(node, number, None, section.label, found)
        return by_position(found)


def _tell(node: Node, number: str, parent: "str | None", section: str, found: list[Finding]) -> None:
    value = {"id": number, "parent": parent, "section": section}
    found.append(
        Finding(node.start, node.end, "CRITERION", f"criteria:{node.line.style or 'line'}", value=value)
    )
    for i, child in enumerate(node.children, start=1):
        _tell(child, f"{number}.{i}", number, section, found)


def tree(text: str, start: int, end: int) -> list[Node]:
    """The items of one section, nested by indentation, bullet style and heads that end in a colon."""
    roots: list[Node] = []
    stack: list[Node] = []
    for node in _items(text, start, end):
        parent = _parent(text, stack, node)
        while stack and stack[-1] is not parent:
            stack.pop()
        node.parent = parent
        (parent.children if parent else roots).append(node)
        stack.append(node)
        _split(text, node, parent.children if parent else roots)
    return roots


def _split(text: str, node: Node, siblings: list[Node]) -> None:
    """Counted parts within an item's own words: nested under it, or its siblings where it counts on."""
    parts = split_inline(text, node.start, node.end)
    if not parts:
        return
    head = text[node.start : parts[0].mark].rstrip()
    if not head:  # the item's words begin with the count itself
        node.start, node.end = parts[0].start, parts[0].end
        siblings += [Node(p.start, p.end, node.line, parent=node.parent) for p in parts[1:]]
        return
    node.end = node.start + len(head)
    owner = node if parts[0].nested else node.parent
    into = node.children if parts[0].nested else siblings
    into += [Node(p.start, p.end, node.line, parent=owner) for p in parts]


def _items(text: str, start: int, end: int) -> list[Node]:
    """Lines put together to items, in text order."""
    nodes: list[Node] = []
    for line in lines_of(text, start, end):
        if (
            nodes
            and not line.style
            and continues(text, text[max(nodes[-1].start, nodes[-1].end - _TAIL) : nodes[-1].end], nodes[-1].line, line)
        ):
            nodes[-1].end = line.end
            continue
        nodes.append(Node(line.start, line.end, line))
    return nodes


def _parent(text: str, stack: list[Node], node: Node) -> "Node | None":
    """The head that an item belongs under: the innermost one it is deeper than, or a head right before it."""
    if not stack:
        return None
    last = stack[-1]
    line, before = node.line, last.line
    is_head = _is_head(text, last)
    if not line.style:
        return _outer(stack, line) if line.indent > 0 and not is_head else _under_plain(stack, line, is_head)
    if is_head and (not before.style or line.style != before.style) and not _open_style(stack[:-1], line):
        return last
    if is_head and line.indent > before.indent:
        return last
    for n in reversed(stack):
        if n.line.style == line.style and abs(n.line.indent - line.indent) <= 1:
            return n.parent
    if line.indent > before.indent + 1 and before.style:
        return last
    return _outer(stack, line)


def _open_style(stack: list[Node], line: Line) -> bool:
    """The style already counts further out, at this indentation, and does not begin anew."""
    return (
        any(n.line.style == line.style and abs(n.line.indent - line.indent) <= 1 for n in stack)
        and not line.first
    )


def _outer(stack: list[Node], line: Line) -> "Node | None":
    for n in reversed(stack):
        if n.line.style and n.line.indent + 1 < line.indent:
            return n
        if n.line.style == line.style and n.line.indent == line.indent:
            return n.parent
        if not n.line.style and line.style and n.children:
            return n
    return None


def _under_plain(stack: list[Node], line: Line, is_head: bool) -> "Node | None":
    """A line without bullet: under a bulleted head right before it, else on the outermost level."""
    last = stack[-1]
    return last if is_head and last.line.style and line.indent > last.line.indent else None


def _is_head(text: str, node: Node) -> bool:
    words = text[node.start : node.end].rstrip().rstrip("*_ ")
    if words.endswith(":"):
        return True
    tail = words.rstrip(" .-").lower()
    return len(words) < 160 and tail.endswith(_HEADS) and not node.line.style


@Language.factory("eligex_criteria", requires=["doc.spans"], assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Criteria:
    return Criteria(name)
