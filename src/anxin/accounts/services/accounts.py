"""Make, revise, close and reopen accounts."""

from datetime import datetime
from uuid import UUID

from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import access, journal, queries
from anxin.accounts.contracts import AccountFacts, Actor
from anxin.accounts.models import Organisation, RoleGrant, User
from anxin.accounts.services.passwords import check_password_rules
from anxin.accounts.terms import Role
from anxin.kernel import Invalid, NotPermitted, WrongState
from anxin.kernel.clock import local_day

KIND = "accounts.account"


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    organisation_id: UUID | None,
    password: str,
    actor: Actor,
    now: datetime,
    phone: str = "",
    must_change_password: bool = True,
) -> AccountFacts:
    """Make an account without any role. The password is handed over once and changed at first sign-in.

    Raises:
        NotPermitted: the actor is not the security administrator.
        Invalid: the name is taken, the organisation unknown or closed, the password too weak.
    """
    access.require_accounts(actor)
    username = username.strip().lower()
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(
            _("The log-in name %(name)s is taken; choose another.") % {"name": username},
            fields={"username": _("This log-in name is taken.")},
        )
    user = User(
        username=username,
        name=name.strip(),
        phone=phone.strip(),
        organisation=_open_organisation(organisation_id),
        must_change_password=must_change_password,
        password_changed_at=now,
        created_at=now,
    )
    check_password_rules(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    facts = queries.account_facts(user, now=now)
    journal.write(
        "accounts.account_created", kind=KIND, id=str(user.pk), actor=actor, at=now, after=facts.state()
    )
    return facts


@transaction.atomic
def revise_account(
    *, user_id: UUID, name: str, organisation_id: UUID | None, phone: str, actor: Actor, now: datetime
) -> AccountFacts:
    """Correct a name, a telephone number, or move a person to another organisation.

    Grants stay: a move that should end them is a revocation of its own.

    Raises:
        NotPermitted, NotFound, Invalid.
    """
    user = access.account_for_change(user_id, actor=actor)
    before = queries.account_facts(user, now=now).state()
    user.name, user.phone = name.strip(), phone.strip()
    user.organisation = _open_organisation(organisation_id)
    user.save(update_fields=["name", "phone", "organisation"])
    facts = queries.account_facts(user, now=now)
    journal.write(
        "accounts.account_revised",
        kind=KIND,
        id=str(user.pk),
        actor=actor,
        at=now,
        before=before,
        after=facts.state(),
    )
    return facts


@transaction.atomic
def deactivate_account(*, user_id: UUID, reason: str, actor: Actor, now: datetime) -> AccountFacts:
    """Close an account: the next request of any of its sessions is a stranger's.

    Raises:
        NotPermitted, NotFound.
        WrongState: it is closed already, or it is the last security administrator's.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.pk == actor.user_id:
        raise NotPermitted(_("Nobody closes their own account; ask another security administrator."))
    if not user.is_active:
        raise WrongState(_("This account is closed already."))
    require_another_security_administrator(user, now=now)
    return _set_active(user, False, "accounts.account_deactivated", reason=reason, actor=actor, now=now)


@transaction.atomic
def reactivate_account(*, user_id: UUID, reason: str, actor: Actor, now: datetime) -> AccountFacts:
    """Open a closed account again, with the grants that are still in force.

    Raises:
        NotPermitted, NotFound.
        WrongState: it is open.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.is_active:
        raise WrongState(_("This account is open already."))
    return _set_active(user, True, "accounts.account_reactivated", reason=reason, actor=actor, now=now)


@transaction.atomic
def unlock_account(*, user_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Open a door that too many wrong passwords locked, before its time, from wherever they were typed.

    Raises:
        NotPermitted: the actor is not the security administrator, or it is the actor's own account.
        NotFound.
        WrongState: it is not locked.
    """
    user = access.account_for_change(user_id, actor=actor)
    if user.pk == actor.user_id:
        raise NotPermitted(_("Nobody unlocks their own account; ask another security administrator."))
    if not queries.account_facts(user, now=now).locked:
        raise WrongState(_("This account is not locked."))
    reset(username=user.username)
    journal.write("accounts.unlocked", kind=KIND, id=str(user.pk), actor=actor, at=now, reason=reason)


def require_another_security_administrator(user: User, *, now: datetime) -> None:
    """Refuse to take away the last person who can grant.

    Raises:
        WrongState: nobody else could open the accounts again.
    """
    today = local_day(now)
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role=Role.SECURITY_ADMINISTRATOR, revoked_at=None, starts_on__lte=today, ends_on__gte=today
    )
    holders = {grant.user_id for grant in grants.filter(user__is_active=True)}
    if holders == {user.pk}:
        raise WrongState(_("This is the last security administrator; grant the role to somebody else first."))


def _set_active(
    user: User, active: bool, action: str, *, reason: str, actor: Actor, now: datetime
) -> AccountFacts:
    before = queries.account_facts(user, now=now).state()
    user.is_active = active
    user.save(update_fields=["is_active"])
    facts = queries.account_facts(user, now=now)
    journal.write(
        action,
        kind=KIND,
        id=str(user.pk),
        actor=actor,
        at=now,
        before=before,
        after=facts.state(),
        reason=reason,
    )
    return facts


def _open_organisation(organisation_id: UUID | None) -> Organisation | None:
    if organisation_id is None:
        return None
    row = Organisation.objects.filter(pk=organisation_id, closed_on=None).first()
    if row is None:
        raise Invalid(
            _("There is no such organisation, or it is closed."),
            fields={"organisation": _("There is no such organisation, or it is closed.")},
        )
    return row
