"""Tables of a pack for people and for programs."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a JSON list, days as YYYY-MM-DD, Chinese unescaped."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """One paragraph per row: id and title, then the other values, indented."""
    return "\n\n".join(_paragraph(row) for row in rows)


def _paragraph(row: Mapping[str, Any]) -> str:
    head = "  ".join(str(row[key]) for key in ("id", "title") if key in row)
    rest = [
        f"    {key}: {_words(value)}" for key, value in row.items() if key not in ("id", "title", "clauses")
    ]
    return "\n".join([head, *rest])


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_words, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_words(inner)}" for key, inner in value.items())
    return " ".join(str(value).split())
