"""The keys of the tables that the engine reads: none missing, none misspelt."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.grants.checks import parts
from anxin.policy.rows import Row


@dataclass(frozen=True)
class Shape:
    """Keys that must be text, and keys that may stand beside them."""

    texts: tuple[str, ...]
    others: tuple[str, ...] = ()


COMMON = ("id", "cite", "quote", "reading", "readings", "note", "removed")
SHAPES = {
    "clauses": Shape(("title", "title_en", "place"), ("parent", "text", "column", "inline", "merged_with")),
    "fields": Shape(("type", "label", "label_en"), ("enum", "enum_from", "unit", "sensitive")),
    "cell_groups": Shape(("title", "title_en", "user", "gas", "when"), ("aims",)),
    "standard": Shape(("title", "title_en", "column", "must", "text", "text_en"), ("cells", "when")),
    "deadlines": Shape(("when",), ("goal", "objective", "by", "text", "text_en")),
    "special_groups": Shape(("title", "title_en", "when"), ("rests_on",)),
    "gates": Shape(("must", "text", "text_en")),
    "remarks": Shape(("when", "text", "text_en")),
    "schemes": Shape(
        ("title", "title_en", "when", "uncapped"),
        ("whom", "whom_en", "requires", "cap", "pays", "rewardable", "granted", "bound", "expansion"),
    ),
    "payers": Shape(("title", "title_en"), ("share_of", "remainder_of", "pays")),
    "settlement": Shape(("title", "title_en", "amount")),
    "settlement_inputs": Shape(("type", "label", "label_en"), ("enum", "enum_from", "unit", "sensitive")),
}
PARTS = {
    "requires": Shape(("code", "must", "text", "text_en")),
    "granted": Shape(("code", "text", "text_en")),
    "bound": Shape(("code", "text", "text_en")),
    "expansion": Shape(("code", "amount", "text", "text_en")),
}
PARAMETER = Shape(("type",), ("of", "values"))


def missing_keys(folder: Folder) -> Iterator[Fault]:
    """Rows without a text that the engine needs."""
    for row, shape in _shaped(folder):
        for key in shape.texts:
            if not isinstance(row.get(key), str) or not row[key].strip():
                yield row.fault(
                    key, f"{row.get('id') or row.get('code') or 'a row'} has no {key}", "write it as text"
                )


def wrong_texts(folder: Folder) -> Iterator[Fault]:
    """Cells, and the keys of clauses that may be absent, that are something else than text."""
    for row in folder.tables.get("clauses", {}).values():
        yield from _not_texts(row, ("text", "parent", "column"))
    for row in folder.tables.get("standard", {}).values():
        cells = row.get("cells")
        if isinstance(cells, Row):
            for group in cells:
                if not isinstance(cells[group], str):
                    yield cells.fault(group, f"{cells[group]!r} is no clause", "write the cell's clause id")


def _not_texts(row: Row, keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        if row.get(key) is not None and not isinstance(row[key], str):
            yield row.fault(key, f"{row[key]!r} is not text", "write it as text, in quotes if need be")


def strange_keys(folder: Folder) -> Iterator[Fault]:
    """Keys that nobody reads: most likely misspelt."""
    for row, shape in _shaped(folder):
        allowed = (*COMMON, *shape.texts, *shape.others)
        for key in row:
            if key not in allowed:
                close = get_close_matches(key, allowed, 1)
                yield row.fault(
                    key, f"unknown key {key!r}", f"did you mean {close[0]!r}?" if close else "leave it out"
                )


def _shaped(folder: Folder) -> Iterator[tuple[Row, Shape]]:
    for table, shape in SHAPES.items():
        yield from ((row, shape) for row in folder.tables.get(table, {}).values())
    for row in folder.tables.get("schemes", {}).values():
        yield from ((part, PARTS[key]) for key, part in parts(row))
    yield from ((row, PARAMETER) for row in folder.parameters.values())
