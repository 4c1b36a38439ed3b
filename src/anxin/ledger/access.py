"""Which acts a person may read: the auditor all, others their own and those within their areas."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import ROLES, Axis, Permission
from anxin.ledger.models import Act

# How an act names fields that tell of hardship or an ID number; on a file's history they are left out too.
CLOSED = "sensitive"
_OPEN = Q(detail__fields__isnull=True) | ~Q(detail__fields=[CLOSED])


def visible(actor: Actor) -> QuerySet[Act]:
    """The acts this actor may read; closed by default."""
    if _reads_all(actor):
        return Act.objects.all()
    areas = Q(pk__in=[])
    for code in actor.reach(Permission.ACTS_VIEW).area_codes:
        known = Q() if actor.may_know_hardship(code, None) else _OPEN
        areas |= Q(area_code__startswith=code) & known
    return Act.objects.filter(areas | Q(actor_id=actor.user_id) if actor.user_id else areas)


def told(row: Act, actor: Actor) -> Mapping[str, Any]:
    """The detail of an act as this actor may know it."""
    detail: Mapping[str, Any] = row.detail
    fields = detail.get("fields")
    if not isinstance(fields, list) or CLOSED not in fields or _knows(row, actor):
        return detail
    return {**detail, "fields": [name for name in fields if name != CLOSED]}


def _knows(row: Act, actor: Actor) -> bool:
    own = actor.user_id is not None and row.actor_id == actor.user_id
    return own or _reads_all(actor) or actor.may_know_hardship(row.area_code, None)


def _reads_all(actor: Actor) -> bool:
    """A role that reads acts and has no rows of its own is the auditor's."""
    held = (ROLES[grant.role] for grant in actor.grants)
    return any(role.axis is Axis.NONE and Permission.ACTS_VIEW in role.permissions for role in held)
