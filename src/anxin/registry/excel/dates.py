"""Days as offices write them, with how exactly they are known."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.registry.excel.text import level

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050  # 1950 … 2099
FIRST_YEAR, LAST_YEAR = 1949, 2100

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_FULL = re.compile(
    r"^(\d{4}|\d{2})(?:年|[./\-、,_])(\d{1,2})(?:月|[./\-、,_])(\d{1,2})(?:日|号)?[.。]?(?:t?\d{1,2}(?::|时|点)\d{0,2}(?::\d{0,2}(?:\.\d+)?)?(?:分|秒)?)?$"
)
_MONTH = re.compile(r"^(\d{4}|\d{2}(?=年))(?:年|[./\-、])(\d{1,2})(?:月份?)?(?:[初中底末]|[上中下]旬)?$")
_YEAR = re.compile(r"^(\d{4})(?:年度?)?(?:[初中底末]|[上下]半年|[春夏秋冬]季?|第?[一二三四1-4]季度)?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:0{6}|\.0)?$")
_SOLID_MONTH = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
_DAY_LAST = re.compile(r"^(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})$")
_DASHES = re.compile(r"[—–－−]+")
_CHINESE = re.compile(r"^[〇零○一二三四五六七八九]{4}年")


@dataclass(frozen=True, slots=True)
class Day:
    """A day and how exactly it is known: ``day``, ``month`` or ``year``."""

    day: date
    precision: str


def read_date(cell: object, *, date1904: bool, today: date) -> Day | None:
    """What a cell says as a day; None when it is not one (31 June is not)."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, float):
        return _from_number(cell, date1904=date1904)
    return _from_text(level(cell), date1904=date1904, today=today) if isinstance(cell, str) else None


def _plausible(day: date, precision: str = "day") -> Day | None:
    return Day(day, precision) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _from_number(number: float, *, date1904: bool) -> Day | None:
    if FIRST_YEAR < number < LAST_YEAR:
        return _year_and_fraction(number)
    if not number.is_integer() and not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _plausible((EPOCH_1904 if date1904 else EPOCH_1900) + timedelta(days=int(number)))
    return _solid(str(int(number)))


def _year_and_fraction(number: float) -> Day | None:
    """2023 is a year, 2023.6 and 2023.12 a month; 2023.1 may be January or October, so only the year."""
    year, _dot, month = repr(number).partition(".")
    if month in {"0", "1"}:
        return Day(date(int(year), 1, 1), "year")
    return Day(date(int(year), int(month), 1), "month") if month.isdigit() and 1 <= int(month) <= 12 else None


def _solid(digits: str) -> Day | None:
    if match := _SOLID.match(digits):
        return _made(*match.groups())
    if match := _SOLID_MONTH.match(digits):
        return _made(match.group(1), match.group(2), "1", "month")
    return None


def _from_text(text: str, *, date1904: bool, today: date) -> Day | None:
    text = _DASHES.sub("-", text.strip("'`’"))
    text = re.sub(r"(?:左右|前后|星期.|\(.*\)|（.*）)$", "", text)
    if _CHINESE.match(text):
        text = _numerals(text)
    if match := _FULL.match(text):
        return _made(_whole_year(match.group(1), today), match.group(2), match.group(3))
    if match := _MONTH.match(text):
        return _made(_whole_year(match.group(1), today), match.group(2), "1", "month")
    if match := _YEAR.match(text):
        return _made(match.group(1), "1", "1", "year")
    if match := _DAY_LAST.match(text):
        return _day_last(*match.groups())
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_number(float(text), date1904=date1904)
    return _solid(text)


def _whole_year(year: str, today: date) -> str:
    return year if len(year) == 4 else str(today.year // 100) + year


def _made(year: str, month: str, day: str, precision: str = "day") -> Day | None:
    try:
        return _plausible(date(int(year), int(month), int(day)), precision)
    except ValueError:
        return None


def _day_last(first: str, second: str, year: str) -> Day | None:
    """6/21/2023 and 21/6/2023 are one day; 5/6/2023 may be two, so it is none."""
    if int(first) > 12 >= int(second):
        return _made(year, second, first)
    if int(second) > 12 >= int(first) or first == second:
        return _made(year, first, second)
    return None


def _numerals(text: str) -> str:
    """二〇二三年六月二十一日 → 2023年6月21日."""

    def small(match: re.Match[str]) -> str:
        tens, _ten, ones = match.group().partition("十")
        if not _ten:
            return tens.translate(_DIGITS)
        return str(int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0))

    year, _mark, rest = text.partition("年")
    return year.translate(_DIGITS) + "年" + re.sub(r"[〇零一二三四五六七八九十]+", small, rest)
