"""Fixtures for every test: the database and the role that speaks to it."""

import os
from collections.abc import Iterator
from contextlib import nullcontext, suppress

import pytest

TABLES_THAT_REFUSE_TRUNCATE = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Keep the embedded database up from the first test that needs one to the last."""
    from anxin.config import postgres

    with nullcontext() if os.environ.get("DATABASE_URL") else postgres.in_use():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let the clean-up after a transactional test, and nothing else, empty the append-only tables."""
    from django.db import connection
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush

    def sql_flush(operations: DatabaseOperations, *arguments: object, **options: object) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(TABLES_THAT_REFUSE_TRUNCATE)
            guarded = [table for (table,) in cursor.fetchall()]
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
            *flush(operations, *arguments, **options),
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
        ]

    DatabaseOperations.sql_flush = sql_flush


@pytest.fixture
def as_app_role(db: None) -> Iterator[None]:
    """Speak to the database as the application does: no owner, so grants and triggers really bite."""
    from django.db import DatabaseError, connection

    from anxin.config.postgres import APP

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP}")
    yield
    # A failed transaction refuses every command; its rollback undoes SET ROLE as well.
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
