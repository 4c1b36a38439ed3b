"""The second factor: an authenticator's code (TOTP), and recovery codes for the day the phone is lost."""

import secrets
from base64 import b32encode
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts import access, journal
from anxin.accounts.contracts import Actor, Enrolment
from anxin.accounts.models import User
from anxin.accounts.services.passwords import DIGITS, LETTERS
from anxin.kernel import Invalid, NotPermitted, WrongState

KIND = "accounts.account"
RECOVERY_CODES = 10


@transaction.atomic
def begin_enrolment(*, actor: Actor) -> Enrolment:
    """The secret a person puts into an authenticator. The same one until it is confirmed.

    No act: nothing counts before it is confirmed.

    Raises:
        WrongState: a second factor is confirmed already.
    """
    user = access.own_account(actor)
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        raise WrongState(
            _("Your second factor is set up. To change phones, use a recovery code and ask for a reset.")
        )
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "totp"})
    return Enrolment(secret=b32encode(device.bin_key).decode(), address=device.config_url)


@transaction.atomic
def confirm_enrolment(*, code: str, actor: Actor, now: datetime) -> tuple[TOTPDevice, tuple[str, ...]]:
    """Confirm the authenticator by its first code; the recovery codes are shown this once.

    Raises:
        WrongState: nothing was begun.
        Invalid: the code is not right.
    """
    user = access.own_account(actor)
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None:
        raise WrongState(_("Begin by scanning the code."))
    if not device.verify_token(code.replace(" ", "")):
        words = _("The code is not right. Check the clock of your phone and take the newest code.")
        raise Invalid(words, code="code_wrong", fields={"code": words})
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _fresh_codes(user)
    journal.write("accounts.second_factor_confirmed", kind=KIND, id=str(user.pk), actor=actor, at=now)
    return device, codes


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are void.

    Raises:
        WrongState: no second factor is confirmed.
    """
    user = access.own_account(actor)
    if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        raise WrongState(_("Set up the second factor first."))
    codes = _fresh_codes(user)
    journal.write("accounts.recovery_codes_renewed", kind=KIND, id=str(user.pk), actor=actor, at=now)
    return codes


@transaction.atomic
def reset_second_factor(*, user_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take a lost second factor away; roles that demand one stay closed until a new one is confirmed.

    Raises:
        NotPermitted: the actor is not the security administrator, or it is the actor's own.
        NotFound.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.pk == actor.user_id:
        raise NotPermitted(_("Nobody resets their own second factor; ask another security administrator."))
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    journal.write(
        "accounts.second_factor_reset", kind=KIND, id=str(user.pk), actor=actor, at=now, reason=reason
    )


def _fresh_codes(user: User) -> tuple[str, ...]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = tuple("".join(secrets.choice(LETTERS + DIGITS) for _ in range(10)) for _ in range(RECOVERY_CODES))
    device.token_set.bulk_create([device.token_set.model(device=device, token=code) for code in codes])
    return codes
