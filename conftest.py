"""Fixtures for every test: the database and the role that speaks to it."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded database at the first test that needs one."""
    from anxin.config import postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.start()


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
