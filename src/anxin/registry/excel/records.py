"""Rows of a sheet → records: what each says, where it stood, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from anxin.registry.excel.cells import READERS, Cell, Context, Fault, Reading, is_unknown, plain
from anxin.registry.excel.grid import Sheet, Value, column_name
from anxin.registry.excel.layout import FormSheet, Ledger
from anxin.registry.excel.mapping import Column, field_of
from anxin.registry.excel.places import GRID, TOWN, VILLAGE, Gazetteer
from anxin.registry.excel.text import header_key, level
from anxin.registry.excel.vocabulary import Vocabulary

IDENTITY = frozenset(
    {
        "sign_name",
        "licence_name",
        "credit_code",
        "account_number",
        "address",
        "holder_name",
        "holder_phone",
        "holder_id_number",
        "room",
        "number",
        "food_licence_number",
        "estate",
        "road",
    }
)
ADDRESS = ("address", "road", "road_number", "estate", "building", "unit", "room")
LEVELS = {"area.town": TOWN, "area.village": VILLAGE, "area.grid": GRID}
_FEW = 3
_REMEMBERED = 50_000


@dataclass(slots=True)
class Record:
    """One premises as the workbook tells it.

    Attributes:
        values: path → value as JSON (days as ISO text, areas as decimal text).
        positions: path → {"row", "column"}.
        extra: header → text, for columns without a field.
        faults: [{"column", "code", "params", "row"}]; blocking faults make the row unusable.
    """

    sheet: str
    row: int
    raw: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    positions: dict[str, dict[str, Any]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    area_code: str = ""
    usable: bool = True
    hidden: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the pipe."""
        # not asdict: it copies every text, which takes as long as the reading itself
        return {name: getattr(self, name) for name in _NAMES}

    def complain(self, column: str, fault: Fault, row: int | None = None) -> None:
        """Note a fault."""
        self.faults.append(_noted(column, fault, row or self.row))

    def remark(self, column: str, fault: Fault, row: int | None = None) -> None:
        """Note something that is not a fault."""
        self.notices.append(_noted(column, fault, row or self.row))


_NAMES = tuple(field.name for field in fields(Record))


def _noted(column: str, fault: Fault, row: int) -> dict[str, Any]:
    return {"column": column, "code": fault.code, "params": dict(fault.params), "row": row}


@dataclass(slots=True)
class Desk:
    """What reading needs beside the sheet."""

    context: Context
    gazetteer: Gazetteer
    mapping: Mapping[str, str | None]
    defaults: Mapping[str, tuple[Any, int, str]] = field(default_factory=dict)
    # Ledgers repeat themselves: what a column's cell said once it says again.
    read: dict[tuple[str, str, type, Cell], Reading] = field(default_factory=dict)
    shape: dict[int, str | None] = field(default_factory=dict)


def title_defaults(
    titles: Sequence[tuple[int, str]], vocabulary: Vocabulary
) -> dict[str, tuple[Any, int, str]]:
    """What a sheet's title says of every row: whose ledger it is, and of which gas."""
    found: dict[str, tuple[Any, int, str]] = {}
    for row, text in titles:
        for kind in ("catering", "resident"):
            if "kind" not in found and any(w in level(text) for w in vocabulary.words[f"{kind}_titles"]):
                found["kind"] = (kind, row, text[:80])
        if "gas_now" not in found and any(w in level(text) for w in vocabulary.words["bottled_titles"]):
            found["gas_now"] = ("bottled", row, text[:80])
    return found


# --- flat ledgers -------------------------------------------------------------------------------


def ledger_records(sheet: Sheet, ledger: Ledger, desk: Desk) -> Iterator[Record]:
    """The records of a flat ledger; titles, groups, totals, notes and repeated headers are not data."""
    group: Record | None = None
    section = ""
    for number, cells, filled in sheet.filled():
        if number <= ledger.last:
            continue
        kind = _kind_of_row(cells, filled, ledger, desk)
        if kind == "section":
            section = _section_area(cells, desk) or section
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


