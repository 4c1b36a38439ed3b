"""One place, many spellings: the key under which all of them are the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
PARTS = ("road", "road_number", "estate", "building", "unit", "floor", "room")

_NUMERAL = re.compile(r"[〇零一二两三四五六七八九十百]+(?=幢|栋|号楼|座|单元|层|楼|室|户|号|组|#)")
_DASHED = re.compile(r"(?<![\d幢])(\d{1,3})-(\d{1,2})-(\d{1,5})(?!\d)")
_DASHED_ROOM = re.compile(r"(?<=\d幢)(\d{1,2})-(\d{1,5})(?!\d)|(?<![\d-])(\d{1,3})-(\d{3,5})(?![\d-])")
_SAME = (
    (re.compile(r"(?<=\d)(?:栋|号楼|座|#楼?)"), "幢"),
    (re.compile(r"(?<=\d)(?:号房|户|房)(?!型)"), "室"),
    (re.compile(r"(?<=单元)(\d+)(?=$|室)室?"), r"\g<1>室"),
    (re.compile(r"(?<=幢)(\d{3,5})(?=$|室)室?"), r"\g<1>室"),
    (re.compile(r"(?<!\d)0+(?=[1-9]\d*(?:幢|单元|层|室|号))"), ""),
)
_DROPPED = re.compile(r"[\s,，.。、;；:：()（）\[\]【】·'\"“”_/\\]+")
_ENDINGS = ("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "社区")


def address_key(address: str, *, outer_names: Iterable[str] = ()) -> str:
    """The key of an address: equal for the same door in any usual spelling.

    Full width becomes half width, numerals become digits, 栋 / 号楼 / 座 become 幢, 3-2-501 becomes
    3幢2单元501室, and the names of the areas around it are dropped.

    Args:
        outer_names: names of the district, town and village the premises lies in.
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", address)).replace("—", "-").replace("－", "-")
    for name in ("江苏省", "南京市", *_spellings(outer_names)):
        text = text.removeprefix(name)
    text = _NUMERAL.sub(lambda found: str(_number(found.group())), text)
    text = _DASHED.sub(r"\1幢\2单元\3室", text)
    text = _DASHED_ROOM.sub(_room, text)
    for pattern, written in _SAME:
        text = pattern.sub(written, text)
    return text.casefold()[:300]


def composed_address(parts: Mapping[str, object]) -> str:
    """The address written from its standard parts, for a file that has no other."""
    text = {name: str(parts.get(name) or "") for name in PARTS}
    suffixes = {"building": "幢", "unit": "单元", "room": "室"}
    return "".join(_with(text[name], suffixes.get(name, "")) for name in PARTS if name != "floor")


def _with(text: str, suffix: str) -> str:
    return text + suffix if text and text[-1].isalnum() and text[-1].isascii() else text


def _room(found: re.Match[str]) -> str:
    unit, room, building, door = found.groups()
    return f"{unit}单元{room}室" if unit else f"{building}幢{door}室"


def _spellings(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield name
        short = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), "")
        if short:
            yield f"{short}社区"
            yield f"{short}村"
            yield short


def _number(text: str) -> int:
    if not set(text) & {"十", "百"}:
        return int("".join(str(DIGITS[char]) for char in text))
    total, current = 0, 0
    for char in text:
        if char in DIGITS:
            current = DIGITS[char]
        else:
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
    return total + current
