"""fields.yaml → the input facts a pack knows, and raw values → facts."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from keyword import iskeyword
from math import isfinite
from typing import Any

from anxin.kernel.money import fen
from anxin.policy.contracts import Fault, Field
from anxin.policy.folder import Folder
from anxin.policy.language.types import Type
from anxin.policy.rows import Row
from anxin.policy.terms import Kind

FIELD_KINDS = tuple(kind for kind in Kind if kind is not Kind.SET)
NAME = re.compile(r"[a-z][a-z0-9_]*")


def is_name(text: object) -> bool:
    """Whether a text can name a field, fact or parameter in an expression."""
    return isinstance(text, str) and bool(NAME.fullmatch(text)) and not iskeyword(text) and text != "p"


def faults(folder: Folder, table: str = "fields") -> Iterator[Fault]:
    """Fields without a proper name, type, label or vocabulary."""
    for row in folder.tables.get(table, {}).values():
        if not is_name(row["id"]):
            yield row.fault("id", f"{row['id']!r} is no name", "use lower-case letters, digits and _")
        if row.get("type") not in FIELD_KINDS:
            yield row.fault("type", f"unknown type {row.get('type')!r}", f"one of {', '.join(FIELD_KINDS)}")
        if row.get("type") == Kind.ENUM and not _enum(folder, row):
            yield row.fault("enum", f"{row['id']!r} has no values", "write enum: {value: [中文, English]}")


def fields(folder: Folder, table: str = "fields") -> dict[str, Field]:
    """The fields of a table, by name; rows with faults are left out."""
    rows = folder.tables.get(table, {}).values()
    return {row["id"]: _field(folder, row) for row in rows if row.get("type") in FIELD_KINDS}


def _field(folder: Folder, row: Row) -> Field:
    values = _enum(folder, row)
    return Field(
        name=row["id"],
        type=Kind(row["type"]),
        label=str(row.get("label")),
        label_en=str(row.get("label_en")),
        enum=tuple(values),
        enum_labels=tuple(labels[0] for labels in values.values()),
        enum_labels_en=tuple(labels[1] for labels in values.values()),
        unit=str(row.get("unit", "")),
        sensitive=row.get("sensitive") is True,
    )


def _enum(folder: Folder, row: Row) -> dict[str, tuple[str, str]]:
    """Value → labels, written in the field's row or taken from the rows of another table."""
    other = folder.tables.get(str(row.get("enum_from")), {})
    listed = row.get("enum")
    own = listed.items() if isinstance(listed, Row) else ()
    return {
        id: (_label(r, "label", "title"), _label(r, "label_en", "title_en")) for id, r in other.items()
    } | {
        value: (str(labels[0]), str(labels[1]))
        for value, labels in own
        if isinstance(labels, list) and len(labels) == 2
    }


def _label(row: Row, *keys: str) -> str:
    return str(next((row[key] for key in keys if key in row), row["id"]))


def types(known: Mapping[str, Field]) -> dict[str, Type]:
    """The types of fields, as expressions see them."""
    return {name: Type(field.type, field.enum) for name, field in known.items()}


def ppm(text: object) -> int:
    """A percentage as text, e.g. "30%" → parts per million.

    Raises:
        ValueError: not text with a percent sign, or finer than a millionth.
    """
    if not isinstance(text, str) or not text.endswith("%"):
        raise ValueError(f"{text!r} is no percentage")
    rate = _decimal(text[:-1]) * 10_000
    if rate != rate.to_integral_value():
        raise ValueError(f"{text!r} is finer than a millionth")
    return int(rate)


def _decimal(text: object) -> Decimal:
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not quoted")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if not value.is_finite():
        raise ValueError(f"{text!r} is no number")
    return value


def typed(value: Any, field: Field) -> Any:
    """A raw value (JSON) as a fact; None stays unknown.

    Raises:
        ValueError: the value does not fit the field's type or vocabulary.
    """
    if value is None:
        return None
    match field.type:
        case Kind.MONEY:
            return fen(value)
        case Kind.RATE:
            return ppm(value)
        case Kind.DATE:
            return value if type(value) is date else date.fromisoformat(str(value))
        case Kind.NUMBER:
            return _finite(value)
        case Kind.INT if type(value) is not int:
            raise ValueError(f"{value!r} is no whole number")
        case Kind.TEXT if not isinstance(value, str):
            raise ValueError(f"{value!r} is not text")
        case Kind.ENUM if value not in field.enum:
            raise ValueError(f"{value!r} is none of {', '.join(field.enum)}")
        case Kind.BOOL if not isinstance(value, bool):
            raise ValueError(f"{value!r} is not yes-or-no")
    return value


def _finite(value: Any) -> float:
    number = float(value)
    if isinstance(value, bool) or not isfinite(number):
        raise ValueError(f"{value!r} is no number")
    return number
