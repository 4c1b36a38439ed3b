"""What a row of a ledger is: data, a section, a total, a note, a header again, or nothing."""

import re
from collections.abc import Sequence

from anxin.registry.excel.cells import plain
from anxin.registry.excel.grid import Value
from anxin.registry.excel.layout import Ledger
from anxin.registry.excel.places import TOWN, VILLAGE
from anxin.registry.excel.records.record import IDENTITY, LEVELS, Desk
from anxin.registry.excel.text import level

_FEW = 3
_COLUMN_NUMBER = re.compile(r"^[(（\[]?(\d{1,3})(?:=[^)）\]]*)?[)）\]]?$")


def kind_of_row(cells: Sequence[Value], filled: frozenset[int], ledger: Ledger, desk: Desk) -> str:
    own = [(i, plain(c)) for i, c in enumerate(cells, start=1) if i not in filled and c != "" and plain(c)]
    if not own:
        return "blank"
    words, first = desk.context.vocabulary.words, own[0][1]
    if any(level(text).rstrip(":：") in words["totals"] for _index, text in own[:2]) or _is_total(first):
        return "total"
    if first_key(own) in words["examples"]:
        return "example"
    if _numbers_columns(own, words["column_numbers"], ledger):
        return "header"
    spread = len({i for i, cell in enumerate(cells, start=1) if cell != ""})
    if (_is_note(first, words["notes"]) and len(own) <= _FEW) or _is_signed(own, words["notes"]):
        return "note"
    if (
        len(own) == 1
        and (spread > max(_FEW, len(ledger.columns) // 2) or len(ledger.columns) > _FEW)
        and _is_alone(own[0], ledger, desk)
    ):
        return "section"
    if _repeats_header(own, ledger):
        return "header"
    told = [i for i, text in own if level(text) not in words["unknown"]]
    if not desk.shape:
        desk.shape.update({column.index: desk.mapping.get(column.header) for column in ledger.columns})
    mapped = desk.shape
    named = {mapped.get(index) for index in told} - {None, "sequence"}
    if ledger.items and named & {"item.content", "item.result", "item.subject"}:
        return "data"
    return "data" if named & IDENTITY or len(named - set(LEVELS)) >= 2 else "thin"


def _is_total(first: str) -> bool:
    return (
        re.match(r"^(?:本页|全镇|全街道|全区|以上)?(?:合|小|总|共)\s*计(?:[:：(（\d]|$)", first) is not None
    )


def _is_note(first: str, notes: frozenset[str]) -> bool:
    head = re.split(r"[:：\d]", level(first), maxsplit=1)[0].rstrip(".、 (（")
    marked = level(first)[len(head) :][:1] in {":", "："} or level(first) in notes
    return (head in notes and (marked or level(first)[len(head) :][:1].isdigit())) or first.startswith(
        ("※", "*注", "★")
    )


def _is_signed(own: Sequence[tuple[int, str]], notes: frozenset[str]) -> bool:
    """ "填表人： | 王某 | 审核人： | 李某": labels of a signature line, each in a cell of its own."""
    labels = sum(_is_label(text, notes) for _index, text in own)
    return _is_label(own[0][1], notes) and labels >= 2 and 3 * labels >= len(own)


def _is_label(text: str, notes: frozenset[str]) -> bool:
    return _is_note(text, notes) or level(text).rstrip(":") in notes


def first_key(own: Sequence[tuple[int, str]]) -> str:
    """The first text of a row without what ends or brackets it."""
    return level(own[0][1]).strip(":()（）【】[]")


def _numbers_columns(own: Sequence[tuple[int, str]], words: frozenset[str], ledger: Ledger) -> bool:
    """1, 2, 3 … under the header: the columns' numbers, as statistical tables print them."""
    cells = own[1:] if first_key(own) in words else own
    if len(cells) < min(_FEW, len(ledger.columns)) or 2 * len(cells) < len(ledger.columns):
        return False
    numbers = [_COLUMN_NUMBER.match(level(text)) for _index, text in cells]
    if not all(numbers):
        return False
    told = [int(match.group(1)) for match in numbers if match]
    return told[0] <= 2 and told == list(range(told[0], told[0] + len(told)))


def _is_alone(own: tuple[int, str], ledger: Ledger, desk: Desk) -> bool:
    """A lone text is a section title, unless it stands in a column that identifies a premises."""
    index, text = own
    header = next((c.header for c in ledger.columns if c.index == index), "")
    field_name = desk.mapping.get(header)
    if field_name in IDENTITY and field_name not in {"estate", "road", "room"}:
        return (
            re.match(r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])", text)
            is not None
        )
    return True


def section_area(cells: Sequence[Value], desk: Desk) -> str:
    text = next((plain(cell) for cell in cells if cell != ""), "")
    text = re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）、.．\s]+", "", text)
    for length in (TOWN, VILLAGE):
        code, _fault = desk.gazetteer.find(text, length, desk.gazetteer.inside)
        if code and len(code) > len(desk.gazetteer.inside):
            return code
    return ""


def _repeats_header(own: Sequence[tuple[int, str]], ledger: Ledger) -> bool:
    texts = {column.index: (column.leaf, column.group) for column in ledger.columns}
    same = sum(text in texts.get(index, ()) for index, text in own[: 2 * _FEW])
    return same >= max(2, len(own[: 2 * _FEW]) // 2 + 1)
