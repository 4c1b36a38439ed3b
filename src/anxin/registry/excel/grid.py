"""A workbook as plain rows of cells, with merged cells filled and positions kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from anxin.registry.excel import gate
from anxin.registry.excel.refused import Refused

Value = str | float | bool | datetime | date | time | timedelta
Range = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """One sheet, opened. Rows and columns count from 1, as the sheet shows them."""

    name: str
    visible: bool
    height: int
    width: int
    merges: tuple[Range, ...]
    traits: gate.SheetTraits
    date1904: bool
    _rows: object = field(repr=False, default=None)

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Each row's number and its cells from column A, as they stand."""
        sheet = self._rows
        start = sheet.start  # type: ignore[attr-defined]
        if start is None:
            return
        blank: list[Value] = [""] * start[1]
        for number, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
            yield number, blank + cells

    def filled(self) -> Iterator[tuple[int, list[Value], frozenset[int]]]:
        """Each row with merged cells filled from their first cell; the set names the filled columns."""
        waiting = sorted(self.merges)
        active: list[tuple[Range, Value]] = []
        position = 0
        for number, cells in self.rows():
            while position < len(waiting) and waiting[position][0] == number:
                top = waiting[position]
                active.append((top, cells[top[1] - 1] if top[1] <= len(cells) else ""))
                position += 1
            filled: set[int] = set()
            for (first, left, last, right), value in active:
                for column in range(left, min(right, len(cells)) + 1):
                    if (number, column) != (first, left):
                        cells[column - 1] = value
                        filled.add(column)
                del last
            active = [item for item in active if item[0][2] > number]
            yield number, cells, frozenset(filled)


def column_name(number: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def open_workbook(path: Path) -> tuple[gate.Passed, CalamineWorkbook]:
    """Through the gate, then open.

    Raises:
        Refused: not let through, or unreadable.
    """
    passed = gate.check(path)
    try:
        return passed, CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as broken:
        raise Refused("broken") from broken


def sheet_names(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    """The worksheets in order, and whether each is visible."""
    return [
        (meta.name, meta.visible == SheetVisibleEnum.Visible)
        for meta in book.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
    ]


def open_sheet(
    path: Path, passed: gate.Passed, book: CalamineWorkbook, name: str, *, visible: bool = True
) -> Sheet:
    """One sheet.

    Raises:
        Refused: it is too large, or unreadable.
    """
    part = passed.parts.get(name)
    try:
        traits = gate.traits(path, part) if part else gate.SheetTraits()
        raw = book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError, KeyError) as broken:
        raise Refused("broken") from broken
    height, width = (raw.end[0] + 1, raw.end[1] + 1) if raw.end else (0, 0)
    if height > gate.MAX_ROWS:
        raise Refused("too_many_rows", cell=f"{column_name(width)}{height}", limit=gate.MAX_ROWS)
    if width > gate.MAX_COLUMNS:
        raise Refused("too_many_columns", cell=f"{column_name(width)}{height}", limit=gate.MAX_COLUMNS)
    merges = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in (raw.merged_cell_ranges or [])
    )
    return Sheet(name, visible, height, width, merges, traits, passed.date1904, raw)
