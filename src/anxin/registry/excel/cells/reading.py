"""What every reader of a cell answers and may ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

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


def says_none(text: str, context: Context) -> bool:
    return level(text) in context.vocabulary.words["none"]


def faulty(code: str, **params: Any) -> Reading:
    return Reading(faults=[Fault(code, params)])


def valued(path: str, value: Any) -> Reading:
    return Reading({path: value})


def kept_too(reading: Reading) -> Reading:
    """The same reading, its text kept beside the values."""
    return Reading(reading.values, reading.faults, [*reading.notices, Fault("kept_as_written")])


def joined(*readings: Reading) -> Reading:
    whole = Reading()
    for reading in readings:
        whole.values.update(reading.values)
        whole.faults += reading.faults
        whole.notices += reading.notices
    return whole
