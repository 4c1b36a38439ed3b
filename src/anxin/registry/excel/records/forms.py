"""Forms of "key: value" pairs over check items → records."""

import re
from collections.abc import Iterator, Sequence

from anxin.registry.excel.cells import is_unknown, plain
from anxin.registry.excel.grid import Sheet, Value
from anxin.registry.excel.layout import FormSheet
from anxin.registry.excel.mapping import Column, field_of
from anxin.registry.excel.records.items import item_facts
from anxin.registry.excel.records.record import IDENTITY, LEVELS, Desk, Record, place, take
from anxin.registry.excel.records.whole import finished

# Composite columns that are about equipment; area.* cannot be the subject of a check.
_EQUIPMENT = frozenset(
    {"cylinder", "stove", "regulator", "leak_device", "interlock", "main_pipe", "self_closing_valve"}
    | {"water_heater", "boiler", "contract"}
)


def form_records(sheet: Sheet, form: FormSheet, desk: Desk) -> Iterator[Record]:
    """One record per form: the head's "key: value" pairs, the items below, the pairs after them."""
    rows = list(sheet.filled())
    starts = _block_starts(rows, form)
    for position, first in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else sheet.height + 1
        table = next((t for t in form.tables if first <= t < end), None)
        columns = form.columns[form.tables.index(table)] if table else []
        block = [row for row in rows if first <= row[0] < end]
        yield _form_record(sheet, block, table, columns, desk)


def _block_starts(rows: Sequence[tuple[int, list[Value], frozenset[int]]], form: FormSheet) -> list[int]:
    """A form begins where the first of its keys begins again."""
    if len(form.tables) <= 1:
        return [rows[0][0]] if rows else []
    keyed = {number: _keys_of(cells, filled) for number, cells, filled in rows}
    first_keys: set[str] = next((keys for keys in keyed.values() if keys), set())
    starts = [number for number, keys in keyed.items() if keys & first_keys and number not in form.tables]
    chosen: list[int] = []
    for table in form.tables:
        before = [start for start in starts if start < table and (not chosen or start > chosen[-1])]
        floor = max((t for t in form.tables if t < table), default=0)
        before = [start for start in before if start > floor]
        chosen.append(before[0] if before else table)
    return chosen


def _keys_of(cells: Sequence[Value], filled: frozenset[int]) -> set[str]:
    return {path for _i, path, _h, _v in pairs_in(cells, filled)}


def pairs_in(cells: Sequence[Value], filled: frozenset[int]) -> list[tuple[int, str, str, Value]]:
    """(column, path, key, value) for each "key: value" in one cell or in two neighbouring ones."""
    found: list[tuple[int, str, str, Value]] = []
    index = 0
    while index < len(cells):
        cell = cells[index]
        index += 1
        if not isinstance(cell, str) or index in filled or not cell.strip():
            continue
        pairs = _inline_pairs(cell)
        if pairs:
            found += [(index, path, key, value) for path, key, value in pairs]
            continue
        path, confidence = field_of("", plain(cell).rstrip(":： "))
        if not confidence or path in {"item.subject", "item.content", "item.result", "item.turn", "sequence"}:
            continue
        step = index
        while step < len(cells) and (step + 1) in filled and cells[step] == cell:
            step += 1
        value: Value = cells[step] if step < len(cells) else ""
        if isinstance(value, str) and (field_of("", plain(value))[1] >= 96 or _inline_pairs(value)):
            value = ""
        found.append((index, path or "", plain(cell).rstrip(":： "), value))
        index = step + 1 if value != "" else step
    return found


def _inline_pairs(text: str) -> list[tuple[str, str, Value]]:
    pieces = re.split(r"[\s　]{2,}|\n|[;；]", text)
    found: list[tuple[str, str, Value]] = []
    for piece in pieces:
        key, mark, value = re.sub("：", ":", piece, count=1).partition(":")
        path, confidence = field_of("", plain(key)) if mark else (None, 0)
        if confidence >= 96 and value.strip():
            found.append((path or "", plain(key), value.strip(" _＿")))
    return found


def _form_record(
    sheet: Sheet,
    block: Sequence[tuple[int, list[Value], frozenset[int]]],
    table: int | None,
    columns: Sequence[Column],
    desk: Desk,
) -> Record:
    record = Record(sheet.name, block[0][0])
    areas: dict[str, tuple[str, str]] = {}
    named = False
    for number, cells, filled in block:
        if number == table:
            continue
        if table is not None and number > table and _take_form_item(record, number, cells, columns, desk):
            continue
        for _index, path, key, value in pairs_in(cells, filled):
            mapped = desk.mapping.get(key, path or None)
            if plain(value) == "" or (mapped and mapped in record.values):
                continue
            record.raw.setdefault(key, plain(value))
            if mapped in LEVELS and not is_unknown(value, desk.context.vocabulary):
                areas.setdefault(mapped, (key, plain(value)))
            if mapped in IDENTITY and not named:
                record.row, named = number, True
            take(record, number, key, mapped, value, desk)
    place(record, areas, desk, desk.gazetteer.inside)
    return finished(record, desk)


def is_item_row(cells: Sequence[Value], columns: Sequence[Column]) -> bool:
    """Whether a row below the header of check items is one; "检查人 | 赵某" at the end is not."""
    told = {field_of("", c.leaf)[0]: plain(cells[c.index - 1]) for c in columns if c.index <= len(cells)}
    if not told.get("item.content") and not told.get("item.subject"):
        return False
    first = pairs_in([cells[c.index - 1] for c in columns[:1] if c.index <= len(cells)], frozenset())
    # 气瓶, 报警器 are what an item is about; 检查人, 地址, 联系方式 are not
    return all(
        ("." in path and path not in LEVELS) or path in _EQUIPMENT for _index, path, _key, _value in first
    )


def item_rows(sheet: Sheet, form: FormSheet) -> set[int]:
    """The rows of check items, each below the header nearest above it."""
    found: set[int] = set()
    columns: list[Column] = []
    for number, cells, _filled in sheet.filled():
        if number in form.tables:
            columns = form.columns[form.tables.index(number)]
        elif columns and is_item_row(cells, columns):
            found.add(number)
    return found


def _take_form_item(
    record: Record, number: int, cells: Sequence[Value], columns: Sequence[Column], desk: Desk
) -> bool:
    told: dict[str, str] = {}
    header = ""
    for column in columns:
        path = field_of("", column.leaf)[0]
        if path and column.index <= len(cells):
            told[path] = plain(cells[column.index - 1])
            header = column.header if path == "item.result" else header
    if not is_item_row(cells, columns):
        return False
    item_facts(
        record,
        number,
        header,
        subject=told.get("item.subject", ""),
        content=told.get("item.content", ""),
        result=told.get("item.result", ""),
        turn=told.get("item.turn", ""),
        desk=desk,
    )
    return True