def _kind_of_row(cells: Sequence[Value], filled: frozenset[int], ledger: Ledger, desk: Desk) -> str:
    own = [(i, plain(c)) for i, c in enumerate(cells, start=1) if i not in filled and c != "" and plain(c)]
    if not own:
        return "blank"
    words, first = desk.context.vocabulary.words, own[0][1]
    if any(level(text).rstrip(":：") in words["totals"] for _index, text in own[:2]) or _is_total(first):
        return "total"
    spread = len({i for i, cell in enumerate(cells, start=1) if cell != ""})
    if len(own) <= _FEW and _is_note(first, words["notes"]):
        return "note"
    if (
        len(own) == 1
        and (spread > max(_FEW, len(ledger.columns) // 2) or len(ledger.columns) > _FEW)
        and _is_alone(own[0], ledger, desk)
    ):
        return "section"
    if _repeats_header(own, ledger):
        return "header"
    told = [i for i, text in own if level(text) not in words["unknown"]]
    if not desk.shape:
        desk.shape.update({column.index: desk.mapping.get(column.header) for column in ledger.columns})
    mapped = desk.shape
    named = {mapped.get(index) for index in told} - {None, "sequence"}
    if ledger.items and named & {"item.content", "item.result", "item.subject"}:
        return "data"
    return "data" if named & IDENTITY or len(named - set(LEVELS)) >= 2 else "thin"


def _is_total(first: str) -> bool:
    return (
        re.match(r"^(?:本页|全镇|全街道|全区|以上)?(?:合|小|总|共)\s*计(?:[:：(（\d]|$)", first) is not None
    )


def _is_note(first: str, notes: frozenset[str]) -> bool:
    head = re.split(r"[:：\d]", level(first), maxsplit=1)[0].rstrip(".、 (（")
    marked = level(first)[len(head) :][:1] in {":", "："} or level(first) in notes
    return (head in notes and (marked or level(first)[len(head) :][:1].isdigit())) or first.startswith(
        ("※", "*注", "★")
    )


def _is_alone(own: tuple[int, str], ledger: Ledger, desk: Desk) -> bool:
    """A lone text is a section title, unless it stands in a column that identifies a premises."""
    index, text = own
    header = next((c.header for c in ledger.columns if c.index == index), "")
    field_name = desk.mapping.get(header)
    if field_name in IDENTITY and field_name not in {"estate", "road", "room"}:
        return (
            re.match(r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])", text)
            is not None
        )
    return True


def _section_area(cells: Sequence[Value], desk: Desk) -> str:
    text = next((plain(cell) for cell in cells if cell != ""), "")
    text = re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）、.．\s]+", "", text)
    for length in (TOWN, VILLAGE):
        code, _fault = desk.gazetteer.find(text, length, desk.gazetteer.inside)
        if code and len(code) > len(desk.gazetteer.inside):
            return code
    return ""


