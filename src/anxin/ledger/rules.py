"""What an act's digest and its link in the chain are: pure, and the same before and after the database.

A link is SHA-256 over the canonical JSON list of a version word and every field but the link itself.
"Canonical" means: keys sorted, no blanks, instants as UTC microseconds, whole floats as integers
(PostgreSQL's jsonb keeps no difference between 1e20 and 100000000000000000000).
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
VERSION = "anxin-act-1"
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

# Every field of an act but its hash; the order is part of the format.
LINKED = (
    "sequence",
    "day",
    "at",
    "actor_id",
    "actor_name",
    "organisation_id",
    "roles",
    "scope",
    "action",
    "subject_kind",
    "subject_id",
    "area_code",
    "before_digest",
    "after_digest",
    "detail",
    "reason",
    "clause",
    "request_id",
    "previous_hash",
)


def plain(value: Any) -> Any:
    """A value as JSON that a database returns unchanged: text, whole numbers, fractions, lists, maps."""
    way = _WAYS.get(type(value), _plain_other)
    return way(value) if way else value


def _plain_map(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_plain_key(key): plain(inner) for key, inner in value.items()}


# Keys are field names, the same ones again and again. Typed: 1 and True are one key to a plain cache.
@lru_cache(maxsize=4096, typed=True)
def _plain_key(key: Any) -> str:
    return clean(str(key))


def _plain_list(value: Iterable[Any]) -> list[Any]:
    return [plain(inner) for inner in value]


def _plain_other(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, float):
        return _plain_float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _plain_map(value)
    if isinstance(value, list | tuple | set | frozenset):
        return _plain_list(value)
    return clean(str(value))


def _plain_float(value: float) -> int | float | str:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() else value


def clean(text: str) -> str:
    """Text that PostgreSQL can keep: no zero byte, no half of a surrogate pair."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


# By exact type, None for what is plain already; a type that is missing here is asked for its bases.
_WAYS: dict[type, Callable[[Any], Any] | None] = {
    str: clean,
    dict: _plain_map,
    list: _plain_list,
    tuple: _plain_list,
    UUID: str,
    **dict.fromkeys((bool, int, type(None)), None),
}


def digest(state: Mapping[str, Any] | None) -> str:
    """SHA-256 of a state; empty for no state."""
    return "" if state is None else hashlib.sha256(_canonical(plain(state))).hexdigest()


def link(fields: Sequence[Any]) -> str:
    """The hash of an act from the values of LINKED, in that order."""
    return hashlib.sha256(_canonical([VERSION, *map(plain, fields)])).hexdigest()


def _canonical(value: Any) -> bytes:
    return CANONICAL.encode(value).encode()
