"""Passwords: one's own change, and the reset by the security administrator."""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import access, journal
from anxin.accounts.contracts import Actor
from anxin.accounts.models import User
from anxin.kernel import Invalid, NotPermitted

KIND = "accounts.account"
# Without characters that look alike on paper: a temporary password is read out or written down.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


def fresh_password() -> str:
    """A temporary password to be handed over once: 16 letters and digits in groups (about 73 bits)."""
    groups = ["".join(secrets.choice(LETTERS + DIGITS) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)


def check_password_rules(password: str, user: User) -> None:
    """Hold a password against the rules of the house.

    Raises:
        Invalid: with every rule that it breaks.
    """
    try:
        validate_password(password, user)
    except ValidationError as faults:
        words = " ".join(faults.messages)
        raise Invalid(words, code="password_too_weak", fields={"password": words}) from None


@transaction.atomic
def change_password(*, old_password: str, new_password: str, actor: Actor, now: datetime) -> None:
    """Change one's own password. Other sessions of the account end.

    Raises:
        Invalid: the old one is wrong, the new one is too weak or the same.
    """
    user = access.own_account(actor)
    if not user.check_password(old_password):
        words = _("The present password is not right.")
        raise Invalid(words, code="old_password_wrong", fields={"old_password": words})
    if old_password == new_password:
        words = _("The new password is the old one.")
        raise Invalid(words, code="password_unchanged", fields={"password": words})
    check_password_rules(new_password, user)
    _set(user, new_password, must_change=False, now=now)
    journal.write("accounts.password_changed", kind=KIND, id=str(user.pk), actor=actor, at=now)


@transaction.atomic
def reset_password(*, user_id: UUID, password: str, reason: str, actor: Actor, now: datetime) -> None:
    """Give an account a temporary password; the second factor stays, all its sessions end.

    Raises:
        NotPermitted: the actor is not the security administrator, or it is the actor's own account.
        NotFound, Invalid.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.pk == actor.user_id:
        raise NotPermitted(_("Change your own password on your own page."))
    check_password_rules(password, user)
    _set(user, password, must_change=True, now=now)
    journal.write("accounts.password_reset", kind=KIND, id=str(user.pk), actor=actor, at=now, reason=reason)


def _set(user: User, password: str, *, must_change: bool, now: datetime) -> None:
    user.set_password(password)
    user.must_change_password, user.password_changed_at = must_change, now
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
