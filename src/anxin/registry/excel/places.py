"""Area names in a ledger → codes, inside the batch's area only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from anxin.registry.excel.cells import Fault
from anxin.registry.excel.text import level
from anxin.registry.excel.vocabulary import vocabulary

_ENDINGS = re.compile(
    r"(?:人民政府|街道办事处|办事处|街道办|社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|社区村|居委|村委|街道|社区|镇|乡|村)$"
)
TOWN, VILLAGE, GRID = 9, 12, 15


def core(name: str) -> str:
    """A name without its administrative ending: 中山路社区居委会 and 中山路村 are 中山路."""
    text = re.sub(r"[()（）\s]", "", level(name))
    shorter = _ENDINGS.sub("", text)
    while len(shorter) >= 2 and shorter != text:
        text, shorter = shorter, _ENDINGS.sub("", shorter)
    return text


@dataclass(slots=True)
class Gazetteer:
    """The district's area names, and which of them lie inside the batch's area.

    Attributes:
        inside: the code of the batch's area.
        names: code → name of every area of the district.
    """

    inside: str
    names: Mapping[str, str]
    zones: frozenset[str] = frozenset()
    _found: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _index: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for code, name in self.names.items():
            for spelling in {level(name), core(name)}:
                self._index[len(code), spelling].append(code)
        for code in self.zones:
            for word in vocabulary().words["development_zone"]:
                self._index[len(code), word].append(code)

    def find(self, written: str, length: int, within: str) -> tuple[str | None, Fault | None]:
        """The code a name stands for, or why it stands for none that may be used.

        Args:
            length: 9 for a town, 12 for a village, 15 for a grid.
            within: what the row is already known to lie in.
        """
        codes = self._found.get((written, length))
        if codes is None:
            codes = self._found[written, length] = self._codes(written, length)
        fitting = [code for code in codes if code.startswith(within)]
        if len(fitting) == 1:
            return fitting[0], None
        if not fitting and any(within.startswith(code) for code in codes):
            return within, None
        if len(fitting) > 1:
            return None, Fault("ambiguous_area", {"value": written[:40]})
        if codes:
            return None, Fault("wrong_area", {"value": written[:40]})
        return None, Fault(
            "unknown_area", {"value": written[:40], "meant": self._meant(written, length, within)}
        )

    def _codes(self, written: str, length: int) -> list[str]:
        spelling = self._without_outer(level(written), length)
        for form in (spelling, core(spelling)):
            if codes := self._index.get((length, form)):
                return list(dict.fromkeys(codes))
        if re.fullmatch(rf"\d{{{length}}}", spelling) and spelling in self.names:
            return [spelling]
        return []

    def _without_outer(self, spelling: str, length: int) -> str:
        for prefix in ("江苏省", "南京市"):
            spelling = spelling.removeprefix(prefix)
        for code, name in self.names.items():
            rest = spelling.removeprefix(level(name))
            if len(code) < length and rest and rest != spelling and self._known(rest, length):
                return rest
        return spelling

    def _known(self, spelling: str, length: int) -> bool:
        return (length, spelling) in self._index or (length, core(spelling)) in self._index

    def _meant(self, written: str, length: int, within: str) -> str:
        near: Iterable[str] = [n for c, n in self.names.items() if len(c) == length and c.startswith(within)]
        hit = process.extractOne(level(written), near, scorer=fuzz.ratio, score_cutoff=60)
        return hit[0] if hit else ""
