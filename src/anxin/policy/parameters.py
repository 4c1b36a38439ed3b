"""parameters.yaml → dated, cited values. A value without a day or a citation does not load."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from anxin.kernel.money import fen
from anxin.policy import vocabulary
from anxin.policy.contracts import Fault, Field
from anxin.policy.folder import Folder
from anxin.policy.language.types import Type
from anxin.policy.rows import Row
from anxin.policy.terms import Kind

QUOTED = (Kind.MONEY, Kind.RATE, Kind.NUMBER, Kind.INT)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law over time.

    Attributes:
        values: (first day, value), ascending; money in fen, rates in ppm, sets as tuples.
    """

    name: str
    type: Type
    clauses: tuple[str, ...]
    values: tuple[tuple[date, Any], ...]

    def on(self, day: date) -> Any:
        """The value in force on a day; before the first one, the first: the law's own beginning."""
        return next((value for first, value in reversed(self.values) if first <= day), self.values[0][1])


def faults(folder: Folder, fields: Mapping[str, Field]) -> Iterator[Fault]:
    """Parameters without a name, type, or a well-formed series of dated values."""
    for name, row in folder.parameters.items():
        if not vocabulary.is_name(name):
            yield row.fault("type", f"{name!r} is no name", "use lower-case letters, digits and _")
        if row.get("type") not in tuple(Kind):
            yield row.fault("type", f"unknown type {row.get('type')!r}", f"one of {', '.join(Kind)}")
        elif _needs_vocabulary(row) and row.get("of") not in fields:
            yield row.fault("of", f"{name!r} names no vocabulary", "write of: the field whose values it uses")
        else:
            yield from _value_faults(name, row, folder, fields)


def _needs_vocabulary(row: Row) -> bool:
    return row["type"] in (Kind.SET, Kind.ENUM)


def _value_faults(name: str, row: Row, folder: Folder, fields: Mapping[str, Field]) -> Iterator[Fault]:
    values = row.get("values")
    if not isinstance(values, list) or not values or not all(isinstance(value, Row) for value in values):
        yield row.fault("values", f"{name!r} has no values", "write values: [{from: day, value: …}]")
        return
    for value in values:
        if type(value.get("from")) is not date:
            yield value.fault("from", f"a value of {name!r} has no day", "write from: the day it begins")
        try:
            _read(value, row, folder, fields)
        except ValueError as error:
            yield value.fault("value", f"{name!r}: {error}", _remedy(Kind(row["type"])))
    days = [value.get("from") for value in values if type(value.get("from")) is date]
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield row.fault("values", f"the days of {name!r} do not ascend", "sort the values by from")


def _remedy(kind: Kind) -> str:
    return {
        Kind.MONEY: 'quote yuan, as "3500.00"',
        Kind.RATE: 'quote a percentage, as "30%"',
        Kind.NUMBER: 'quote the number, as "500"',
        Kind.INT: 'quote the number, as "24"',
        Kind.SET: "list values of the vocabulary",
    }.get(kind, f"write a {kind}")


def _read(value: Row, row: Row, folder: Folder, fields: Mapping[str, Field]) -> Any:
    raw, kind = value.get("value"), Kind(row["type"])
    if kind in QUOTED and "value" in value.unquoted:
        raise ValueError(f"{raw!r} is not quoted")
    match kind:
        case Kind.MONEY:
            return fen(raw)
        case Kind.RATE:
            return vocabulary.ppm(raw)
        case Kind.INT:
            return int(str(raw))
        case Kind.NUMBER:
            return float(str(raw))
        case Kind.SET:
            return _members(_chosen(raw, folder), fields[row["of"]])
        case Kind.DATE if type(raw) is date:
            return raw
        case Kind.BOOL if isinstance(raw, bool):
            return raw
        case Kind.ENUM if raw in fields[row["of"]].enum:
            return raw
    raise ValueError(f"{raw!r} is no {kind}")


def _chosen(raw: object, folder: Folder) -> object:
    """For `{table: …, where: …}` the ids of the rows in which that column is true; else the value itself."""
    if not isinstance(raw, Row):
        return raw
    rows = folder.tables.get(str(raw.get("table")), {})
    return [id for id, row in rows.items() if row.get(str(raw.get("where"))) is True]


def _members(raw: object, field: Field) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise ValueError(f"{raw!r} is no list")
    strange = [str(value) for value in raw if value not in field.enum]
    if strange:
        raise ValueError(f"{', '.join(strange)} is no value of {field.name}")
    return tuple(raw)


def types(folder: Folder, fields: Mapping[str, Field]) -> dict[str, Type]:
    """The types of parameters, as expressions see them."""
    return {
        name: Type(Kind(row["type"]), fields[row["of"]].enum if row.get("of") in fields else ())
        for name, row in folder.parameters.items()
        if row.get("type") in tuple(Kind)
    }


def parameters(folder: Folder, fields: Mapping[str, Field]) -> dict[str, Parameter]:
    """The parameters of a folder without faults."""
    known = types(folder, fields)
    return {
        name: Parameter(
            name=name,
            type=known[name],
            clauses=tuple(row["cite"] if isinstance(row["cite"], list) else [row["cite"]]),
            values=tuple((value["from"], _read(value, row, folder, fields)) for value in row["values"]),
        )
        for name, row in folder.parameters.items()
    }
