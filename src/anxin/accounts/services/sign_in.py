"""What happens at the door is recorded: coming in, being turned away, being locked out, leaving."""

from datetime import datetime

from django.db import transaction

from anxin.accounts import access, journal
from anxin.accounts.contracts import Actor, house
from anxin.accounts.models import User

KIND = "accounts.account"
DOOR = "sign-in"


@transaction.atomic
def record_arrival(*, address: str, actor: Actor, now: datetime) -> None:
    """A person signed in."""
    _write("accounts.signed_in", actor, now, after={"address": address})


@transaction.atomic
def record_departure(*, actor: Actor, now: datetime) -> None:
    """A person signed out."""
    _write("accounts.signed_out", actor, now)


@transaction.atomic
def record_second_factor(*, passed: bool, recovery: bool, actor: Actor, now: datetime) -> None:
    """A code was right or wrong."""
    action = "accounts.second_factor_passed" if passed else "accounts.second_factor_refused"
    _write(action, actor, now, after={"recovery_code": recovery})


@transaction.atomic
def record_refusal(*, username: str, address: str, locked: bool, request_id: str, now: datetime) -> None:
    """Somebody was turned away at the door, or the door was locked by that.

    What was typed is not kept: people type passwords into the wrong field.
    """
    user = User.objects.filter(username__iexact=username).first()
    stranger = house(DOOR)
    actor = Actor(user_id=None, name=stranger.name, request_id=request_id)
    journal.write(
        "accounts.locked_out" if locked else "accounts.sign_in_refused",
        kind=KIND,
        id=str(user.pk) if user else "unknown",
        actor=actor,
        at=now,
        after={"address": address},
    )


@transaction.atomic
def choose_language(*, language: str, actor: Actor) -> None:
    """Keep the language a person reads in. A matter of taste, so no act."""
    user = access.own_account(actor)
    User.objects.filter(pk=user.pk).update(language=language)


def _write(action: str, actor: Actor, now: datetime, *, after: dict[str, object] | None = None) -> None:
    journal.write(action, kind=KIND, id=str(actor.user_id), actor=actor, at=now, after=after)
