"""Digits that a number cell or scientific notation lost: said, never mended."""

import re

from anxin.registry.excel.cells.reading import Cell, plain
from anxin.registry.excel.text import level

_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?e\+?\d{1,2}$", re.IGNORECASE)
_LOST_FROM = 10**15


def digits_lost(cell: Cell) -> bool:
    if isinstance(cell, float):
        return abs(cell) >= _LOST_FROM or not cell.is_integer()
    return isinstance(cell, str) and bool(_SCIENTIFIC.match(level(cell)))


def shown(cell: Cell) -> str:
    if isinstance(cell, float) and abs(cell) >= _LOST_FROM:
        return f"{cell:.14E}".replace("0E", "E")
    return plain(cell)
