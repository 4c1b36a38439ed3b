"""The second factor: closed roles open with it, recovery codes work once, a reset closes them again."""

import pytest
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts import services
from anxin.accounts.models import User
from anxin.accounts.queries import actor_for
from anxin.accounts.terms import Permission, Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW
from anxin.kernel import Invalid, NotPermitted, WrongState
from anxin.ledger.models import Act


def code_of(user: User) -> str:
    """What the authenticator shows now."""
    device = TOTPDevice.objects.get(user=user)
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"


def enrol(user: User) -> tuple[str, ...]:
    """Set it up; the recovery codes."""
    services.begin_enrolment(actor=cast.actor(user))
    _device, codes = services.confirm_enrolment(code=code_of(user), actor=cast.actor(user), now=NOW)
    return codes


def test_an_administrator_is_closed_without_it(keeper):
    """The role is there but grants nothing, and the actor knows which role waits."""
    user = User.objects.get(pk=keeper.user_id)
    closed = actor_for(user, now=NOW, second_factor=False)
    assert closed.grants == ()
    assert closed.closed_roles == (Role.SECURITY_ADMINISTRATOR,)
    assert actor_for(user, now=NOW, second_factor=True).may(Permission.ACCOUNTS_MANAGE)


def test_the_office_may_demand_it_of_more_roles(clerk, settings):
    """By name, or of all."""
    assert actor_for(clerk, now=NOW, second_factor=False).grants
    for chosen in (["town_clerk"], ["all"]):
        settings.SECOND_FACTOR_ROLES = chosen
        assert not actor_for(clerk, now=NOW, second_factor=False).grants


def test_enrolment_keeps_its_secret_until_confirmed(clerk):
    """Reloading the page does not spoil the code already scanned."""
    first = services.begin_enrolment(actor=cast.actor(clerk))
    assert services.begin_enrolment(actor=cast.actor(clerk)) == first
    assert first.secret in first.address


def test_confirming_gives_ten_recovery_codes(clerk):
    """Each works once; the act holds none of them."""
    codes = enrol(clerk)
    assert len(set(codes)) == 10
    assert match_token(clerk, codes[0])
    assert not match_token(clerk, codes[0])
    act = Act.objects.latest("sequence")
    assert act.action == "accounts.second_factor_confirmed"
    assert codes[1] not in str(act.detail)


def test_a_wrong_code_confirms_nothing(clerk):
    """The device stays unconfirmed."""
    services.begin_enrolment(actor=cast.actor(clerk))
    wrong = f"{(int(code_of(clerk)) + 1) % 1000000:06d}"
    with pytest.raises(Invalid):
        services.confirm_enrolment(code=wrong, actor=cast.actor(clerk), now=NOW)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_second_enrolment_is_refused(clerk):
    """Whoever sits at an open session cannot put their own phone in its place."""
    enrol(clerk)
    with pytest.raises(WrongState):
        services.begin_enrolment(actor=cast.actor(clerk))
    with pytest.raises(WrongState):
        services.confirm_enrolment(code="000000", actor=cast.actor(clerk), now=NOW)


def test_renewing_voids_the_old_codes(clerk):
    """And needs a second factor to begin with."""
    with pytest.raises(WrongState):
        services.renew_recovery_codes(actor=cast.actor(clerk), now=NOW)
    old = enrol(clerk)
    new = services.renew_recovery_codes(actor=cast.actor(clerk), now=NOW)
    assert not set(old) & set(new)
    assert match_token(clerk, new[0])
    assert not match_token(clerk, old[0])


def test_wrong_codes_are_throttled(clerk):
    """After a wrong code even the right one waits."""
    enrol(clerk)
    TOTPDevice.objects.update(last_t=-1)
    assert not match_token(clerk, "000000")
    assert not match_token(clerk, code_of(clerk))


def test_a_reset_takes_it_away(keeper, clerk):
    """By the security administrator, with a reason, never for oneself."""
    codes = enrol(clerk)
    services.reset_second_factor(user_id=clerk.pk, reason="手机丢失", actor=keeper, now=NOW)
    assert not match_token(clerk, codes[0])
    assert not TOTPDevice.objects.exists()
    with pytest.raises(NotPermitted):
        services.reset_second_factor(user_id=keeper.user_id, reason="", actor=keeper, now=NOW)
    with pytest.raises(NotPermitted):
        services.reset_second_factor(user_id=keeper.user_id, reason="", actor=cast.actor(clerk), now=NOW)
