"""The walk over the chain: every act in order, each held against the one before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from anxin.ledger.anchors import Anchor
from anxin.ledger.contracts import Fault, Verification
from anxin.ledger.models import Act, DayHead
from anxin.ledger.rules import GENESIS, LINKED, link

CHUNK = 5000
# A chain that is broken in a thousand places is as broken as one that is broken in twenty.
MOST_FAULTS = 20
PREVIOUS = LINKED.index("previous_hash")


class Walk:
    """State of one walk: where it stands, what it must still meet, what it found."""

    def __init__(self, heads: Sequence[DayHead], outside: Sequence[Anchor]) -> None:
        self.sequence, self.hash, self.count = 0, GENESIS, 0
        self.faults: list[Fault] = []
        self.heads, self.outside = heads, outside
        self.due: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for head in heads:
            self.due[head.sequence].append(("head", head.hash, f"the head of {head.day}"))
        for anchor in outside:
            self.due[anchor.sequence].append(("anchor", anchor.hash, f"line {anchor.line} of the anchors"))

    def over(self, acts: QuerySet[Act]) -> Verification:
        """Walk, then tell what was never met."""
        self._meet()  # an anchor that cannot be read stands at 0
        for row in self._rows(acts):
            self._step(row[:-1], row[-1])
            if len(self.faults) >= MOST_FAULTS:
                break
        else:
            self._missing()
        return Verification(self.count, len(self.heads), len(self.outside), tuple(self.faults[:MOST_FAULTS]))

    def _rows(self, acts: QuerySet[Act]) -> Iterable[tuple[Any, ...]]:
        """All acts in order, a chunk at a time by key, so that no statement runs for long."""
        last = 0
        rows = acts.order_by("sequence").values_list(*LINKED, "hash")
        while chunk := list(rows.filter(sequence__gt=last)[:CHUNK]):
            yield from chunk
            last = chunk[-1][0]

    def _step(self, fields: tuple[Any, ...], kept: str) -> None:
        sequence = fields[0]
        if sequence != self.sequence + 1:
            self._fault(sequence, "gap", f"act {self.sequence + 1} is missing")
        if fields[PREVIOUS] != self.hash:
            self._fault(sequence, "link", "it does not follow from the act before it")
        if link(fields) != kept:
            self._fault(sequence, "content", "its content is not what was recorded")
        self.sequence, self.hash, self.count = sequence, kept, self.count + 1
        self._meet()

    def _meet(self) -> None:
        for code, wanted, what in self.due.pop(self.sequence, ()):
            if wanted != self.hash or not self.sequence:
                self._fault(self.sequence, code, f"{what} says otherwise")

    def _missing(self) -> None:
        """Heads and anchors beyond the end: the tail was cut."""
        for sequence in sorted(self.due):
            for _code, _wanted, what in self.due[sequence]:
                self._fault(
                    sequence, "tail", f"{what} knows act {sequence}; the chain ends at {self.sequence}"
                )

    def _fault(self, sequence: int, code: str, words: str) -> None:
        self.faults.append(Fault(sequence, code, words))
