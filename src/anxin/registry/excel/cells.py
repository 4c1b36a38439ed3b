"""What a cell says: one small reader per type of field.

A reader answers a value, nothing (unknown), or a fault; it never guesses and never mangles.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from stdnum.cn import ric, uscc

from anxin.registry.excel.dates import read_date
from anxin.registry.excel.text import kept, level
from anxin.registry.excel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be used as it stands."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What one cell said.

    Attributes:
        values: path → value; empty for unknown.
        faults: why (part of) it cannot be used.
        notices: what was understood but cannot be kept in a field: (code, params); the text is kept as extra.
    """

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What the readers need to know beside the cell."""

    vocabulary: Vocabulary
    options: Mapping[str, Mapping[str, str]]
    suppliers: Mapping[str, str]
    today: date
    date1904: bool = False


Cell = str | float | bool | datetime | date | time | timedelta
Reader = Callable[[str, Cell, str, Context], Reading]

_TICKED = "☑☒√✓✔■●🗸"
_EMPTY_BOX = "□○◻☐◯"
_BOXES = re.compile(rf"[{_TICKED}{_EMPTY_BOX}]")
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?e\+?\d{1,2}$", re.IGNORECASE)
_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^(?:0(?:10|2\d|[3-9]\d{2}))?[2-9]\d{6,7}(?:(?:转|ext|x|\*)\d{1,6})?$")
_SERVICE = re.compile(r"^[48]00\d{7}$")
_NUMBER = re.compile(r"^(?:约|大约|共|近|≈|~)?([+-]?\d+(?:\.\d+)?)(.*)$")
_PASSPORT = re.compile(r"^(?:[A-Z]{1,2}\d{7,9}|[HM]\d{8,10}|\d{8})$")
_TIMES = re.compile(r"(\d+(?:\.\d+)?)(?:kg|公斤|千克)?(?:/瓶|装|型|规格)?[x×*✕](\d+)(?:只|瓶|个|罐)?")
_SIZED = re.compile(r"(\d+(?:\.\d+)?)(?:kg|公斤|千克)(?:装|型|瓶)?[:：,，]?(\d+)(?:只|瓶|个|罐)")
_COUNTED = re.compile(r"(\d+)(?:只|瓶|个|罐)(\d+(?:\.\d+)?)(?:kg|公斤|千克)")
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
_LOST_FROM = 10**15
# "无报警器", "已装2台", "是（家用）": what the column is about, how many and asides do not change the answer.
_NOUNS = re.compile(r"(?:燃气|可燃气体|泄漏)*(?:熄火保护|报警器?|自闭阀|切断阀|智能表|管网)(?:装置|功能)?")
_COUNT = re.compile(r"\d{1,3}(?:台|个|只|套)$")
_ASIDE = re.compile(r"[(（][^)）\d]*[)）]$")


def plain(cell: Cell) -> str:
    """A cell as the text a person sees: 101.0 is 101."""
    if isinstance(cell, str):
        return kept(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


def is_unknown(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Blank, or one of the words for not knowing."""
    return isinstance(cell, str) and level(cell) in vocabulary.words["unknown"]


def _says_none(text: str, context: Context) -> bool:
    return level(text) in context.vocabulary.words["none"]


def _fault(code: str, **params: Any) -> Reading:
    return Reading(faults=[Fault(code, params)])


def _value(path: str, value: Any) -> Reading:
    return Reading({path: value})


def _ticked(text: str) -> str | None:
    """The label whose box is ticked in "☑有 □无"; None without boxes, "" with none ticked."""
    if not any(char in text for char in _EMPTY_BOX) and len(_BOXES.findall(text)) < 1:
        return None
    labels = [kept(part).strip("/、,，;； ") for part in _BOXES.split(text)]
    boxes = _BOXES.findall(text)
    if not any(labels):
        return None
    paired = labels[1:] if not labels[0] else labels[:-1]
    chosen = [label for box, label in zip(boxes, paired, strict=False) if box in _TICKED]
    return "/".join(chosen)


# --- text ---------------------------------------------------------------------------------------


