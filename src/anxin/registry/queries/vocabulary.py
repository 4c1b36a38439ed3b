"""The words of ledgers for pages: fields a column may go to, faults, reasons."""

from collections.abc import Mapping

from anxin.registry.excel.vocabulary import Field, vocabulary
from anxin.registry.imports.messages import REASONS, fault_words

__all__ = ["Field", "fault_words", "fields", "option_words", "reason"]


def fields() -> Mapping[str, Field]:
    """Path → every field a column of a ledger may be mapped to."""
    return vocabulary().fields


def option_words(path: str) -> list[str]:
    """The usual word of each option of a field, for a drop-down; none where there is no list."""
    field = vocabulary().fields[path]
    lists = vocabulary().options.get((field.options or path).rpartition(".")[2], {})
    first: dict[str, str] = {}
    for word, id in lists.items():
        if word != id:
            first.setdefault(id, word)
    return list(first.values())


def reason(code: str) -> str:
    """Why two premises look like one, in the reader's language."""
    return str(REASONS.get(code, code))
