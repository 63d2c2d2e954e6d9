"""What a conversion leaves out, counted by name."""

from collections import Counter


class Losses:
    """Counts by kind of loss, with the first place of each."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def add(self, kind: str, document: str, where: str = "", number: int = 1) -> None:
        """`where` names the span, link or field of the document; no number, no loss."""
        if number:
            self.counts[kind] += number
            self.first.setdefault(kind, f"{document} {where}".rstrip())

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __str__(self) -> str:
        """`3 × overlapping span (first: NCT1 T4); 1 × event (first: NCT1 E2)`."""
        return "; ".join(f"{n} × {kind} (first: {self.first[kind]})" for kind, n in self.counts.items())
