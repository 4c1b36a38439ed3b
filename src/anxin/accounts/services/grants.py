"""Grant and revoke roles: by the security administrator, never to oneself, never without an end."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import access, journal, queries, rules
from anxin.accounts.contracts import Actor, GrantFacts
from anxin.accounts.models import Area, Organisation, RoleGrant, User
from anxin.accounts.services.accounts import require_another_security_administrator
from anxin.accounts.terms import ADMINISTRATORS, COMPANY_KINDS, Role
from anxin.kernel import Invalid, NotPermitted, WrongState
from anxin.kernel.clock import local_day

KIND = "accounts.account"


@transaction.atomic
def grant_role(
    *,
    user_id: UUID,
    role: Role,
    ends_on: date,
    actor: Actor,
    now: datetime,
    area_code: str | None = None,
    organisation_id: UUID | None = None,
    starts_on: date | None = None,
    reason: str = "",
) -> GrantFacts:
    """Give a person a role over one area or one company, until a day.

    Args:
        ends_on: the last day, at most the installation's longest period after the first.
        starts_on: today when omitted.
    Raises:
        NotPermitted: not the security administrator, or to oneself.
        NotFound: no such account.
        Invalid: wrong axis, unknown area or company, days out of order or too far apart.
        WrongState: the person holds it already, or holds a role that does not go with it.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.pk == actor.user_id:
        raise NotPermitted(_("Nobody grants a role to themselves; ask another security administrator."))
    starts_on = starts_on or local_day(now)
    _check_days(starts_on, ends_on, today=local_day(now))
    grant = RoleGrant(
        user=user,
        role=role,
        area=_area(area_code),
        organisation=_company(organisation_id),
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=actor.user_id,
    )
    if not rules.axis_is_right(role, area=bool(grant.area), organisation=bool(grant.organisation)):
        raise Invalid(
            _("%(role)s needs another reach: an area, a company, or none, as the role says.")
            % {"role": role.label}
        )
    _check_others(user, grant)
    grant.save(force_insert=True)
    facts = queries.grant_facts(grant, now=now)
    journal.write(
        "accounts.role_granted",
        kind=KIND,
        id=str(user.pk),
        area_code=area_code or "",
        actor=actor,
        at=now,
        after=_state(grant),
        reason=reason,
    )
    return facts


@transaction.atomic
def revoke_grant(*, grant_id: UUID, reason: str, actor: Actor, now: datetime) -> GrantFacts:
    """End a grant now; the next request of the person knows it no more.

    Raises:
        NotPermitted, NotFound.
        WrongState: it is over already, or it is the last security administrator's.
    """
    grant = access.grant_for_change(grant_id, actor=actor)
    if grant.revoked_at is not None or grant.ends_on < local_day(now):
        raise WrongState(_("This grant is over already."))
    if grant.role == Role.SECURITY_ADMINISTRATOR:
        require_another_security_administrator(grant.user, now=now)
    before = _state(grant)
    grant.revoked_at = now
    grant.save(update_fields=["revoked_at"])
    journal.write(
        "accounts.role_revoked",
        kind=KIND,
        id=str(grant.user_id),
        area_code=grant.area_id or "",
        actor=actor,
        at=now,
        before=before,
        after=_state(grant),
        reason=reason,
    )
    return queries.grant_facts(grant, now=now)


def _check_days(starts_on: date, ends_on: date, *, today: date) -> None:
    if ends_on < max(starts_on, today):
        words = _("The last day lies before the first, or in the past.")
        raise Invalid(words, fields={"ends_on": words})
    longest: int = settings.GRANT_LONGEST_DAYS
    if (ends_on - starts_on).days > longest:
        words = _("A grant lasts at most %(days)d days and is then confirmed anew.") % {"days": longest}
        raise Invalid(words, fields={"ends_on": words})


def _check_others(user: User, grant: RoleGrant) -> None:
    others = [
        other
        for other in RoleGrant.objects.filter(user=user, revoked_at=None)
        if rules.overlap(grant.starts_on, grant.ends_on, other.starts_on, other.ends_on)
    ]
    if not rules.go_together(Role(grant.role), (Role(other.role) for other in others)):
        raise WrongState(_conflict(Role(grant.role)))
    reach = (grant.role, grant.area_id, grant.organisation_id)
    if any((other.role, other.area_id, other.organisation_id) == reach for other in others):
        raise WrongState(_("This person holds this role there already; revoke it before granting it anew."))


def _conflict(role: Role) -> str:
    if role in ADMINISTRATORS:
        return _("An administrator's role stands alone: revoke the other roles of this person first.")
    return _("This person is an administrator, and administrators hold no other role.")


def _area(code: str | None) -> Area | None:
    if not code:
        return None
    area = Area.objects.filter(pk=code, closed_on=None).first()
    if area is None:
        words = _("There is no such area, or it is closed.")
        raise Invalid(words, fields={"area": words})
    return area


def _company(organisation_id: UUID | None) -> Organisation | None:
    if organisation_id is None:
        return None
    row = Organisation.objects.filter(pk=organisation_id, closed_on=None, kind__in=COMPANY_KINDS).first()
    if row is None:
        words = _("There is no such company, or it is closed.")
        raise Invalid(words, fields={"organisation": words})
    return row


def _state(grant: RoleGrant) -> dict[str, object]:
    return {
        "role": grant.role,
        "area": grant.area_id,
        "organisation": grant.organisation_id,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
        "revoked_at": grant.revoked_at,
    }
