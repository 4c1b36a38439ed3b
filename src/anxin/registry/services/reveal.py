"""Showing one masked value whole: a click, a reason, and an act that tells who looked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import Invalid, NotPermitted
from anxin.ledger.contracts import Subject
from anxin.ledger.services import record
from anxin.registry import access
from anxin.registry.terms import MASKED_FIELDS, PREMISES_FIELDS


@transaction.atomic
def reveal(*, number: str, field: str, reason: str, actor: Actor, now: datetime) -> str:
    """The clear value of one masked field.

    Args:
        field: one of terms.MASKED_FIELDS.
        reason: why it must be seen, in a few words; kept in the act.
    Raises:
        NotFound: no such file within the actor's reach.
        NotPermitted: the actor's role may not see this field clear.
        Invalid: no reason, or not a masked field.
    """
    premises = access.one(actor, Permission.PREMISES_VIEW, number)
    level = actor.sensitivity(premises.area_id, premises.supplier_id)
    allowed = actor.reach(Permission.PREMISES_REVEAL).covers(premises.area_id, premises.supplier_id)
    if field not in MASKED_FIELDS:
        raise Invalid(_("There is no such masked field."), fields={"field": _("There is no such field.")})
    if not allowed or level < PREMISES_FIELDS[field]:
        raise NotPermitted(_("Your role may not see this value clear."))
    if not reason.strip():
        text = _("Say why you need to see it; the reason is recorded.")
        raise Invalid(text, fields={"reason": text})
    record(
        "registry.revealed",
        subject=Subject("registry.premises", str(premises.pk), premises.area_id),
        actor=actor,
        at=now,
        detail={"number": number, "fields": [field]},
        reason=reason.strip(),
    )
    return str(getattr(premises, field))
