"""People and their grants."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts import access
from anxin.accounts.contracts import AccountFacts, AccountPage, Actor, GrantFacts
from anxin.accounts.models import RoleGrant, User
from anxin.accounts.queries.actors import needs_second_factor
from anxin.accounts.terms import Role
from anxin.kernel import NotFound
from anxin.kernel.clock import local_day

PAGE = 50


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts to list; what is empty does not narrow."""

    words: str = ""
    role: str = ""
    organisation_id: UUID | None = None
    state: str = ""  # open, closed or without a role


def accounts(
    *, chosen: AccountFilter, actor: Actor, now: datetime, after: str = "", size: int = PAGE
) -> AccountPage:
    """One page of accounts for the security administrator, in order of log-in name.

    Raises:
        NotPermitted: for anybody else.
    """
    access.require_accounts(actor)
    rows = User.objects.filter(_condition(chosen, now))
    page = list(_whole(rows, now).filter(username__gt=after).order_by("username")[: size + 1])
    grants = _grants_of(page[:size], now=now)
    return AccountPage(
        accounts=tuple(_facts(user, grants.get(user.pk, [])) for user in page[:size]),
        after=page[size - 1].username if len(page) > size else "",
        total=rows.count(),
    )


def account(user_id: UUID, *, actor: Actor, now: datetime) -> AccountFacts:
    """One account, for the security administrator or the person.

    Raises:
        NotPermitted, NotFound.
    """
    if user_id != actor.user_id:
        access.require_accounts(actor)
    user = _whole(User.objects.filter(pk=user_id), now).first()
    if user is None:
        raise NotFound(_("There is no such account."))
    return account_facts(user, now=now)


def account_facts(user: User, *, now: datetime) -> AccountFacts:
    """The facts of a row at hand."""
    user.locked = _locks(now).filter(username=user.username).exists()  # type: ignore[attr-defined]
    return _facts(user, _grants_of([user], now=now).get(user.pk, []))


def grant_facts(grant: RoleGrant, *, now: datetime) -> GrantFacts:
    """The facts of a grant at hand."""
    today = local_day(now)
    over = grant.revoked_at is not None and grant.revoked_at <= now
    return GrantFacts(
        id=grant.pk,
        role=Role(grant.role),
        area_code=grant.area_id,
        area_name=grant.area.name if grant.area else "",
        organisation_id=grant.organisation_id,
        organisation_name=grant.organisation.name if grant.organisation else "",
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        revoked_at=grant.revoked_at,
        granted_by=grant.granted_by.name if grant.granted_by else "",
        in_force=not over and grant.starts_on <= today <= grant.ends_on,
        needs_second_factor=needs_second_factor(Role(grant.role)),
    )


def _condition(chosen: AccountFilter, now: datetime) -> Q:
    today = local_day(now)
    held = RoleGrant.objects.filter(
        user=OuterRef("pk"), revoked_at=None, starts_on__lte=today, ends_on__gte=today
    )
    condition = Q(username__icontains=chosen.words) | Q(name__icontains=chosen.words)
    if chosen.role:
        condition &= Q(Exists(held.filter(role=chosen.role)))
    if chosen.organisation_id:
        condition &= Q(organisation_id=chosen.organisation_id)
    states = {"open": Q(is_active=True), "closed": Q(is_active=False), "no_role": ~Q(Exists(held))}
    return condition & states.get(chosen.state, Q())


def _whole(rows: QuerySet[User], now: datetime) -> QuerySet[User]:
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    locks = _locks(now).filter(username=OuterRef("username"))
    return rows.select_related("organisation").annotate(second_factor=Exists(device), locked=Exists(locks))


def _locks(now: datetime) -> QuerySet[AccessAttempt, dict[str, Any]]:
    """The names and places with as many wrong passwords as lock the door, not yet forgotten."""
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(attempt_time__gt=since).values("username", "ip_address")
    counted: QuerySet[AccessAttempt, dict[str, Any]] = recent.annotate(failures=Sum("failures_since_start"))
    return counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)


def _grants_of(users: list[User], *, now: datetime) -> dict[UUID, list[GrantFacts]]:
    """The grants of some people, those in force first, in one query."""
    rows = RoleGrant.objects.filter(user__in=users).select_related("area", "organisation", "granted_by")
    grants: dict[UUID, list[GrantFacts]] = {}
    for row in rows.order_by("-ends_on"):
        grants.setdefault(row.user_id, []).append(grant_facts(row, now=now))
    return {user: sorted(held, key=lambda grant: not grant.in_force) for user, held in grants.items()}


def _facts(user: User, grants: list[GrantFacts]) -> AccountFacts:
    return AccountFacts(
        id=user.pk,
        username=user.username,
        name=user.name,
        phone=user.phone,
        organisation_id=user.organisation_id,
        organisation_name=user.organisation.name if user.organisation else "",
        is_active=user.is_active,
        must_change_password=user.must_change_password,
        has_second_factor=bool(getattr(user, "second_factor", False)),
        last_login=user.last_login,
        created_at=user.created_at,
        grants=tuple(grants),
        locked=bool(getattr(user, "locked", False)),
    )
