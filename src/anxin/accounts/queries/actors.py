"""Who acts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.models import RoleGrant, User
from anxin.accounts.terms import ROLES, Role
from anxin.kernel.clock import local_day


def actor_for(user: AbstractBaseUser, *, now: datetime, second_factor: bool, request_id: str = "") -> Actor:
    """The actor a signed-in person is at this moment.

    Args:
        second_factor: whether this session confirmed one; roles that demand it stay closed otherwise.
    """
    user = _ours(user)
    today = local_day(now)
    rows = RoleGrant.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now), user=user, starts_on__lte=today, ends_on__gte=today
    ).values_list("role", "area_id", "organisation_id")
    held = [Grant(Role(role), area, organisation) for role, area, organisation in rows]
    closed = [] if second_factor else [grant for grant in held if needs_second_factor(grant.role)]
    return Actor(
        user_id=user.id,
        name=user.name,
        organisation_id=user.organisation_id,
        organisation_name=user.organisation.short_name if user.organisation else "",
        grants=tuple(grant for grant in held if grant not in closed),
        request_id=request_id,
        closed_roles=tuple(grant.role for grant in closed),
    )


def needs_second_factor(role: Role) -> bool:
    """Whether a role stays closed until a second factor is confirmed: by its definition or by the office."""
    chosen: list[str] = settings.SECOND_FACTOR_ROLES
    return ROLES[role].second_factor or role.value in chosen or "all" in chosen


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether a second factor is confirmed, so that a password alone opens nothing."""
    confirmed: bool = TOTPDevice.objects.filter(user=_ours(user), confirmed=True).exists()
    return confirmed


def password_is_due(user: AbstractBaseUser, *, now: datetime, second_factor: bool) -> bool:
    """Whether the password must be changed first: it is temporary, or alone and too old."""
    user = _ours(user)
    days: int = settings.PASSWORD_DAYS
    changed_at: datetime | None = user.password_changed_at
    aged = bool(days) and changed_at is not None and now - changed_at > timedelta(days=days)
    return bool(user.must_change_password) or (aged and not second_factor)


def actor_behind(*, now: datetime, user_id: UUID | None = None, username: str = "") -> Actor | None:
    """The actor of an open account, for work asked for earlier or on the command line; None if there is none.

    Whoever comes here has passed the second factor when they asked, or holds the machine itself.
    """
    known = User.objects.filter(is_active=True)
    user = (known.filter(pk=user_id) if user_id else known.filter(username__iexact=username)).first()
    return actor_for(user, now=now, second_factor=True) if user else None


def language_of(user: AbstractBaseUser) -> str:
    """The language a person chose to read in, or "" for none yet."""
    return str(_ours(user).language)


def _ours(user: AbstractBaseUser) -> User:
    """The row behind the handle that Django's requests carry; the model itself is private to the room."""
    if not isinstance(user, User):
        raise TypeError(f"not an account of this platform: {user!r}")
    return user
