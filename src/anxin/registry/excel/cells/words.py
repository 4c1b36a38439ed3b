"""Free text, names, addresses and identifiers without a check digit."""

from datetime import date, datetime, time, timedelta

from anxin.registry.excel.cells.lost import digits_lost, shown
from anxin.registry.excel.cells.reading import Cell, Context, Reading, faulty, plain, says_none, valued


def text(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Free text, within the limit of its column. A date here is a "1-2" that a spreadsheet turned."""
    if isinstance(cell, datetime | date | time | timedelta):
        return faulty("became_a_date", value=plain(cell))
    written = plain(cell)
    if says_none(written, context):
        return Reading()
    limit = context.vocabulary.fields[path].limit
    if len(written) > limit:
        return faulty("too_long", limit=limit, length=len(written))
    return valued(path, written)


def code(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """An identifier: digits that a number cell lost are a fault."""
    if digits_lost(cell):
        return faulty("digits_lost", value=shown(cell))
    found = text(path, cell, header, context)
    if path in found.values:
        found.values[path] = found.values[path].strip("'`’")
    return found


def name(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A person's name: a bare number is none."""
    if isinstance(cell, float):
        return faulty("not_a_name", value=plain(cell))
    return text(path, cell, header, context)


def address(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """An address as written; a bare number or a date is none."""
    return text(path, cell, header, context)


def sequence(_path: str, _cell: Cell, _header: str, _context: Context) -> Reading:
    """A row's ordinal: read past."""
    return Reading()


def kept_as_written(_path: str, _cell: Cell, _header: str, _context: Context) -> Reading:
    """Check items and areas are read elsewhere."""
    return Reading()
