"""Rows of a flat ledger → records."""

from collections.abc import Iterator, Mapping, Sequence

from anxin.registry.excel.cells import Fault, is_unknown, plain
from anxin.registry.excel.grid import Sheet, Value, column_name
from anxin.registry.excel.layout import Ledger
from anxin.registry.excel.mapping import Column
from anxin.registry.excel.records.items import item_facts
from anxin.registry.excel.records.record import IDENTITY, LEVELS, Desk, Record, place, take
from anxin.registry.excel.records.rows import kind_of_row, section_area
from anxin.registry.excel.records.whole import finished
from anxin.registry.excel.text import header_key


def ledger_records(sheet: Sheet, ledger: Ledger, desk: Desk) -> Iterator[Record]:
    """The records of a flat ledger; titles, groups, totals, notes and repeated headers are not data."""
    group: Record | None = None
    section = ""
    for number, cells, filled in sheet.filled():
        if number <= ledger.last:
            continue
        kind = kind_of_row(cells, filled, ledger, desk)
        if kind == "section":
            section = section_area(cells, desk) or section
        if kind != "data":
            continue
        record = _record(sheet, number, cells, ledger.columns, desk, within=section)
        if ledger.items and group is not None and _continues(group, record, cells, filled, ledger, desk):
            _take_item(group, record, cells, ledger.columns, desk)
            continue
        if group is not None:
            yield finished(group, desk)
        group = record
        if ledger.items:
            _take_item(group, record, cells, ledger.columns, desk)
    if group is not None:
        yield finished(group, desk)


def _record(
    sheet: Sheet,
    number: int,
    cells: Sequence[Value],
    columns: Sequence[Column],
    desk: Desk,
    *,
    within: str = "",
) -> Record:
    record = Record(sheet.name, number, hidden=number in sheet.traits.hidden_rows)
    areas: dict[str, tuple[str, str]] = {}
    for column in columns:
        cell = cells[column.index - 1] if column.index <= len(cells) else ""
        path = desk.mapping.get(column.header)
        if broken_cell(sheet, number, column, path, record):
            continue
        shown = plain(cell)
        if shown == "":
            continue
        record.raw[column.header] = shown
        if path in LEVELS and not is_unknown(cell, desk.context.vocabulary):
            areas[path] = (column.header, shown)
        take(record, number, column.header, path, cell, desk)
    place(record, areas, desk, within or desk.gazetteer.inside)
    return record


def broken_cell(sheet: Sheet, number: int, column: Column, path: str | None, record: Record) -> bool:
    traits = sheet.traits
    if not (traits.error_cells or traits.unvalued_cells):
        return False
    reference = f"{column_name(column.index)}{number}"
    if reference in traits.error_cells:
        code = "cell_error"
    elif reference in traits.unvalued_cells:
        code = "formula_without_value"
    else:
        return False
    if path and path != "sequence":
        record.complain(column.header, Fault(code, {"cell": reference}))
    return True


def _continues(
    group: Record, record: Record, cells: Sequence[Value], filled: frozenset[int], ledger: Ledger, desk: Desk
) -> bool:
    """Whether a row is one more check item of the premises above it."""
    del cells, filled
    same = all(
        group.values.get(name) == value for name, value in record.values.items() if name in IDENTITY
    ) and group.area_code.startswith(record.area_code)
    if not same or (record.faults != [] and not record.values):
        return False
    paths = {column.header: desk.mapping.get(column.header) for column in ledger.columns}
    reports = [h for h, p in paths.items() if p is None and header_key(h) == header_key("报告编号")]
    if any(record.raw.get(h) and record.raw.get(h) != group.raw.get(h) for h in reports):
        return False
    key = _item_key(record, paths)
    return bool(key) and key != _item_key(group, paths) and f"item:{key}" not in group.extra


def _item_key(record: Record, paths: Mapping[str, str | None]) -> str:
    parts = [
        record.raw.get(header, "")
        for header, path in paths.items()
        if path in {"item.subject", "item.content", "item.turn"}
    ]
    return "/".join(part for part in parts if part)


def _take_item(
    group: Record, row: Record, cells: Sequence[Value], columns: Sequence[Column], desk: Desk
) -> None:
    del cells
    told = {
        desk.mapping.get(c.header): row.raw.get(c.header, "") for c in columns if desk.mapping.get(c.header)
    }
    headers = {desk.mapping.get(c.header): c.header for c in columns}
    if row is not group:
        for header, text in row.extra.items():
            if header not in group.extra:
                group.extra[header] = text
        group.faults += [fault for fault in row.faults if fault not in group.faults]
    item_facts(
        group,
        row.row,
        headers.get("item.result") or headers.get("item.content") or "",
        subject=str(told.get("item.subject", "")),
        content=str(told.get("item.content", "")),
        result=str(told.get("item.result", "")),
        turn=str(told.get("item.turn", "")),
        desk=desk,
    )
