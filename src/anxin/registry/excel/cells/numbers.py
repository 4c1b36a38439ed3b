"""Numbers that measure: areas, lengths, masses, counts."""

import re

from anxin.registry.excel.cells.reading import Cell, Context, Reading, faulty, plain, says_none, valued
from anxin.registry.excel.text import level

_NUMBER = re.compile(r"^(?:约|大约|共|近|≈|~)?([+-]?\d+(?:\.\d+)?)(.*)$")
_AREA_UNITS = frozenset(
    {
        "",
        "m2",
        "㎡",
        "平",
        "平方",
        "平方米",
        "平米",
        "平方公尺",
        "左右",
        "m",
        "平左右",
        "平方米左右",
        "m2左右",
    }
)
_LENGTH_UNITS = {
    "": 0.0,
    "m": 1000.0,
    "米": 1000.0,
    "mm": 1.0,
    "毫米": 1.0,
    "cm": 10.0,
    "厘米": 10.0,
    "公分": 10.0,
    "公尺": 1000.0,
    "dm": 100.0,
}
_KG_UNITS = frozenset({"", "kg", "公斤", "千克", "k"})
_COUNT_UNITS = re.compile(r"^(?:台|只|个|人|套|瓶|罐|名|口|眼|具|罐)?(?:左右)?$")


def measure(cell: Cell) -> tuple[float, str] | None:
    if isinstance(cell, bool) or not isinstance(cell, str | float):
        return None
    if isinstance(cell, float):
        return cell, ""
    written = level(cell).replace(",", "").replace("，", "")
    match = _NUMBER.match(written)
    return (float(match.group(1)), match.group(2)) if match else None


def area_m2(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Square metres, with or without the unit."""
    if isinstance(cell, str) and says_none(cell, context):
        return Reading()
    measured = measure(cell)
    if measured is None or measured[1] not in _AREA_UNITS:
        return faulty("bad_number", value=plain(cell)[:40])
    if not 0 < measured[0] <= 1_000_000:
        return faulty("out_of_range", value=plain(cell)[:40])
    return valued(path, _trim(round(measured[0], 2)))


def length_mm(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A length in millimetres; the unit stands in the cell, else in the header, else metres are meant."""
    if isinstance(cell, str) and says_none(cell, context):
        return Reading()
    measured = measure(cell)
    if measured is None or measured[1] not in _LENGTH_UNITS:
        return faulty("bad_number", value=plain(cell)[:40])
    factor = _LENGTH_UNITS[measured[1]] or _header_unit(header, measured[0])
    length = measured[0] * factor
    if not 0 < length <= 100_000:
        return faulty("out_of_range", value=plain(cell)[:40])
    return valued(path, round(length))


def _header_unit(header: str, number: float) -> float:
    written = level(header)
    for unit, factor in (("mm", 1.0), ("毫米", 1.0), ("cm", 10.0), ("厘米", 10.0)):
        if unit in written:
            return factor
    named = written.endswith(("m", "米", "m)", "米)"))
    return 1.0 if number >= 100 and not named else 1000.0


def kg(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Kilograms."""
    if isinstance(cell, str) and says_none(cell, context):
        return Reading()
    measured = measure(cell)
    if measured is None or measured[1] not in _KG_UNITS:
        return faulty("bad_number", value=plain(cell)[:40])
    if not 0 <= measured[0] <= 10_000:
        return faulty("out_of_range", value=plain(cell)[:40])
    return valued(path, float(measured[0]))


def integer(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A count."""
    if isinstance(cell, str) and says_none(cell, context):
        return valued(path, 0)
    measured = measure(cell)
    if measured is None or not measured[0].is_integer() or not _COUNT_UNITS.match(measured[1]):
        return faulty("bad_number", value=plain(cell)[:40])
    if not 0 <= measured[0] <= 100_000:
        return faulty("out_of_range", value=plain(cell)[:40])
    return valued(path, int(measured[0]))


def _trim(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)
