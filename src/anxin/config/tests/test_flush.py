"""Transactional tests can be cleaned up although the ledger keeps everything."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError


@pytest.mark.parametrize("_turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_guard_stands_before_and_after_clean_up(_turn):
    """The second turn runs after the first one's clean-up, and still nobody may empty the ledger."""
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("TRUNCATE ledger_act")
