"""A reader without any role: the policy is open to everybody with an account."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from anxin.accounts.models import User
from anxin.console.tests.conftest import street
from anxin.policy import load_pack

__all__ = ["street"]


@pytest.fixture(scope="session")
def pack():
    return load_pack("lishui-2023")


@pytest.fixture
def reader(db):
    return User.objects.create(username="reader", name="读者甲", created_at=datetime(2026, 1, 5, tzinfo=UTC))


@pytest.fixture
def desk(client, reader):
    """Open a page of the desk: `desk("standard/")`, in English with `language="en"`."""
    client.force_login(reader)

    def get(page="", language="zh-hans", **query):
        return client.get(
            f"/policy/lishui-2023/{quote(page)}", query, headers={"Accept-Language": language}, follow=False
        )

    return get
