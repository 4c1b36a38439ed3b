"""Numbers of persons and of enterprises, with their check digits."""

import re
from datetime import date, datetime, time, timedelta

from stdnum.cn import ric, uscc

from anxin.registry.excel.cells.lost import digits_lost, shown
from anxin.registry.excel.cells.reading import Cell, Context, Reading, faulty, plain, says_none, valued
from anxin.registry.excel.text import level

_PASSPORT = re.compile(r"^(?:[A-Z]{1,2}\d{7,9}|[HM]\d{8,10}|\d{8})$")


def id_number(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """An 18-digit number with its check digit, a 15-digit one of old, or a passport."""
    if isinstance(cell, datetime | date | time | timedelta | bool):
        return faulty("bad_id_number", value=plain(cell))
    if digits_lost(cell):
        return faulty("digits_lost", value=shown(cell))
    if says_none(plain(cell), context):
        return Reading()
    number = re.sub(r"[\s\-'`’]", "", level(plain(cell))).upper()
    if is_id_number(number):
        return valued(path, number)
    lost = len(number) == 18 and number.isdigit() and number.endswith("000")
    return faulty("digits_lost" if lost else "bad_id_number", value=number[:40])


def is_id_number(number: str) -> bool:
    if re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return ric.calc_check_digit(number) == number[-1] and _is_day(number[6:14])
    if re.fullmatch(r"[1-9]\d{14}", number):
        return _is_day("19" + number[6:12])
    return bool(_PASSPORT.fullmatch(number))


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100


def credit_code(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """统一社会信用代码 with its check digit (GB 32100)."""
    if isinstance(cell, datetime | date | time | timedelta | bool):
        return faulty("bad_credit_code", value=plain(cell))
    if digits_lost(cell):
        return faulty("digits_lost", value=shown(cell))
    if says_none(plain(cell), context):
        return Reading()
    number = re.sub(r"[\s\-'`’]", "", level(plain(cell))).upper()
    return valued(path, number) if uscc.is_valid(number) else faulty("bad_credit_code", value=number[:40])
