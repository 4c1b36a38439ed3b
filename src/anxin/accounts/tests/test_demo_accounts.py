"""The demo district's accounts."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from anxin.accounts.contracts import house
from anxin.accounts.districts import read_district
from anxin.accounts.models import RoleGrant, User
from anxin.accounts.services import load_district
from anxin.accounts.services.demo_accounts import open_demo_accounts
from anxin.accounts.terms import ROLES, Role
from anxin.kernel import WrongState

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
LISHUI = settings.DISTRICTS_DIR / "320117"


def open_them():
    return open_demo_accounts(folder=LISHUI, password="anxin-yanshi-2026", now=NOW)


@pytest.fixture
def demo_district(db):
    load_district(district=read_district(LISHUI), demo=True, actor=house("test"), now=NOW)


def test_there_is_one_for_every_role(demo_district):
    """Every role can be tried, and those with a second factor come with an authenticator."""
    opened = open_them()
    assert {account.role for account in opened} == set(Role)
    assert all(bool(account.device) is ROLES[account.role].second_factor for account in opened)


def test_opening_again_changes_nothing(demo_district):
    """A password that somebody changed stays; a closed account stays closed and is not told."""
    first = open_them()
    clerk = User.objects.get(username="clerk")
    clerk.set_password("something-else-2026")
    clerk.save()
    User.objects.filter(username="leader").update(is_active=False)
    assert len(open_them()) == len(first) - 1
    assert User.objects.get(username="clerk").check_password("something-else-2026")
    assert RoleGrant.objects.count() == len(first)


def test_no_known_password_on_a_platform_served_to_others(demo_district, settings):
    """Behind HTTPS the known password opens nothing."""
    settings.HTTPS = True
    with pytest.raises(WrongState):
        open_them()


def test_no_demo_account_without_the_demo(db):
    """A district that was loaded for real gets no invented people."""
    load_district(district=read_district(LISHUI), demo=False, actor=house("test"), now=NOW)
    with pytest.raises(WrongState):
        open_them()
