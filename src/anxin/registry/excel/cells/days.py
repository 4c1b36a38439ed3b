"""Days, and the contract's number beside its day."""

import re

from anxin.registry.excel.cells.lost import digits_lost, shown
from anxin.registry.excel.cells.reading import (
    Cell,
    Context,
    Fault,
    Reading,
    faulty,
    joined,
    plain,
    says_none,
    valued,
)
from anxin.registry.excel.cells.words import code
from anxin.registry.excel.cells.yes_no import yes_or_no
from anxin.registry.excel.dates import read_date
from anxin.registry.excel.text import level

_ONLY_A_DAY = re.compile(r"^(?:19|20)\d{2}[年./\-—–、]\d{1,2}(?:[月./\-—–、]\d{1,2}[日号]?|月)$")


def day(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A day; a month or a year alone is said to be one, and no day is invented."""
    if isinstance(cell, str) and says_none(cell, context):
        return Reading()
    return read_day(path, cell, context, past=False)


def past_day(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A day that has been."""
    if isinstance(cell, str) and says_none(cell, context):
        return Reading()
    return read_day(path, cell, context, past=True)


def read_day(path: str, cell: Cell, context: Context, *, past: bool) -> Reading:
    found = read_date(cell, date1904=context.date1904, today=context.today)
    if found is None:
        return faulty("bad_date", value=plain(cell)[:40])
    if found.precision != "day":
        return Reading(notices=[Fault(f"precision_{found.precision}", {"value": plain(cell)[:40]})])
    if past and found.day > context.today:
        return faulty("future_date", value=plain(cell)[:40])
    return valued(path, found.day.isoformat())


def contract(_path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A contract's number and day: "RQ-2023-001/2023.6.21"."""
    if digits_lost(cell):
        return faulty("digits_lost", value=shown(cell))
    written = plain(cell)
    if says_none(written, context) or isinstance(yes_or_no(cell, context), bool):
        return Reading(notices=[Fault("kept_as_written", {})])
    if not isinstance(cell, str) or _ONLY_A_DAY.match(level(written)):
        return _day_or_number(cell, header, context)
    match = re.fullmatch(r"(.*?)[/／\s,，;；(（]+((?:19|20)\d{2}\s*[年./-].{1,12}?)[)）]?", written)
    if not match:
        return code("contract_number", cell, header, context)
    found = code("contract_number", match.group(1), header, context)
    signed = read_day("contract_signed_on", match.group(2), context, past=False)
    return joined(found, signed)


def _day_or_number(cell: Cell, header: str, context: Context) -> Reading:
    """A cell that is wholly a day is the contract's day, not its number."""
    if isinstance(cell, float):
        return code("contract_number", cell, header, context)
    return read_day("contract_signed_on", cell, context, past=False)
