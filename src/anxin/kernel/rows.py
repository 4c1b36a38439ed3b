"""Many rows in one statement: a JSON parameter that PostgreSQL takes apart by the table's own types.

Writing and quoting each value by itself, as an ORM does, took two thirds of the time of a large write.
Constraints, keys and triggers hold as for any other INSERT.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Rows per statement: a few megabytes of JSON.
AT_ONCE = 2000


def insert(table: str, columns: Sequence[str], *, key: str = "") -> str:
    """The statement that inserts rows given as one JSON array.

    Args:
        table, columns: names from our own models, never from outside.
        key: overwrite the row that has the same value there.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    taken = f'json_populate_recordset(NULL::"{table}", %s)'
    # Names of our own tables and columns; every value is in the parameter.
    query = f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {taken}'  # noqa: S608
    return f"{query} {_overwriting(columns, key)}" if key else query


def portions(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as JSON arrays; days, instants, decimals and identifiers as PostgreSQL reads them."""
    for first in range(0, len(rows), AT_ONCE):
        yield json.dumps(rows[first : first + AT_ONCE], ensure_ascii=False, default=str)


def _overwriting(columns: Sequence[str], key: str) -> str:
    written = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns if name != key)
    return f'ON CONFLICT ("{key}") DO UPDATE SET {written}'
