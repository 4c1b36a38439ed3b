"""Rows of the registry written whole, many in one statement: new, or in the place of the same key."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

from anxin.kernel import rows


def overwrite(table: type[Model], written: Iterable[Model]) -> None:
    """Insert these rows, or overwrite the ones with their keys.

    Every column is written: the caller holds the lock under which it has read them.
    """
    meta = table._meta
    columns: Sequence[str] = [field.attname for field in meta.concrete_fields]
    # A model's attributes carry the names of its columns, beside its own state, which is no column.
    told = [{name: row.__dict__[name] for name in columns} for row in written]
    query = rows.insert(meta.db_table, columns, key=meta.pk.attname)
    with connection.cursor() as cursor:
        for portion in rows.portions(told):
            cursor.execute(query, [portion])
