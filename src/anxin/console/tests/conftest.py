"""People before the pages of premises and rates."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.tests.street import build_street


@pytest.fixture
def street(db) -> dict[str, str]:
    """Areas, companies and four premises; number by name."""
    cast.set_the_scene()
    return build_street()


def browser(username: str, role: Role, **where) -> Client:
    """The browser of somebody with one role, signed in."""
    made = cast.holder(username, role, now=timezone.now(), **where)
    client = Client()
    client.force_login(User.objects.get(pk=made.pk))
    return client


@pytest.fixture
def clerk(street) -> Client:
    """A clerk of the first town."""
    return browser("clerk", Role.TOWN_CLERK, area=cast.TOWN)


@pytest.fixture
def bureau(street) -> Client:
    """The district's regulator."""
    return browser("bureau", Role.DISTRICT_REGULATOR, area=cast.DISTRICT)


@pytest.fixture
def company(street) -> Client:
    """An officer of the company that supplies the noodle shop."""
    return browser("company", Role.COMPANY_OFFICER, company=cast.OTHER_GAS, organisation_id=cast.OTHER_GAS)
