"""Longitude and latitude."""

from anxin.registry.excel.cells.numbers import measure
from anxin.registry.excel.cells.reading import Cell, Context, Reading, faulty, plain, valued


def longitude(path: str, cell: Cell, _header: str, _context: Context) -> Reading:
    """Degrees east, within the country."""
    return _coordinate(path, cell, (73, 136), (3, 54))


def latitude(path: str, cell: Cell, _header: str, _context: Context) -> Reading:
    """Degrees north, within the country."""
    return _coordinate(path, cell, (3, 54), (73, 136))


def _coordinate(path: str, cell: Cell, own: tuple[float, float], other: tuple[float, float]) -> Reading:
    measured = measure(str(cell).strip("°EN东经北纬 ") if isinstance(cell, str) else cell)
    if measured is None or measured[1] not in {"", "°", "e", "n"}:
        return faulty("bad_number", value=plain(cell)[:40])
    if own[0] <= measured[0] <= own[1]:
        return valued(path, round(measured[0], 7))
    swapped = other[0] <= measured[0] <= other[1]
    return faulty("coordinates_swapped" if swapped else "coordinates_outside", value=plain(cell)[:40])
