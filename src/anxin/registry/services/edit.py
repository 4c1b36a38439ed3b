"""Writing by hand: a new file, a correction, a plan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import Invalid, WrongState
from anxin.ledger.contracts import Subject
from anxin.ledger.services import record
from anxin.registry import access
from anxin.registry.contracts import EquipmentDraft, PlanFacts, PremisesDraft, SourceDraft, WrittenPremises
from anxin.registry.models import Plan, Premises, Verdict
from anxin.registry.services.write import write_premises
from anxin.registry.terms import SourceKind

# The person and the moment say it all; a page has no label of its own.
BY_HAND = SourceDraft(SourceKind.PERSON, "")


def add_premises(
    *,
    area_code: str,
    values: Mapping[str, Any],
    equipment: Sequence[EquipmentDraft] = (),
    actor: Actor,
    now: datetime,
) -> WrittenPremises:
    """Open a new file.

    Raises:
        NotPermitted, Invalid: as write_premises.
    """
    report = write_premises(
        drafts=[PremisesDraft(None, area_code, values, tuple(equipment))],
        source=BY_HAND,
        actor=actor,
        now=now,
    )
    return report.written[0]


def revise_premises(
    *,
    number: str,
    expected_version: int,
    values: Mapping[str, Any],
    equipment: Sequence[EquipmentDraft] = (),
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> WrittenPremises:
    """Correct a file by hand; fields the actor's role may not set are refused, not ignored.

    Args:
        expected_version: the version that the page showed.
        area_code: a new place for the file; empty to leave it where it is.
    Raises:
        NotFound, NotPermitted, Invalid, WrongState: as write_premises.
    """
    row = access.one(actor, Permission.PREMISES_EDIT, number)
    draft = PremisesDraft(
        row.pk, area_code or row.area_id, values, tuple(equipment), expected_version=expected_version
    )
    return write_premises(drafts=[draft], source=BY_HAND, actor=actor, now=now).written[0]


@transaction.atomic
def add_plan(
    *, number: str, measure: str, responsible: str, due_on: date, actor: Actor, now: datetime
) -> PlanFacts:
    """Give a premises its own plan (一户一策, 二(一)).

    Raises:
        NotFound: no such file within the actor's reach.
        Invalid: something is missing.
        WrongState: it has an open plan.
    """
    row = access.one(actor, Permission.PREMISES_EDIT, number)
    row = access.locked(actor, Permission.PREMISES_EDIT, [row.pk])[row.pk]
    missing = {
        name: _("This is needed.")
        for name, text in (("measure", measure), ("responsible", responsible))
        if not text.strip()
    }
    if missing:
        raise Invalid(_("A plan needs a measure and a person who answers for it."), fields=missing)
    if Plan.objects.filter(premises=row, done_on=None).exists():
        raise WrongState(_("This premises has an open plan. Close it before you make another."))
    plan = _make_plan(row, measure.strip(), responsible.strip(), due_on, actor, now)
    return PlanFacts(plan.pk, plan.measure, plan.responsible, plan.due_on, None, now)


def _make_plan(
    row: Premises, measure: str, responsible: str, due_on: date, actor: Actor, now: datetime
) -> Plan:
    plan = Plan.objects.create(
        premises=row, measure=measure, responsible=responsible, due_on=due_on, created_at=now
    )
    verdicts = Verdict.objects.filter(pk=row.pk)
    verdicts.update(has_plan=True)
    # acts are read by people who may not know of hardship: a plan that only hardship explains is not named
    tells = not verdicts.filter(special=True, special_open=False).exists()
    told = {"due_on": due_on.isoformat()} if tells else {"fields": ["sensitive"]}
    record(
        "registry.plan_added" if tells else "registry.premises_changed",
        subject=Subject("registry.premises", str(row.pk), row.area_id),
        actor=actor,
        at=now,
        after={"measure": measure, "responsible": responsible, "due_on": due_on},
        detail={"number": row.number, **told},
    )
    return plan
