"""One of a list of options, in any of its wordings."""

import re
from collections.abc import Mapping
from typing import Any

from anxin.registry.excel.cells.boxes import ticked_label
from anxin.registry.excel.cells.reading import Cell, Context, Fault, Reading, faulty, plain, says_none, valued
from anxin.registry.excel.text import level

_BETWEEN = re.compile(r"[+、,，/;；和及与]")


def enum(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """One of a list of options, in any of its wordings."""
    return choice(path, cell, context.vocabulary.fields[path].options, context)


def choice(path: str, cell: Cell, options: str, context: Context) -> Reading:
    written = plain(cell)
    ticked = ticked_label(written)
    named = written if ticked is None else ticked
    chosen = _option(named, context.options[options])
    if chosen:
        return valued(path, chosen)
    if len(_listed(level(named), context.options[options])) > 1:
        return faulty("several_answers", value=written[:40])
    if ticked == "" or says_none(written, context):
        return Reading()
    return faulty("unknown_word", value=written[:40])


def _option(written: str, words: Mapping[str, str]) -> str:
    """The option that a word names; a longer text may hold the wordings of one option only."""
    word = level(written)
    if word in words:
        return words[word]
    if len(_listed(word, words)) > 1:
        return ""
    stripped = re.sub(r"[(（].*?[)）]", "", word)
    if stripped in words:
        return words[stripped]
    held = {words[known] for known in words if len(known) >= 2 and known in word}
    held = {words[known] for known in _longest([k for k in words if len(k) >= 2 and k in word])} or held
    negated = re.search(r"[非未不无没]", word) is not None
    return held.pop() if len(held) == 1 and not negated and len(word) <= 20 else ""


def _listed(word: str, words: Mapping[str, str]) -> set[str]:
    """The options named side by side: 液化气+电 are two."""
    return {words[part] for part in _BETWEEN.split(word) if part in words}


def _longest(found: list[str]) -> list[str]:
    """The wordings that are not part of a longer one found: 半地下 hides 地下."""
    return [k for k in found if not any(k != other and k in other for other in found)]


def hose_kind(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The hose's material; 无 means that there is no hose."""
    if isinstance(cell, str) and says_none(cell, context):
        return valued("hose.present", False)
    return choice(path, cell, "hose_kind", context)


def main_pipe(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The main pipe's material; 无 means that there is none."""
    if isinstance(cell, str) and says_none(cell, context):
        return valued("main_pipe.present", False)
    found = choice("main_pipe", cell, "main_pipe", context)
    material = found.values.pop("main_pipe", None)
    if material:
        found.values = {"main_pipe.present": True, "main_pipe.steel": material == "steel"}
    return found


def regulator(_path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """The regulator's kind."""
    if isinstance(cell, str) and says_none(cell, context):
        return valued("regulator.present", False)
    found = choice("regulator", cell, "regulator", context)
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
        return valued(path, "basement")
    storey = re.fullmatch(
        r"(?:第)?(\d{1,2}(?:[-~、,至/]\d{1,2})*|[一二三四五六七八九十]{1,3})(?:层|楼|f)?", level(written)
    )
    if storey:
        return Reading({path: "above_ground", "floor": written[:20]})
    return choice(path, cell, "floor_position", context)


def supplier(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """A gas company known here, by its name or short name; another is kept as written."""
    word = re.sub(r"(?:有限责任公司|股份有限公司|有限公司|公司|集团)", "", level(plain(cell)))
    known = context.suppliers.get(level(plain(cell))) or context.suppliers.get(word)
    if known:
        return valued(path, known)
    return (
        Reading() if says_none(plain(cell), context) else Reading(notices=[Fault("supplier_not_known", {})])
    )
