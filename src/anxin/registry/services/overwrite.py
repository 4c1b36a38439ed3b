"""Rows of the registry written whole, many in one statement: new, or in the place of the same key."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from anxin.kernel import rows

Row = dict[str, Any]


def overwrite(table: type[Model], told: Sequence[Row]) -> None:
    """Insert these rows, or overwrite the ones with their keys.

    Every column is written: the caller holds the lock under which it has read them.
    """
    meta = table._meta
    columns = [field.attname for field in meta.concrete_fields]
    query = rows.insert(meta.db_table, columns, key=meta.pk.attname)
    with connection.cursor() as cursor:
        for portion in rows.portions(told):
            cursor.execute(query, [portion])


def columns_of(written: Iterable[Model]) -> list[Row]:
    """The columns of these objects, by name, as they stand in memory."""
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in written]