def text(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Free text, within the limit of its column. A date here is a "1-2" that a spreadsheet turned."""
    if isinstance(cell, datetime | date | time | timedelta):
        return _fault("became_a_date", value=plain(cell))
    written = plain(cell)
    if _says_none(written, context):
        return Reading()
    limit = context.vocabulary.fields[path].limit
    if len(written) > limit:
        return _fault("too_long", limit=limit, length=len(written))
    return _value(path, written)


def code(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """An identifier: digits that a number cell lost are a fault."""
    if _digits_lost(cell):
        return _fault("digits_lost", value=_shown(cell))
    found = text(path, cell, header, context)
    if path in found.values:
        found.values[path] = found.values[path].strip("'`’")
    return found


def name(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A person's name: a bare number is none."""
    if isinstance(cell, float):
        return _fault("not_a_name", value=plain(cell))
    return text(path, cell, header, context)


def address(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """An address as written; a bare number or a date is none."""
    return text(path, cell, header, context)


def sequence(_path: str, _cell: Cell, _header: str, _context: Context) -> Reading:
    """A row's ordinal: read past."""
    return Reading()


# --- numbers that name --------------------------------------------------------------------------


def _digits_lost(cell: Cell) -> bool:
    if isinstance(cell, float):
        return abs(cell) >= _LOST_FROM or not cell.is_integer()
    return isinstance(cell, str) and bool(_SCIENTIFIC.match(level(cell)))


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and abs(cell) >= _LOST_FROM:
        return f"{cell:.14E}".replace("0E", "E")
    return plain(cell)


def phone(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """One or several mobile or landline numbers; every one must have the shape of one."""
    if isinstance(cell, datetime | date | time | timedelta | bool):
        return _fault("bad_phone", value=plain(cell))
    if _digits_lost(cell):
        return _fault("digits_lost", value=_shown(cell))
    written = plain(cell).strip("'`’")
    if _says_none(written, context):
        return Reading()
    written = re.sub(r"\.0$", "", level(written))
    numbers = [
        part for part in re.split(r"[、,，;；/\\|或和\n]+", _spaced_apart(plain(cell), written)) if part
    ]
    good = [number for part in numbers if (number := _phone_number(part))]
    if not good or len(good) < len(numbers):
        bad = next((part for part in numbers if not _phone_number(part)), written)
        lost = isinstance(cell, float) and bool(_phone_number("0" + bad))
        fault = Fault("digits_lost" if lost or _rounded(bad) else "bad_phone", {"value": bad[:40]})
        return Reading({path: good[0]} if good else {}, [fault])
    return _kept_phones(path, good)


def _spaced_apart(original: str, levelled: str) -> str:
    """Two numbers with only a space between them are two; one grouped by spaces is one."""
    parts = [re.sub(r"[^\d]", "", part) for part in original.split()]
    return "/".join(parts) if len(parts) > 1 and all(len(part) >= 7 for part in parts) else levelled


def _kept_phones(path: str, numbers: list[str]) -> Reading:
    joined = "/".join(dict.fromkeys(numbers))
    if len(joined) <= 30:
        return _value(path, joined)
    return Reading({path: "/".join(numbers[:2])[:30]}, notices=[Fault("more_phones", {"kept": 2})])


def _phone_number(part: str) -> str:
    digits = re.sub(r"[\s\-—–－()（）.·]", "", _ASIDE.sub("", part))
    digits = re.sub(r"^(?:\+?0{0,2}86)(?=1[3-9]\d{9}$)", "", digits)
    if _rounded(digits):
        return ""
    if _MOBILE.match(digits) or _SERVICE.match(digits):
        return digits
    if not _LANDLINE.match(digits):
        return ""
    area = re.match(r"^(0(?:10|2\d|[3-9]\d{2}))(\d+.*)$", digits)
    return f"{area.group(1)}-{area.group(2)}" if area else digits


def _rounded(digits: str) -> bool:
    """138 0000 0000: what is left of a number kept in scientific notation."""
    return len(digits) == 11 and digits.isdigit() and digits.endswith("0000000")


def id_number(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """An 18-digit number with its check digit, a 15-digit one of old, or a passport."""
    if isinstance(cell, datetime | date | time | timedelta | bool):
        return _fault("bad_id_number", value=plain(cell))
    if _digits_lost(cell):
        return _fault("digits_lost", value=_shown(cell))
    if _says_none(plain(cell), context):
        return Reading()
    number = re.sub(r"[\s\-'`’]", "", level(plain(cell))).upper()
    if _is_id_number(number):
        return _value(path, number)
    lost = len(number) == 18 and number.isdigit() and number.endswith("000")
    return _fault("digits_lost" if lost else "bad_id_number", value=number[:40])


def _is_id_number(number: str) -> bool:
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
        return _fault("bad_credit_code", value=plain(cell))
    if _digits_lost(cell):
        return _fault("digits_lost", value=_shown(cell))
    if _says_none(plain(cell), context):
        return Reading()
    number = re.sub(r"[\s\-'`’]", "", level(plain(cell))).upper()
    return _value(path, number) if uscc.is_valid(number) else _fault("bad_credit_code", value=number[:40])


# --- numbers that measure -----------------------------------------------------------------------


def _measured(cell: Cell) -> tuple[float, str] | None:
    if isinstance(cell, bool) or not isinstance(cell, str | float):
        return None
    if isinstance(cell, float):
        return cell, ""
    written = level(cell).replace(",", "").replace("，", "")
    match = _NUMBER.match(written)
    return (float(match.group(1)), match.group(2)) if match else None


def area_m2(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Square metres, with or without the unit."""
    if isinstance(cell, str) and _says_none(cell, context):
        return Reading()
    measured = _measured(cell)
    if measured is None or measured[1] not in _AREA_UNITS:
        return _fault("bad_number", value=plain(cell)[:40])
    if not 0 < measured[0] <= 1_000_000:
        return _fault("out_of_range", value=plain(cell)[:40])
    return _value(path, _trim(round(measured[0], 2)))


def length_mm(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A length in millimetres; the unit stands in the cell, else in the header, else metres are meant."""
    if isinstance(cell, str) and _says_none(cell, context):
        return Reading()
    measured = _measured(cell)
    if measured is None or measured[1] not in _LENGTH_UNITS:
        return _fault("bad_number", value=plain(cell)[:40])
    factor = _LENGTH_UNITS[measured[1]] or _header_unit(header, measured[0])
    length = measured[0] * factor
    if not 0 < length <= 100_000:
        return _fault("out_of_range", value=plain(cell)[:40])
    return _value(path, round(length))


def _header_unit(header: str, number: float) -> float:
    written = level(header)
    for unit, factor in (("mm", 1.0), ("毫米", 1.0), ("cm", 10.0), ("厘米", 10.0)):
        if unit in written:
            return factor
    named = written.endswith(("m", "米", "m)", "米)"))
    return 1.0 if number >= 100 and not named else 1000.0


def kg(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Kilograms."""
    if isinstance(cell, str) and _says_none(cell, context):
        return Reading()
    measured = _measured(cell)
    if measured is None or measured[1] not in _KG_UNITS:
        return _fault("bad_number", value=plain(cell)[:40])
    if not 0 <= measured[0] <= 10_000:
        return _fault("out_of_range", value=plain(cell)[:40])
    return _value(path, float(measured[0]))


def integer(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A count."""
    if isinstance(cell, str) and _says_none(cell, context):
        return _value(path, 0)
    measured = _measured(cell)
    if measured is None or not measured[0].is_integer() or not _COUNT_UNITS.match(measured[1]):
        return _fault("bad_number", value=plain(cell)[:40])
    if not 0 <= measured[0] <= 100_000:
        return _fault("out_of_range", value=plain(cell)[:40])
    return _value(path, int(measured[0]))


def _coordinate(path: str, cell: Cell, own: tuple[float, float], other: tuple[float, float]) -> Reading:
    measured = _measured(str(cell).strip("°EN东经北纬 ") if isinstance(cell, str) else cell)
    if measured is None or measured[1] not in {"", "°", "e", "n"}:
        return _fault("bad_number", value=plain(cell)[:40])
    if own[0] <= measured[0] <= own[1]:
        return _value(path, round(measured[0], 7))
    swapped = other[0] <= measured[0] <= other[1]
    return _fault("coordinates_swapped" if swapped else "coordinates_outside", value=plain(cell)[:40])


def longitude(path: str, cell: Cell, _header: str, _context: Context) -> Reading:
    """Degrees east, within the country."""
    return _coordinate(path, cell, (73, 136), (3, 54))


def latitude(path: str, cell: Cell, _header: str, _context: Context) -> Reading:
    """Degrees north, within the country."""
    return _coordinate(path, cell, (3, 54), (73, 136))


def _trim(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


# --- words --------------------------------------------------------------------------------------


def _yes_or_no(cell: Cell, context: Context) -> bool | str | None:
    """True or False, None for unknown, the word itself when it is neither."""
    if isinstance(cell, bool):
        return cell
    written = plain(cell)
    ticked = _ticked(written)
    word = level(written if ticked is None else ticked)
    words = context.vocabulary.words
    if word in words["unknown"]:
        return None
    for said in (word, _NOUNS.sub("", _COUNT.sub("", _ASIDE.sub("", word)))):
        if said in words["yes"]:
            return True
        if said in words["no"]:
            return False
    return word


def yesno(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Yes or no, in any usual word or mark."""
    answer = _yes_or_no(cell, context)
    if answer is None:
        return Reading()
    if isinstance(answer, bool):
        return _value(path, answer)
    return _fault("unknown_word", value=plain(cell)[:40])


def enum(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """One of a list of options, in any of its wordings."""
    return _choice(path, cell, context.vocabulary.fields[path].options, context)


def _choice(path: str, cell: Cell, options: str, context: Context) -> Reading:
    written = plain(cell)
    ticked = _ticked(written)
    chosen = _option(written if ticked is None else ticked, context.options[options])
    if chosen:
        return _value(path, chosen)
    if ticked == "" or _says_none(written, context):
        return Reading()
    return _fault("unknown_word", value=written[:40])


def _option(written: str, words: Mapping[str, str]) -> str:
    """The option that a word names; a longer text may hold the wordings of one option only."""
    word = level(written)
    if word in words:
        return words[word]
    stripped = re.sub(r"[(（].*?[)）]", "", word)
    if stripped in words:
        return words[stripped]
    held = {words[known] for known in words if len(known) >= 2 and known in word}
    held = {words[known] for known in _longest([k for k in words if len(k) >= 2 and k in word])} or held
    negated = re.search(r"[非未不无没]", word) is not None
    return held.pop() if len(held) == 1 and not negated and len(word) <= 20 else ""


def _longest(found: list[str]) -> list[str]:
    """The wordings that are not part of a longer one found: 半地下 hides 地下."""
    return [k for k in found if not any(k != other and k in other for other in found)]


def present(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Whether there is one: 无 means none, blank means unknown."""
    answer = _yes_or_no(cell, context)
    if answer is None:
        return Reading()
    if isinstance(answer, bool):
        return _value(f"{path}.present", answer)
    return _fault("unknown_word", value=plain(cell)[:40])


def present_brand(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Whether there is one, or its brand."""
    answer = _yes_or_no(cell, context)
    if answer is None:
        return Reading()
    if isinstance(answer, bool):
        return _value(f"{path}.present", answer)
    return Reading({f"{path}.present": True, f"{path}.brand": plain(cell)[:60]})


def hose_kind(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The hose's material; 无 means that there is no hose."""
    if isinstance(cell, str) and _says_none(cell, context):
        return _value("hose.present", False)
    return _choice(path, cell, "hose_kind", context)


def main_pipe(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The main pipe's material; 无 means that there is none."""
    if isinstance(cell, str) and _says_none(cell, context):
        return _value("main_pipe.present", False)
    found = _choice("main_pipe", cell, "main_pipe", context)
    material = found.values.pop("main_pipe", None)
    if material:
        found.values = {"main_pipe.present": True, "main_pipe.steel": material == "steel"}
    return found


def regulator(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The regulator's kind."""
    if isinstance(cell, str) and _says_none(cell, context):
        return _value("regulator.present", False)
    found = _choice("regulator", cell, "regulator", context)
    kind = found.values.pop("regulator", None)
    told: dict[str, dict[str, Any]] = {
        "shuts_off": {"regulator.shuts_off": True},
        "adjustable": {"regulator.adjustable": True},
        "plain": {"regulator.shuts_off": False},
        "medium_pressure": {"regulator.model": plain(cell)[:60]},
        "other": {"regulator.model": plain(cell)[:60]},
    }
    if kind:
        found.values = {"regulator.present": True} | told[kind]
    return found


def floor(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Above or below the ground, or the number of the storey."""
    written = plain(cell)
    below = re.fullmatch(r"(?:-|负|b|地下)([1-9一二三])(?:层|楼|f)?", level(written))
    if below:
        return _value(path, "basement")
    storey = re.fullmatch(
        r"(?:第)?(\d{1,2}(?:[-~、,至/]\d{1,2})*|[一二三四五六七八九十]{1,3})(?:层|楼|f)?", level(written)
    )
    if storey:
        return Reading({path: "above_ground", "floor": written[:20]})
    return _choice(path, cell, "floor_position", context)


# --- several facts in one cell ------------------------------------------------------------------


def _read_day(path: str, cell: Cell, context: Context, *, past: bool) -> Reading:
    found = read_date(cell, date1904=context.date1904, today=context.today)
    if found is None:
        return _fault("bad_date", value=plain(cell)[:40])
    if found.precision != "day":
        return Reading(notices=[Fault(f"precision_{found.precision}", {"value": plain(cell)[:40]})])
    if past and found.day > context.today:
        return _fault("future_date", value=plain(cell)[:40])
    return _value(path, found.day.isoformat())


def day(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A day; a month or a year alone is said to be one, and no day is invented."""
    if isinstance(cell, str) and _says_none(cell, context):
        return Reading()
    return _read_day(path, cell, context, past=False)


def past_day(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A day that has been."""
    if isinstance(cell, str) and _says_none(cell, context):
        return Reading()
    return _read_day(path, cell, context, past=True)


def contract(_path: str, cell: Cell, header: str, context: Context) -> Reading:
    """A contract's number and day: "RQ-2023-001/2023.6.21"."""
    if _digits_lost(cell):
        return _fault("digits_lost", value=_shown(cell))
    written = plain(cell)
    if _says_none(written, context) or isinstance(_yes_or_no(cell, context), bool):
        return Reading(notices=[Fault("kept_as_written", {})])
    match = re.fullmatch(r"(.*?)[/／\s,，;；(（]+((?:19|20)\d{2}\s*[年./-].{1,12}?)[)）]?", written)
    if not match:
        return code("contract_number", cell, header, context)
    found = code("contract_number", match.group(1), header, context)
    signed = _read_day("contract_signed_on", match.group(2), context, past=False)
    return _joined(found, signed)


def cylinders(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Size × number: "15kg×2", "50kg*1+15kg*2", "15公斤2只"."""
    if isinstance(cell, str) and _says_none(cell, context):
        return _value("cylinder.count", 0)
    written = level(plain(cell))
    pairs = [(float(size), int(count)) for size, count in _TIMES.findall(written)]
    pairs = pairs or [(float(size), int(count)) for size, count in _SIZED.findall(written)]
    pairs = pairs or [(float(size), int(count)) for count, size in _COUNTED.findall(written)]
    if not pairs or any(not 0 < size <= 500 or count > 1000 for size, count in pairs):
        return _fault("bad_number", value=plain(cell)[:40])
    return Reading(
        {
            "cylinder.specification": "+".join(f"{size:g}kg" for size, _count in pairs),
            "cylinder.count": sum(count for _size, count in pairs),
            "cylinder.capacity_kg": float(sum(size * count for size, count in pairs)),
        }
    )


def stove(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Brand, model and number of stoves in one cell: "华帝 i10050B 2台"."""
    if not isinstance(cell, str):
        return (
            _fault("bad_number", value=plain(cell))
            if not isinstance(cell, float)
            else _value("stove.model", plain(cell))
        )
    if _says_none(cell, context):
        return _value("stove.present", False)
    answer = _yes_or_no(cell, context)
    if isinstance(answer, bool):
        return _value("stove.present", answer)
    written = plain(cell)
    count = re.search(r"[\s/,，、;；x×*(（]*(\d{1,3})\s*(?:台|个|套|只)[)）]?\s*$", written)
    values: dict[str, Any] = {"stove.present": True}
    if count:
        values["stove.count"] = int(count.group(1))
        written = written[: count.start()].strip()
    return Reading(values | _brand_and_model("stove", written))


def brand_model(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """Brand and model in one cell."""
    if not isinstance(cell, str):
        return (
            text("stove.model", cell, header, context)
            if not isinstance(cell, float)
            else _value("leak_device.model", plain(cell))
        )
    if _says_none(cell, context):
        return Reading()
    return Reading(dict(_brand_and_model(path.partition(".")[0], plain(cell))))


def _brand_and_model(equipment: str, written: str) -> dict[str, str]:
    match = re.match(r"^([\u4e00-\u9fff]{2,})[\s/,，、;；-]*([A-Za-z0-9].*)$", written) or re.match(
        r"^(\S+?)[\s/,，、;；]+(\S.*)$", written
    )
    if not match:
        return {f"{equipment}.brand": written[:60]} if written else {}
    return {f"{equipment}.brand": match.group(1)[:60], f"{equipment}.model": match.group(2).strip()[:60]}


def leak_device(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Whether there is a leak device, and what else the cell says of it."""
    answer = _yes_or_no(cell, context)
    if answer is None:
        return Reading()
    if isinstance(answer, bool) and not (isinstance(cell, str) and _ASIDE.search(cell)):
        return _value("leak_device.present", answer)
    values: dict[str, Any] = {}
    rest: list[str] = []
    for token in re.split(r"[;；,，、/|\s()（）]+", plain(cell)):
        if not token:
            continue
        values.update(_leak_token(token, rest, context))
    if not values:
        return _fault("unknown_word", value=plain(cell)[:40])
    if values.get("leak_device.present") is not False:
        values["leak_device.present"] = True
    return Reading(values, notices=[Fault("kept_as_written", {})] if rest else [])


def _leak_token(token: str, rest: list[str], context: Context) -> dict[str, Any]:
    word = level(token)
    fixed = {
        "联网": ("networked", True),
        "已联网": ("networked", True),
        "未联网": ("networked", False),
        "不联网": ("networked", False),
        "在线": ("online", True),
        "离线": ("online", False),
        "不在线": ("online", False),
    }
    if word in fixed:
        feature, value = fixed[word]
        return {f"leak_device.{feature}": value}
    kind = context.options["device_kind"].get(word) or context.options["device_kind"].get(
        word.removesuffix("报警器")
    )
    if kind:
        return {"leak_device.present": False} if kind == "none" else {"leak_device.device_kind": kind}
    answer = _yes_or_no(token, context)
    if isinstance(answer, bool):
        return {"leak_device.present": answer}
    rest.append(token)
    return {}


def supplier(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A gas company known here, by its name or short name; another is kept as written."""
    word = re.sub(r"(?:有限责任公司|股份有限公司|有限公司|公司|集团)", "", level(plain(cell)))
    known = context.suppliers.get(level(plain(cell))) or context.suppliers.get(word)
    if known:
        return _value(path, known)
    return (
        Reading() if _says_none(plain(cell), context) else Reading(notices=[Fault("supplier_not_known", {})])
    )


def kept_as_written(_path: str, _cell: Cell, _header: str, _context: Context) -> Reading:
    """Check items and areas are read elsewhere."""
    return Reading()


def _joined(*readings: Reading) -> Reading:
    whole = Reading()
    for reading in readings:
        whole.values.update(reading.values)
        whole.faults += reading.faults
        whole.notices += reading.notices
    return whole


READERS: dict[str, Reader] = {
    "text": text,
    "code": code,
    "name": name,
    "address": address,
    "sequence": sequence,
    "phone": phone,
    "id_number": id_number,
    "credit_code": credit_code,
    "area_m2": area_m2,
    "length_mm": length_mm,
    "kg": kg,
    "integer": integer,
    "longitude": longitude,
    "latitude": latitude,
    "yesno": yesno,
    "enum": enum,
    "present": present,
    "present_brand": present_brand,
    "hose_kind": hose_kind,
    "main_pipe": main_pipe,
    "regulator": regulator,
    "floor": floor,
    "date": day,
    "past_date": past_day,
    "contract": contract,
    "cylinders": cylinders,
    "stove": stove,
    "brand_model": brand_model,
    "leak_device": leak_device,
    "supplier": supplier,
    "area": kept_as_written,
    "item": kept_as_written,
}
