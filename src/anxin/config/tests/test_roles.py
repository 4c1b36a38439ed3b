"""The two database roles."""

import pytest
from django.db import ProgrammingError, connection, transaction

from anxin.accounts.models import Area

pytestmark = pytest.mark.django_db


def test_tests_run_as_owner():
    """Without stepping down, tests speak as the role that owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("anxin_owner",)


def test_application_role_reads_rows_and_owns_nothing(as_app_role):
    """The application's role may read a table of the owner and may not change its shape."""
    assert Area.objects.count() == 0
    change = f"ALTER TABLE {Area._meta.db_table} ADD COLUMN extra int"
    refused = pytest.raises(ProgrammingError, match="must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