def _repeats_header(own: Sequence[tuple[int, str]], ledger: Ledger) -> bool:
    texts = {column.index: (column.leaf, column.group) for column in ledger.columns}
    same = sum(text in texts.get(index, ()) for index, text in own[: 2 * _FEW])
    return same >= max(2, len(own[: 2 * _FEW]) // 2 + 1)


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
        if _broken_cell(sheet, number, column, path, record):
            continue
        shown = plain(cell)
        if shown == "":
            continue
        record.raw[column.header] = shown
        if path in LEVELS and not is_unknown(cell, desk.context.vocabulary):
            areas[path] = (column.header, shown)
        take(record, number, column.header, path, cell, desk)
    _place(record, areas, desk, within or desk.gazetteer.inside)
    return record


def _broken_cell(sheet: Sheet, number: int, column: Column, path: str | None, record: Record) -> bool:
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


def take(record: Record, row: int, header: str, path: str | None, cell: Cell, desk: Desk) -> None:
    """Read one cell into a record."""
    if path is None:
        if not is_unknown(cell, desk.context.vocabulary):
            record.extra[header] = plain(cell)[:2000]
        return
    if path in LEVELS or is_unknown(cell, desk.context.vocabulary):
        return
    known = desk.context.vocabulary.fields[path]
    key = (path, header, type(cell), cell)
    reading = desk.read.get(key)
    if reading is None:
        reading = READERS[known.type](path, cell, header, desk.context)
        if len(desk.read) < _REMEMBERED:
            desk.read[key] = reading
    for name, value in reading.values.items():
        record.values[name] = value
        record.positions[name] = {"row": row, "column": header}
    for fault in reading.faults:
        record.complain(header, fault, row)
    for notice in reading.notices:
        record.remark(header, notice, row)
        record.extra[header] = plain(cell)[:2000]


def _place(record: Record, areas: Mapping[str, tuple[str, str]], desk: Desk, within: str) -> None:
    """The most exact area the row names; one outside the batch's area makes the row unusable."""
    code = within
    for path, length in LEVELS.items():
        if path not in areas or (len(code) >= length and path == "area.grid"):
            continue
        header, written = areas[path]
        found, fault = desk.gazetteer.find(written, length, code)
        if found:
            code = max(code, found, key=len)
            record.positions["area"] = {"row": record.row, "column": header}
        elif path == "area.grid":
            record.remark(header, Fault("grid_not_known", {"value": written[:40]}))
            record.extra[header] = written
        elif fault:
            record.complain(header, fault)
            record.usable = record.usable and fault.code == "unknown_area" and path == "area.village"
            if path == "area.town":
                break  # what lies in another town cannot be judged from here
    record.area_code = code


# --- check items --------------------------------------------------------------------------------


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


def item_facts(
    record: Record, row: int, header: str, *, subject: str, content: str, result: str, turn: str, desk: Desk
) -> None:
    """One line of a check form: kept as written, and as facts where its words leave no doubt."""
    line = "/".join(part for part in (turn, subject, content) if part)
    if not line:
        return
    known = is_unknown(result, desk.context.vocabulary)
    if not known:
        record.extra[f"item:{line}"[:200]] = result[:2000]
    if known or turn.startswith("上次"):
        return
    words = desk.context.vocabulary.words
    problem_column = "问题" in header
    good = level(result) in (words["none"] if problem_column else words["yes"])
    bad = not problem_column and level(result) in words["no"]
    for item in desk.context.vocabulary.items:
        if not any(word in level(subject + content) for word in item["any"]):
            continue
        facts: dict[str, Any] = {}
        for word, said in item.get("said", {}).items():
            if word in level(result) or (good and not problem_column and word in level(content)):
                facts.update(said)
        if not facts and good:
            facts = dict(item.get("good", {}))
        if not facts and bad:
            facts = dict(item.get("bad", {}))
        for path, value in facts.items():
            record.values.setdefault(path, value)
            record.positions.setdefault(path, {"row": row, "column": line[:200]})


# --- forms --------------------------------------------------------------------------------------


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
    return {path for _i, path, _h, _v in _pairs_in(cells, filled)}


def _pairs_in(cells: Sequence[Value], filled: frozenset[int]) -> list[tuple[int, str, str, Value]]:
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
        for _index, path, key, value in _pairs_in(cells, filled):
            mapped = desk.mapping.get(key, path or None)
            if plain(value) == "" or (mapped and mapped in record.values):
                continue
            record.raw.setdefault(key, plain(value))
            if mapped in LEVELS and not is_unknown(value, desk.context.vocabulary):
                areas.setdefault(mapped, (key, plain(value)))
            if mapped in IDENTITY and not named:
                record.row, named = number, True
            take(record, number, key, mapped, value, desk)
    _place(record, areas, desk, desk.gazetteer.inside)
    return finished(record, desk)


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
    if not told.get("item.content") and not told.get("item.subject"):
        return False
    if _pairs_in([cells[c.index - 1] for c in columns[:1] if c.index <= len(cells)], frozenset()):
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


# --- the whole row ------------------------------------------------------------------------------


def finished(record: Record, desk: Desk) -> Record:
    """What only the whole row can tell: its kind, its address, its position, contradictions within."""
    for path, (value, row, text) in desk.defaults.items():
        if path not in record.values and not (path == "gas_now" and "gas_now" in _faulted(record, desk)):
            record.values[path] = value
            record.positions[path] = {"row": row, "column": text}
    record.values.setdefault("kind", _kind(desk.mapping.values()))
    _require_address(record, desk)
    _require_pair(record, desk)
    _require_order(record, desk)
    return record


def _faulted(record: Record, desk: Desk) -> set[str | None]:
    return {desk.mapping.get(fault["column"]) for fault in record.faults}


def _kind(paths: Any) -> str:
    catering = {
        "sign_name",
        "licence_name",
        "credit_code",
        "venue",
        "food_licence_number",
        "scale",
        "opened_on",
    }
    return "catering" if catering & set(paths) else "resident"


def _column_of(desk: Desk, *paths: str) -> str:
    found = {path: header for header, path in desk.mapping.items() if path}
    return next((found[path] for path in paths if path in found), next(iter(desk.mapping), ""))


def _require_address(record: Record, desk: Desk) -> None:
    if any(record.values.get(part) for part in ADDRESS):
        return
    if not any(desk.mapping.get(fault["column"]) in ADDRESS for fault in record.faults):
        record.complain(_column_of(desk, *ADDRESS, "sign_name", "holder_name"), Fault("missing_address"))
    record.usable = False


def _require_pair(record: Record, desk: Desk) -> None:
    """A longitude without its latitude is no position."""
    both = [path for path in ("longitude", "latitude") if path in record.values]
    if len(both) == 1:
        missing = "latitude" if both == ["longitude"] else "longitude"
        if missing not in _faulted(record, desk):
            record.remark(record.positions[both[0]]["column"], Fault("half_a_position"))
        record.values.pop(both[0])
        record.positions.pop(both[0])


def _require_order(record: Record, desk: Desk) -> None:
    """What expires before it was made or installed cannot be."""
    del desk
    for path in [p for p in record.values if p.endswith(".expires_on")]:
        head = path.partition(".")[0]
        for start in (f"{head}.made_on", f"{head}.installed_on"):
            began = record.values.get(start)
            if began and date.fromisoformat(record.values[path]) < date.fromisoformat(began):
                record.complain(
                    record.positions[path]["column"],
                    Fault("ends_before_it_begins", {"value": record.values[path]}),
                )
                record.values.pop(path)
                record.positions.pop(path)
                break
