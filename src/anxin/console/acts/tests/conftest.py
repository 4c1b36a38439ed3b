"""Browsers of people who read acts."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.conftest import scene
from anxin.console.accounts.tests.conftest import verified

__all__ = ["scene"]


@pytest.fixture
def auditor(scene) -> Client:
    """The audit administrator, second factor confirmed."""
    return verified(cast.holder("auditor", Role.AUDIT_ADMINISTRATOR, name="审计员", now=timezone.now()))


@pytest.fixture
def boss(scene) -> User:
    """The administrator of the first town."""
    return cast.holder("boss", Role.TOWN_ADMINISTRATOR, area=cast.TOWN, now=timezone.now())


@pytest.fixture
def town(boss) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk_browser(scene) -> Client:
    """A clerk, who has no list of acts."""
    client = Client()
    user = cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, now=timezone.now())
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
