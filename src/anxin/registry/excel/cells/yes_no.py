"""Yes or no, in any usual word or mark; half an answer is none."""

import re

from anxin.registry.excel.cells.boxes import ticked_label
from anxin.registry.excel.cells.reading import Cell, Context, Reading, faulty, kept_too, plain, valued
from anxin.registry.excel.text import level

# "无报警器", "已装2台", "有(1台)", "安装了": what the column is about and how many do not change the answer.
_NOUNS = re.compile(r"(?:燃气|可燃气体|泄漏)*(?:熄火保护|报警器?|自闭阀|切断阀|智能表|管网)(?:装置|功能)?")
_COUNT = re.compile(r"[(（]?(\d{1,3})(?:台|个|只|套)[)）]?$")
_ENDING = re.compile(r"[的了]$")
_BETWEEN = re.compile(r"[,，;；、/]")


def yes_or_no(cell: Cell, context: Context, *, whole: bool = False) -> bool | str | None:
    """True or False, None for unknown, the word itself when it is neither.

    Args:
        whole: the cell must be one answer; else several that agree ("有，正常") are one.
    """
    if isinstance(cell, bool):
        return cell
    written = plain(cell)
    ticked = ticked_label(written)
    word = level(written if ticked is None else ticked)
    if word in context.vocabulary.words["unknown"]:
        return None
    answer = _answer(word, context)
    if answer is None and not whole:
        answer = _agreed(word, context)
    return word if answer is None else answer


def _answer(word: str, context: Context) -> bool | None:
    words = context.vocabulary.words
    count = _COUNT.search(word)
    core = _NOUNS.sub("", _COUNT.sub("", word))
    if count and core in ("", "共", "有", "已装", "已安装", "安装"):
        return int(count.group(1)) > 0
    for form in (word, core, _ENDING.sub("", core)):
        if form in words["yes"]:
            return True
        if form in words["no"]:
            return False
    return None


def _agreed(word: str, context: Context) -> bool | None:
    parts = [part for part in _BETWEEN.split(word) if part]
    answers = {_answer(part, context) for part in parts}
    return answers.pop() if len(parts) > 1 and len(answers) == 1 else None


def yesno(path: str, cell: Cell, _header: str, context: Context) -> Reading:
    """Yes or no, in any usual word or mark."""
    answer = yes_or_no(cell, context)
    if answer is None:
        return Reading()
    if isinstance(answer, bool):
        return _told(path, answer, cell)
    return faulty("unknown_word", value=plain(cell)[:40])


def present(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """Whether there is one: 无 means none, blank means unknown."""
    return yesno(f"{path}.present", cell, header, context)


def present_brand(path: str, cell: Cell, header: str, context: Context) -> Reading:
    """Whether there is one, or its brand."""
    answer = yes_or_no(cell, context)
    if answer is None or isinstance(answer, bool):
        return present(path, cell, header, context)
    return Reading({f"{path}.present": True, f"{path}.brand": plain(cell)[:60]})


def _told(path: str, answer: bool, cell: Cell) -> Reading:
    """How many there are has no field of its own: the text is kept."""
    found = valued(path, answer)
    counted = isinstance(cell, str) and _COUNT.search(level(cell))
    return kept_too(found) if counted else found
