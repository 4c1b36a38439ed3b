"""Gas equipment told in one cell: cylinders, stoves, leak devices."""

import re
from typing import Any

from anxin.registry.excel.cells.reading import Cell, Context, Fault, Reading, faulty, plain, says_none, valued
from anxin.registry.excel.cells.words import text
from anxin.registry.excel.cells.yes_no import yes_or_no
from anxin.registry.excel.text import level

_TIMES = re.compile(r"(\d+(?:\.\d+)?)(?:kg|公斤|千克)?(?:/瓶|装|型|规格)?[x×*✕](\d+)(?:只|瓶|个|罐)?")
_SIZED = re.compile(r"(\d+(?:\.\d+)?)(?:kg|公斤|千克)(?:装|型|瓶)?[:：,，]?(\d+)(?:只|瓶|个|罐)")
_COUNTED = re.compile(r"(\d+)(?:只|瓶|个|罐)(\d+(?:\.\d+)?)(?:kg|公斤|千克)")
_STILL_TO_COME = re.compile(r"待|拟|应装|计划|准备|部分")


def cylinders(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Size × number: "15kg×2", "50kg*1+15kg*2", "15公斤2只"."""
    if isinstance(cell, str) and says_none(cell, context):
        return valued("cylinder.count", 0)
    written = level(plain(cell))
    pairs = [(float(size), int(count)) for size, count in _TIMES.findall(written)]
    pairs = pairs or [(float(size), int(count)) for size, count in _SIZED.findall(written)]
    pairs = pairs or [(float(size), int(count)) for count, size in _COUNTED.findall(written)]
    if not pairs or any(not 0 < size <= 500 or count > 1000 for size, count in pairs):
        return faulty("bad_number", value=plain(cell)[:40])
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
            faulty("bad_number", value=plain(cell))
            if not isinstance(cell, float)
            else valued("stove.model", plain(cell))
        )
    if says_none(cell, context):
        return valued("stove.present", False)
    answer = yes_or_no(cell, context)
    if isinstance(answer, bool):
        return valued("stove.present", answer)
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
            else valued("leak_device.model", plain(cell))
        )
    if says_none(cell, context):
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
    answer = yes_or_no(cell, context, whole=True)
    if answer is None:
        return Reading()
    if isinstance(answer, bool):
        return valued("leak_device.present", answer)
    values: dict[str, Any] = {}
    rest: list[str] = []
    for token in re.split(r"[;；,，、/|\s()（）]+", plain(cell)):
        if not token:
            continue
        values.update(_leak_token(token, rest, context))
    if not values:
        return faulty("unknown_word", value=plain(cell)[:40])
    if values.get("leak_device.present") is not False:
        if any(_STILL_TO_COME.search(token) for token in rest):
            return faulty("unknown_word", value=plain(cell)[:40])
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
    answer = yes_or_no(token, context)
    if isinstance(answer, bool):
        return {"leak_device.present": answer}
    rest.append(token)
    return {}
