"""The text of the policy: where words stand in it, with line breaks and spaces ignored."""

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path


def squeeze(text: str) -> str:
    """A text without any white space, as quotes are compared."""
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source file, squeezed, with the place where each line begins in the squeezed text."""

    name: str
    squeezed: str
    line_starts: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """Read a UTF-8 file."""
        pieces, starts, length = [], [], 0
        for line in path.read_text(encoding="utf-8").splitlines():
            starts.append(length)
            pieces.append(squeeze(line))
            length += len(pieces[-1])
        return cls(path.name, "".join(pieces), tuple(starts))

    def line_of(self, quote: str, after: int = 1) -> int | None:
        """The line on which a quote begins, searched from a line on, or None when it does not occur."""
        start = self.line_starts[min(after, len(self.line_starts)) - 1] if self.line_starts else 0
        found = self.squeezed.find(squeeze(quote), start)
        return None if found < 0 or not quote else bisect_right(self.line_starts, found)

    def __contains__(self, quote: object) -> bool:
        return isinstance(quote, str) and squeeze(quote) in self.squeezed
