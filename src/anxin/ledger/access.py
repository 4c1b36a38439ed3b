"""Which acts a person may read: the auditor all, others their own and those within their areas."""

from django.db.models import Q, QuerySet

from anxin.accounts.contracts import Actor
from anxin.accounts.scopes import within
from anxin.accounts.terms import ROLES, Axis, Permission
from anxin.ledger.models import Act


def visible(actor: Actor) -> QuerySet[Act]:
    """The acts this actor may read; closed by default."""
    if _reads_all(actor):
        return Act.objects.all()
    areas = within(actor.reach(Permission.ACTS_VIEW), area="area_code")
    return Act.objects.filter(areas | Q(actor_id=actor.user_id) if actor.user_id else areas)


def _reads_all(actor: Actor) -> bool:
    """A role that reads acts and has no rows of its own is the auditor's."""
    held = (ROLES[grant.role] for grant in actor.grants)
    return any(role.axis is Axis.NONE and Permission.ACTS_VIEW in role.permissions for role in held)
