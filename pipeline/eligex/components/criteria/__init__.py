"""Items of the inclusion and exclusion sections, with their nesting.

The group is `eligex_criteria`, label CRITERION, value `{"id", "parent", "section"}`; the span holds the
item's own words: no bullet, a head without its nested items, a wrapped item whole.
"""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.criteria import run_on
from eligex.components.criteria.inline import split_inline
from eligex.components.criteria.labels import label_end, labelled_parts, opens_part
from eligex.components.criteria.lines import continues, lines_of
from eligex.components.criteria.nesting import Node, parent_of
from eligex.components.findings import CRITERIA, SECTIONS, Finding, by_position, read
from eligex.text.view import view

_TAIL = 2000


class Criteria(Tagger):
    key = CRITERIA

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        counts = {"inclusion": 0, "exclusion": 0}
        found: list[Finding] = []
        for section in read(doc, SECTIONS):
            if section.label in counts:
                roots = tree(text, section.start, section.end)
                found += _findings(roots, section.label, counts[section.label])
                counts[section.label] += len(roots)
        return by_position(found)


def _findings(roots: list[Node], section: str, before: int) -> Iterator[Finding]:
    """Each item with its id; `before` items of this kind stood in earlier sections."""
    letter = section[0].upper()
    todo: list[tuple[Node, str, str | None]] = [
        (node, f"{letter}{i}", None) for i, node in enumerate(roots, start=before + 1)
    ]
    while todo:
        node, number, parent = todo.pop()
        value = {"id": number, "parent": parent, "section": section}
        rule = f"criteria:{node.line.style or 'line'}"
        yield Finding(node.start, node.end, "CRITERION", rule, value=value)
        todo += [(child, f"{number}.{i}", number) for i, child in enumerate(node.children, start=1)]


def tree(text: str, start: int, end: int) -> list[Node]:
    """The items of one section, nested by indentation, bullet style and heads that end in a colon."""
    roots: list[Node] = []
    stack: list[Node] = []
    for node in _items(text, start, end):
        parent = parent_of(text, stack, node)
        while stack and stack[-1] is not parent:
            stack.pop()
        node.parent = parent
        (parent.children if parent else roots).append(node)
        stack.append(node)
        _split(text, node, parent.children if parent else roots)
    return roots


def _split(text: str, node: Node, siblings: list[Node]) -> None:
    """Parts within an item's own words: labelled ones, or counted ones, which are nested under it, or its
    siblings where it counts on."""
    if _split_at_labels(text, node, siblings):
        return
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


def _split_at_labels(text: str, node: Node, siblings: list[Node]) -> bool:
    parts = labelled_parts(text, node.start, node.end)
    if not parts and opens_part(text, node.start):
        _split_at_sentences(text, node)
        return bool(node.children)
    head = None
    for i, (start, end, opens) in enumerate(parts):
        if i == 0:
            node.end, part = end, node
        else:
            part = Node(start, end, node.line, parent=head or node.parent)
            (head.children if head and not opens else siblings).append(part)
        if opens:
            head, part.parent = part, node.parent
        _split_at_sentences(text, part)
    return bool(parts)


def _split_at_sentences(text: str, part: Node) -> None:
    """Run-on sentences behind a label are nested under it."""
    begin = label_end(text, part.start, part.end)
    found = run_on.sentences(text, begin, part.end)
    if len(found) > 1 and begin > part.start:
        part.end = begin
        part.children += [Node(a, b, part.line, parent=part) for a, b in found]


def _items(text: str, start: int, end: int) -> list[Node]:
    """Lines put together to items, in text order."""
    nodes: list[Node] = []
    for line in lines_of(text, start, end):
        if nodes and not line.style and continues(text, _words(text, nodes[-1]), nodes[-1].line, line):
            nodes[-1].end = line.end
        else:
            nodes.append(Node(line.start, line.end, line))
    return nodes


def _words(text: str, node: Node) -> str:
    """An item's words, of a very long one its first and its last."""
    if node.end - node.start <= _TAIL:
        return text[node.start : node.end]
    return text[node.start] + text[node.end - _TAIL : node.end]


@Language.factory("eligex_criteria", requires=["doc.spans"], assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Criteria:
    return Criteria(name)
