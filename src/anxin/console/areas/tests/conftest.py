"""Browsers of people who keep areas and companies."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.conftest import scene

__all__ = ["scene"]


def browser_of(username: str, role: Role, **reach) -> Client:
    """Somebody signed in."""
    client = Client()
    user = cast.holder(username, role, now=timezone.now(), **reach)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def regulator(scene) -> Client:
    """The district's gas regulator."""
    return browser_of("regulator", Role.DISTRICT_REGULATOR, area=cast.DISTRICT)


@pytest.fixture
def administrator(scene) -> Client:
    """The administrator of the first town."""
    return browser_of("boss", Role.TOWN_ADMINISTRATOR, area=cast.TOWN)


@pytest.fixture
def clerk(scene) -> Client:
    """A clerk of the first town."""
    return browser_of("clerk", Role.TOWN_CLERK, area=cast.TOWN)
