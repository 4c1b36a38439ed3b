"""One premises as a workbook tells it, and how a cell is taken into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from anxin.registry.excel.cells import READERS, Cell, Context, Fault, Reading, is_unknown, plain
from anxin.registry.excel.places import GRID, TOWN, VILLAGE, Gazetteer
from anxin.registry.excel.text import level
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


def take(record: Record, row: int, header: str, path: str | None, cell: Cell, desk: Desk) -> None:
    """Read one cell into a record."""
    if path is None:
        if not is_unknown(cell, desk.context.vocabulary):
            record.extra[header] = plain(cell)[:2000]
        return
    if path in LEVELS or is_unknown(cell, desk.context.vocabulary):
        return
    if isinstance(cell, str) and level(cell) in desk.context.vocabulary.words["ditto"]:
        record.complain(header, Fault("ditto", {"value": plain(cell)}), row)
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


def place(record: Record, areas: Mapping[str, tuple[str, str]], desk: Desk, within: str) -> None:
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
