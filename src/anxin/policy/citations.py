"""Citations and quotes: every rule points at a clause, every quote stands in the text."""

from collections.abc import Iterator, Mapping
from typing import Any

from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.rows import Row, walk

# Tables about the document itself, or about the engine's own vocabulary, rest on no single clause.
UNCITED = ("clauses", "fields", "settlement_inputs")


def cited(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The clause ids a row rests on: `cite` as text or list, and the clauses of its `cells`."""
    cells = row.get("cells")
    return (*_texts(row.get("cite")), *(_texts(list(cells.values())) if isinstance(cells, Mapping) else ()))


def quotes(row: Row) -> tuple[str, ...]:
    """The verbatim words a row carries."""
    return _texts(row.get("quote"))


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(v for v in values if isinstance(v, str))


def missing(folder: Folder) -> Iterator[Fault]:
    """Rules and values without any citation."""
    for table, rows in folder.tables.items():
        for row in rows.values():
            if table not in UNCITED and not cited(row):
                yield row.fault(
                    "id", f"{table} {row['id']!r} has no citation", "add cite: the clause it rests on"
                )
    for name, parameter in folder.parameters.items():
        if not cited(parameter):
            yield parameter.fault(
                "cite", f"parameter {name!r} has no citation", "add cite: the clause it rests on"
            )


def unresolved(folder: Folder) -> Iterator[Fault]:
    """Citations of clauses that the pack does not have."""
    known = folder.tables.get("clauses", {})
    for row in _all_rows(folder):
        for clause in cited(row):
            if clause not in known:
                yield row.fault("cite", f"no clause {clause!r}", "cite an id of clauses.yaml")
    for row in known.values():
        if isinstance(row.get("parent"), str) and row["parent"] not in known:
            yield row.fault("parent", f"no clause {row['parent']!r}", "name the clause above it")


def unquoted(folder: Folder) -> Iterator[Fault]:
    """Quotes, and the texts of clauses, that do not stand in the source."""
    for row in _all_rows(folder):
        for quote in quotes(row):
            if not _stands(folder, quote):
                yield row.fault("quote", f"not in the text: {quote[:30]!r}", "copy the words of the source")
    for row in folder.tables.get("clauses", {}).values():
        text = row.get("text")
        if isinstance(text, str) and not _stands(folder, text):
            yield row.fault("text", f"not in the text: {text[:30]!r}", "copy the words of the source")


def unread(folder: Folder) -> Iterator[Fault]:
    """Readings that rules name and the pack does not have."""
    known = folder.tables.get("readings", {})
    for row in _all_rows(folder):
        for key in ("reading", "readings"):
            for reading in _texts(row.get(key)):
                if reading not in known:
                    yield row.fault(key, f"no reading {reading!r}", "name an id of readings.yaml")


def _stands(folder: Folder, quote: str) -> bool:
    return any(quote in source for source in folder.sources)


def _all_rows(folder: Folder) -> Iterator[Row]:
    yield folder.identity
    for rows in folder.tables.values():
        for row in rows.values():
            yield from walk(row)
    for parameter in folder.parameters.values():
        yield from walk(parameter)
