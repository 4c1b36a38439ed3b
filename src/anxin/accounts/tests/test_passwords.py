"""Passwords: one's own change, the reset, and what never gets into the ledger."""

from datetime import timedelta

import pytest

from anxin.accounts import services
from anxin.accounts.models import User
from anxin.accounts.queries import password_is_due
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW, OTHER_PASSWORD, PASSWORD
from anxin.kernel import Invalid, NotFound, NotPermitted
from anxin.ledger.models import Act


def change(user, old=PASSWORD, new=OTHER_PASSWORD):
    services.change_password(old_password=old, new_password=new, actor=cast.actor(user), now=NOW)


def test_changing_ones_own_password(clerk):
    """The new one counts, the old one does not, and it need not be changed again."""
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    change(clerk)
    clerk.refresh_from_db()
    assert clerk.check_password(OTHER_PASSWORD)
    assert not clerk.must_change_password
    assert Act.objects.latest("sequence").action == "accounts.password_changed"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong-wrong-wrong", OTHER_PASSWORD, "old_password_wrong"),
        (PASSWORD, PASSWORD, "password_unchanged"),
        (PASSWORD, "short", "password_too_weak"),
    ],
)
def test_a_change_that_does_not_fit(clerk, old, new, code):
    """The old one must be right, the new one new and strong."""
    with pytest.raises(Invalid) as refused:
        change(clerk, old, new)
    assert refused.value.code == code


def test_the_house_has_no_password(scene):
    """Only people have one."""
    with pytest.raises(NotFound):
        services.change_password(
            old_password=PASSWORD, new_password=OTHER_PASSWORD, actor=cast.SETUP, now=NOW
        )


def test_a_reset_must_be_changed_at_the_next_sign_in(keeper, clerk):
    """The administrator knows the temporary password, so it opens nothing but its own change."""
    services.reset_password(user_id=clerk.pk, password=OTHER_PASSWORD, reason="忘记", actor=keeper, now=NOW)
    clerk.refresh_from_db()
    assert clerk.must_change_password
    assert clerk.check_password(OTHER_PASSWORD)
    assert OTHER_PASSWORD not in str(list(Act.objects.values()))


def test_no_reset_of_oneself_and_none_by_others(keeper, clerk):
    """One's own password is changed, not reset; a clerk resets nothing."""
    with pytest.raises(NotPermitted):
        services.reset_password(
            user_id=keeper.user_id, password=OTHER_PASSWORD, reason="", actor=keeper, now=NOW
        )
    with pytest.raises(NotPermitted):
        services.reset_password(
            user_id=keeper.user_id, password=OTHER_PASSWORD, reason="", actor=cast.actor(clerk), now=NOW
        )


def test_a_password_alone_grows_old(clerk, settings):
    """After its days it is changed first; with a second factor it may stay, and 0 days is for ever."""
    later = NOW + timedelta(days=settings.PASSWORD_DAYS, seconds=1)
    assert not password_is_due(clerk, now=NOW, second_factor=False)
    assert password_is_due(clerk, now=later, second_factor=False)
    assert not password_is_due(clerk, now=later, second_factor=True)
    settings.PASSWORD_DAYS = 0
    assert not password_is_due(clerk, now=later, second_factor=False)
