"""vocabulary.yaml as lookups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from anxin.registry.excel.text import header_key, level

SOURCE = Path(__file__).with_name("vocabulary.yaml")
Options = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field a column may be mapped to.

    Attributes:
        path: a column of the premises file, or ``<equipment>.<field>``, or a composite.
        type: a reader of cells.READERS.
        usual: the wording the template prints.
    """

    path: str
    type: str
    label: str
    usual: str
    limit: int = 0
    options: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All wordings, ready to be looked up.

    Attributes:
        headers: levelled header → field path.
        grouped: (equipment, levelled header) → field path.
        groups: levelled group header → equipment.
        words: kind of word → levelled words.
        options: name of an option list → levelled word → id.
    """

    fields: Mapping[str, Field]
    headers: Mapping[str, str]
    grouped: Mapping[tuple[str, str], str]
    groups: Mapping[str, str]
    kept: frozenset[str]
    words: Mapping[str, frozenset[str]]
    options: Options
    items: tuple[Mapping[str, Any], ...] = field(default=())


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of this release, read once."""
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    fields = {row["field"]: _field(row) for row in data["fields"]}
    groups = {header_key(word): equipment for equipment, words in data["groups"].items() for word in words}
    return Vocabulary(
        fields=fields,
        headers={header_key(word): row["field"] for row in reversed(data["fields"]) for word in row["words"]},
        grouped={
            (groups[header_key(group)], header_key(word)): row["field"]
            for row in data["fields"]
            for group, words in row.get("group", {}).items()
            for word in words
        },
        groups=groups,
        kept=frozenset(header_key(word) for word in data["kept"]),
        words={kind: frozenset(level(str(word)) for word in words) for kind, words in data["words"].items()},
        options={name: option_words(lists) for name, lists in data["options"].items()},
        items=tuple(data["items"]),
    )


def option_words(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """Levelled word → id; an id is a word for itself."""
    return {level(str(word)): id for id, words in lists.items() for word in [id, *words]}


def with_options(
    vocabulary: Vocabulary, more: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, dict[str, str]]:
    """The option lists, with the words of a policy pack added (and winning)."""
    merged = {name: dict(words) for name, words in vocabulary.options.items()}
    for name, lists in more.items():
        merged[name] = merged.get(name, {}) | option_words(lists)
    return merged


def _field(row: Mapping[str, Any]) -> Field:
    return Field(
        row["field"], row["type"], row["label"], row["words"][0], row.get("limit", 0), row.get("options", "")
    )
