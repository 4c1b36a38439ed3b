"""Anchors: heads of the chain in a file outside the database, one a line: day, sequence, hash, instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from anxin.ledger.contracts import Head

WORDS = 4
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file; a line that cannot be read carries sequence 0 and no hash."""

    line: int
    sequence: int
    hash: str


def line(head: Head, now: datetime) -> bytes:
    """A head as a line of the file."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return f"{head.day} {head.sequence} {head.hash} {at}\n".encode()


def read(path: Path) -> Iterator[Anchor]:
    """The anchors of a file in order; none when there is no file."""
    if not path.is_file():
        return
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        words = text.split()
        readable = len(words) == WORDS and words[1].isdigit()
        yield Anchor(number, int(words[1]) if readable else 0, words[2] if readable else "")


def last_sequence(path: Path) -> int | None:
    """The sequence that the last line names; only the end of a long file is read."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - LONGEST_LINE, 0))
        lines = file.read().splitlines()
    words = lines[-1].split() if lines else []
    return int(words[1]) if len(words) == WORDS and words[1].isdigit() else None
