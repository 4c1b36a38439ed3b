"""Nouns: who acts, where, for which organisation."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from anxin.accounts.contracts import Actor, AreaFacts, Grant, OrganisationFacts
from anxin.accounts.models import Area, Organisation, RoleGrant, User
from anxin.accounts.terms import ROLES, AreaKind, OrganisationKind, Role
from anxin.kernel.clock import local_day


def actor_for(user: User, *, now: datetime, second_factor: bool, request_id: str = "") -> Actor:
    """The actor a signed-in person is at this moment.

    Args:
        second_factor: whether this session confirmed one; roles that demand it stay closed otherwise.
    """
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


def area_facts(code: str) -> AreaFacts | None:
    """One area, or None."""
    area = Area.objects.filter(pk=code).first()
    return _area_facts(area) if area else None


def areas_within(code: str, *kinds: AreaKind) -> list[AreaFacts]:
    """The areas inside a code (itself included), of the given kinds or all, in code order."""
    rows = Area.objects.filter(code__startswith=code, closed_on=None)
    return [_area_facts(row) for row in (rows.filter(kind__in=kinds) if kinds else rows)]


def organisations(*kinds: OrganisationKind) -> list[OrganisationFacts]:
    """The organisations of the given kinds, or all, in name order."""
    rows = Organisation.objects.filter(closed_on=None)
    return [_organisation_facts(row) for row in (rows.filter(kind__in=kinds) if kinds else rows)]


def organisation_facts(organisation_id: UUID) -> OrganisationFacts | None:
    """One organisation, or None."""
    row = Organisation.objects.filter(pk=organisation_id).first()
    return _organisation_facts(row) if row else None


def _area_facts(area: Area) -> AreaFacts:
    return AreaFacts(area.code, area.name, AreaKind(area.kind), area.parent_id, area.name)


def _organisation_facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        row.id, row.name, row.short_name, OrganisationKind(row.kind), row.area_id, row.department
    )
