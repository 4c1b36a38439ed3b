"""Writing by hand: a new file, a correction, a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import Invalid, NotFound, WrongState
from anxin.kernel.clock import local_day
from anxin.ledger.contracts import Subject
from anxin.ledger.services import Entry, record_many
from anxin.registry import access
from anxin.registry.contracts import (
    EquipmentDraft,
    PlanDraft,
    PlanFacts,
    PremisesDraft,
    SourceDraft,
    WrittenPremises,
)
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


def add_plan(
    *, number: str, measure: str, responsible: str, due_on: date, actor: Actor, now: datetime
) -> PlanFacts:
    """Give a premises its own plan (一户一策, 二(一)).

    Raises:
        NotFound: no such file within the actor's reach.
        Invalid: something is missing.
        WrongState: it has an open plan, or shows an actor who may not know of hardship no reason for one.
    """
    draft = PlanDraft(number, measure.strip(), responsible.strip(), due_on)
    return add_plans(drafts=[draft], actor=actor, now=now)[0]


@transaction.atomic
def add_plans(*, drafts: Sequence[PlanDraft], actor: Actor, now: datetime) -> list[PlanFacts]:
    """Give several premises a plan each: all of them or none, one act per premises.

    Raises:
        NotFound, Invalid, WrongState: as add_plan, for any of them.
    """
    for draft in drafts:
        _require_whole(draft)
    rows = _rows(drafts, actor)
    _require_reason(list(rows.values()), actor)
    if Plan.objects.filter(premises__in=rows.values(), done_on=None).exists():
        raise WrongState(_("This premises has an open plan. Close it before you make another."))
    plans = [_plan(rows[draft.number], draft, now) for draft in drafts]
    Plan.objects.bulk_create(plans)
    verdicts = Verdict.objects.filter(pk__in=[row.pk for row in rows.values()])
    verdicts.update(has_plan=True)
    closed = set(verdicts.filter(special=True, special_open=False).values_list("pk", flat=True))
    entries = [
        _entry(rows[draft.number], draft, tells=rows[draft.number].pk not in closed) for draft in drafts
    ]
    record_many(entries, actor=actor, at=now)
    return [PlanFacts(plan.pk, plan.measure, plan.responsible, plan.due_on, None, now) for plan in plans]


@transaction.atomic
def close_plan(*, number: str, plan_id: UUID, actor: Actor, now: datetime) -> PlanFacts:
    """Say that a plan is carried out, on the legal day of `now`; the premises still counts as planned for.

    Raises:
        NotFound: no such file within the actor's reach, or no such plan in it.
        WrongState: it is closed already.
    """
    row = access.one(actor, Permission.PREMISES_EDIT, number)
    plan = Plan.objects.select_for_update().filter(pk=plan_id, premises=row).first()
    if plan is None:
        raise NotFound(_("There is no such plan in this file."))
    if plan.done_on is not None:
        raise WrongState(_("This plan is closed already."))
    plan.done_on = local_day(now)
    plan.save(update_fields=["done_on"])
    tells = not Verdict.objects.filter(pk=row.pk, special=True, special_open=False).exists()
    record_many([_closing(row, plan, tells=tells)], actor=actor, at=now)
    return PlanFacts(plan.pk, plan.measure, plan.responsible, plan.due_on, plan.done_on, plan.created_at)


def _closing(row: Premises, plan: Plan, *, tells: bool) -> Entry:
    state = {"plan": str(plan.pk), "measure": plan.measure, "done_on": None}
    told = {"done_on": str(plan.done_on)} if tells else {"fields": ["sensitive"]}
    return Entry(
        "registry.plan_closed" if tells else "registry.premises_changed",
        Subject("registry.premises", str(row.pk), row.area_id),
        before=state,
        after=state | {"done_on": str(plan.done_on)},
        detail={"number": row.number, **told},
    )


def _require_whole(draft: PlanDraft) -> None:
    needed = {"measure": draft.measure, "responsible": draft.responsible}
    missing = {name: _("This is needed.") for name, text in needed.items() if not text.strip()}
    if missing:
        raise Invalid(_("A plan needs a measure and a person who answers for it."), fields=missing)


def _require_reason(rows: Sequence[Premises], actor: Actor) -> None:
    # where only hardship explains a plan, the refusal of a second one would tell of the first
    blind = [row.pk for row in rows if not actor.may_know_hardship(row.area_id, row.supplier_id)]
    if Verdict.objects.filter(pk__in=blind, special_open=True).count() < len(blind):
        raise WrongState(_("As far as you may see, this premises is in no group that needs a plan."))


def _rows(drafts: Sequence[PlanDraft], actor: Actor) -> dict[str, Premises]:
    numbers = {draft.number for draft in drafts}
    visible = access.visible(actor, Permission.PREMISES_EDIT).filter(number__in=numbers)
    ids = list(visible.values_list("pk", flat=True))
    if len(ids) < len(numbers):
        raise access.not_found()
    return {row.number: row for row in access.locked(actor, Permission.PREMISES_EDIT, ids).values()}


def _plan(row: Premises, draft: PlanDraft, now: datetime) -> Plan:
    return Plan(
        premises=row,
        measure=draft.measure,
        responsible=draft.responsible,
        due_on=draft.due_on,
        created_at=now,
    )


def _entry(row: Premises, draft: PlanDraft, *, tells: bool) -> Entry:
    # acts are read by people who may not know of hardship: a plan that only hardship explains is not named
    told = {"due_on": draft.due_on.isoformat()} if tells else {"fields": ["sensitive"]}
    return Entry(
        "registry.plan_added" if tells else "registry.premises_changed",
        Subject("registry.premises", str(row.pk), row.area_id),
        after=asdict(draft),
        detail={"number": row.number, **told},
    )
