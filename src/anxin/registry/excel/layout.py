"""Where a sheet's header stands: title rows above, groups over several rows, forms instead of tables."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from anxin.registry.excel.cells import plain
from anxin.registry.excel.grid import Sheet, Value
from anxin.registry.excel.mapping import Column, field_of
from anxin.registry.excel.text import header_key
from anxin.registry.excel.vocabulary import vocabulary

LOOKED_AT = 40
MAX_BAND = 3
ENOUGH = 3
SAMPLES = 40

Row = tuple[int, list[Value], frozenset[int]]


@dataclass(slots=True)
class Ledger:
    """A sheet with one header band and rows below it.

    Attributes:
        titles: texts above the header, each with its row.
        items: whether rows are check items of a form written out flat.
    """

    first: int
    last: int
    columns: list[Column]
    titles: list[tuple[int, str]] = field(default_factory=list)
    score: float = 0
    items: bool = False


@dataclass(slots=True)
class FormSheet:
    """A sheet of forms: heads of "key: value", each over a table of check items.

    Attributes:
        tables: the rows in which a table of items begins.
        columns: the columns of each such table.
    """

    tables: list[int]
    columns: list[list[Column]]
    titles: list[tuple[int, str]] = field(default_factory=list)


Layout = Ledger | FormSheet | None


def layout_of(sheet: Sheet) -> Layout:
    """A ledger, a sheet of forms, or None for neither."""
    top: list[Row] = []
    tables: list[tuple[int, list[Column]]] = []
    for row in sheet.filled():
        if len(top) < LOOKED_AT:
            top.append(row)
        if (columns := _item_table(row)) is not None:
            tables.append((row[0], columns))
        if row[0] > LOOKED_AT and not tables:
            break
    ledger = _ledger(top, sheet)
    if tables and (ledger is None or not _has_identity(ledger)):
        titles = _titles(top, tables[0][0])
        return FormSheet([row for row, _columns in tables], [columns for _row, columns in tables], titles)
    if ledger is None and (keys := _keys(top)) >= ENOUGH:
        return FormSheet([], [], _titles(top, 3)) if keys else None
    return ledger


def _ledger(top: Sequence[Row], sheet: Sheet) -> Ledger | None:
    best: Ledger | None = None
    for start in range(len(top)):
        for height in range(1, MAX_BAND + 1):
            band = top[start : start + height]
            if len(band) < height or (height > 1 and not _may_stack(band, sheet)):
                break
            found = _scored(band, sheet)
            if found and (best is None or found.score > best.score):
                best = found
    if best:
        best.titles = _titles(top, best.first)
        fields = {field_of(column.group, column.leaf)[0] for column in best.columns}
        best.items = bool(fields & {"item.content", "item.result"})
    return best


def _may_stack(band: Sequence[Row], sheet: Sheet) -> bool:
    """Rows form one header only when merged cells tie them together."""
    first, last = band[0][0], band[-1][0]
    if any(not _wordy(cells) for _number, cells, _filled in band):
        return False
    spans = [m for m in sheet.merges if first <= m[0] <= last]
    tied = [m for m in spans if (m[0] <= last - 1 and m[2] >= last) or (m[0] < last and m[3] > m[1])]
    across = sheet.width * 2 // 3
    return any(m[3] - m[1] + 1 <= across for m in tied) and not any(m[2] > last for m in spans)


def _wordy(cells: Sequence[Value]) -> bool:
    filled = [cell for cell in cells if cell != ""]
    return bool(filled) and all(isinstance(cell, str) for cell in filled)


def _scored(band: Sequence[Row], sheet: Sheet) -> Ledger | None:
    if not _wordy(band[0][1]):
        return None
    columns = _columns(band, sheet)
    if len(columns) < 2:
        return None
    matches = [field_of(column.group, column.leaf) for column in columns]
    fields = {name for name, confidence in matches if name}
    hits = len(fields) + 0.5 * sum(1 for name, confidence in matches if name is None and confidence)
    if len(fields) < min(ENOUGH, len(columns)):
        return None
    score = hits + hits / len(columns) - 0.1 * len(band)
    return Ledger(band[0][0], band[-1][0], columns, score=score)


def _columns(band: Sequence[Row], sheet: Sheet) -> list[Column]:
    width = max(len(cells) for _number, cells, _filled in band)
    stacks: list[tuple[int, list[str]]] = []
    for index in range(1, width + 1):
        texts = [plain(cells[index - 1]) for _number, cells, _filled in band if index <= len(cells)]
        stack = [text for position, text in enumerate(texts) if text and text not in texts[:position]]
        if stack:
            stacks.append((index, stack))
    leaves = Counter(stack[-1] for _index, stack in stacks)
    seen: Counter[str] = Counter()
    columns: list[Column] = []
    for index, stack in stacks:
        leaf, group = stack[-1], "/".join(stack[:-1])
        header = f"{group}/{leaf}" if leaves[leaf] > 1 and group else leaf
        seen[header] += 1
        if seen[header] > 1:
            header = f"{header} ({seen[header]})"
        columns.append(Column(index, header, stack[-2] if len(stack) > 1 else "", leaf))
    del sheet
    return columns


def _item_table(row: Row) -> list[Column] | None:
    """The columns of a table of check items, when this row is its header."""
    _number, cells, filled = row
    if not _wordy(cells):
        return None
    columns = [
        Column(index, plain(cell), "", plain(cell))
        for index, cell in enumerate(cells, start=1)
        if cell != "" and index not in filled
    ]
    fields = {field_of("", column.leaf)[0] for column in columns}
    return columns if {"item.result"} <= fields and fields & {"item.content", "item.subject"} else None


def _has_identity(ledger: Ledger) -> bool:
    fields = {field_of(column.group, column.leaf)[0] for column in ledger.columns}
    return bool(fields & {"sign_name", "holder_name", "address", "account_number", "credit_code", "room"})


def _keys(top: Sequence[Row]) -> int:
    known = vocabulary().headers
    return sum(
        1
        for _number, cells, filled in top
        for index, cell in enumerate(cells, start=1)
        if isinstance(cell, str)
        and index not in filled
        and header_key(cell.partition("：")[0].partition(":")[0]) in known
    )


def _titles(top: Sequence[Row], before: int) -> list[tuple[int, str]]:
    return [
        (number, plain(cell))
        for number, cells, filled in top
        if number < before
        for index, cell in enumerate(cells, start=1)
        if cell != "" and index not in filled and isinstance(cell, str)
    ]
