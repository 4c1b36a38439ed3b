"""Phone numbers, one or several in a cell."""

import re
from datetime import date, datetime, time, timedelta

from anxin.registry.excel.cells.lost import digits_lost, shown
from anxin.registry.excel.cells.reading import (
    Cell,
    Context,
    Fault,
    Reading,
    faulty,
    kept_too,
    plain,
    says_none,
    valued,
)
from anxin.registry.excel.text import level

MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^(?:0(?:10|2\d|[3-9]\d{2}))?[2-9]\d{6,7}(?:(?:转|ext|x|\*)\d{1,6})?$")
_SERVICE = re.compile(r"^[48]00\d{7}$")
_ASIDE = re.compile(r"[(（][^)）\d]*[)）]$")
# "电话:139…", "139…李": words around one number, unless they say that it is not the one to call.
_SAID = re.compile(r"^([\u4e00-\u9fff:]{0,8})([^\u4e00-\u9fff:]*\d)([\u4e00-\u9fff]{0,6})$")
_DOUBT = re.compile(r"[空停错旧原前非不无转]")
_EXTENSION = re.compile(r"^((?:0\d{2,3}[\-—–]?)?[2-9]\d{6,7})[\-—–](\d{1,6})$")
_LABEL = re.compile(r"^(?:联系|固定|移动|办公)?(?:电话|手机|座机|号码|tel)+号?码?:?")


def phone(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """One or several mobile or landline numbers; every one must have the shape of one."""
    if isinstance(cell, datetime | date | time | timedelta | bool):
        return faulty("bad_phone", value=plain(cell))
    if digits_lost(cell):
        return faulty("digits_lost", value=shown(cell))
    written = plain(cell).strip("'`’")
    if says_none(written, context):
        return Reading()
    written = re.sub(r"\.0$", "", level(written))
    numbers = [
        part for part in re.split(r"[、,，;；/\\|或和\n]+", _spaced_apart(plain(cell), written)) if part
    ]
    counted = isinstance(cell, float)
    good = [number for part in numbers if (number := phone_number(part, counted=counted))]
    if not good or len(good) < len(numbers):
        bad = next((part for part in numbers if not phone_number(part, counted=counted)), written)
        lost = counted and (bool(phone_number("0" + bad)) or _rounded(bad))
        fault = Fault("digits_lost" if lost else "bad_phone", {"value": bad[:40]})
        return Reading({path: good[0]} if good else {}, [fault])
    found = _kept_phones(path, good)
    return kept_too(found) if any(_named(part) for part in numbers) else found


def _spaced_apart(original: str, levelled: str) -> str:
    """Two numbers with only a space between them are two; one grouped by spaces is one."""
    parts = [re.sub(r"[^\d]", "", part) for part in original.split()]
    return "/".join(parts) if len(parts) > 1 and all(len(part) >= 7 for part in parts) else levelled


def _kept_phones(path: str, numbers: list[str]) -> Reading:
    together = "/".join(dict.fromkeys(numbers))
    if len(together) <= 30:
        return valued(path, together)
    return Reading({path: "/".join(numbers[:2])[:30]}, notices=[Fault("more_phones", {"kept": 2})])


def phone_number(part: str, *, counted: bool = False) -> str:
    """The number in a piece of text, or "".

    Args:
        counted: it comes from a number cell, where 138 0000 0000 is what scientific notation left.
    """
    bare = _EXTENSION.sub(r"\1转\2", _ASIDE.sub("", part))
    if (said := _SAID.match(bare)) and not _DOUBT.search(said.group(1) + said.group(3)):
        bare = said.group(2)
    digits = re.sub(r"[\s\-—–－()（）.·]", "", bare)
    digits = re.sub(r"^(?:\+?0{0,2}86)(?=1[3-9]\d{9}$)", "", digits)
    if counted and _rounded(digits):
        return ""
    if MOBILE.match(digits) or _SERVICE.match(digits):
        return digits
    if not _LANDLINE.match(digits):
        return ""
    area = re.match(r"^(0(?:10|2\d|[3-9]\d{2}))(\d+.*)$", digits)
    return f"{area.group(1)}-{area.group(2)}" if area else digits


def _named(part: str) -> bool:
    """Whether more than a label stands beside the number: a name, a remark."""
    return re.search(r"[\u4e00-\u9fff]", _LABEL.sub("", part).replace("转", "")) is not None


def _rounded(digits: str) -> bool:
    """138 0000 0000: what is left of a number kept in scientific notation."""
    return len(digits) == 11 and digits.isdigit() and digits.endswith("0000000")
