"""Fetch with permission, and lock: what an actor may not reach looks as if it did not exist."""

from uuid import UUID

from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.models import Area, Organisation, RoleGrant, User
from anxin.accounts.scopes import within
from anxin.accounts.terms import Permission
from anxin.kernel import NotFound

NOBODY = UUID(int=0)


def account_for_change(user_id: UUID, *, actor: Actor) -> User:
    """One account, locked, for the security administrator.

    Raises:
        NotPermitted, NotFound.
    """
    require_accounts(actor)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


def own_account(actor: Actor) -> User:
    """The actor's own account, locked.

    Raises:
        NotFound: the house itself has none.
    """
    user = User.objects.select_for_update().filter(pk=actor.user_id or NOBODY).first()
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


def grant_for_change(grant_id: UUID, *, actor: Actor) -> RoleGrant:
    """One grant, locked, for the security administrator.

    Raises:
        NotPermitted, NotFound.
    """
    require_accounts(actor)
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound(_("There is no such grant."))
    return grant


def area_for_change(code: str, *, actor: Actor) -> Area:
    """One area within the actor's reach, locked.

    Raises:
        NotPermitted, NotFound.
    """
    actor.require(Permission.AREAS_MANAGE, _("Your role does not include changing areas."))
    reach = within(actor.reach(Permission.AREAS_MANAGE), area="code")
    area = Area.objects.select_for_update().filter(reach, pk=code).first()
    if area is None:
        raise NotFound(_("There is no such area in your reach."))
    return area


def organisation_for_change(organisation_id: UUID, *, actor: Actor) -> Organisation:
    """One organisation within the actor's reach, locked.

    Raises:
        NotPermitted, NotFound.
    """
    require_organisations(actor)
    reach = within(actor.reach(Permission.ORGANISATIONS_MANAGE), area="area_id")
    row = Organisation.objects.select_for_update().filter(reach, pk=organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such organisation in your reach."))
    return row


def require_accounts(actor: Actor) -> None:
    """Refuse whoever is not the security administrator."""
    actor.require(
        Permission.ACCOUNTS_MANAGE, _("Only the security administrator may change accounts and grants.")
    )


def require_organisations(actor: Actor) -> None:
    """Refuse whoever may not keep the list of organisations."""
    actor.require(
        Permission.ORGANISATIONS_MANAGE, _("Your role does not include keeping the list of organisations.")
    )
