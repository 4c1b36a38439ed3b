"""One premises, one file: everything this reader may see of it, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor, AreaFacts
from anxin.accounts.terms import Permission, Sensitivity
from anxin.kernel.clock import local_day
from anxin.ledger import queries as ledger
from anxin.ledger.contracts import ActFacts
from anxin.registry import access
from anxin.registry.contracts import (
    ChangeFacts,
    EquipmentFacts,
    FieldFacts,
    PlanFacts,
    PremisesFile,
    VerdictFacts,
)
from anxin.registry.models import Equipment, Plan, Premises, Verdict
from anxin.registry.queries.sources import Sources
from anxin.registry.queries.verdict import explained
from anxin.registry.rules import masking
from anxin.registry.terms import (
    DOOR_FIELDS,
    EQUIPMENT_FIELDS,
    MASKED_FIELDS,
    PREMISES_FIELDS,
    EquipmentKind,
    UserKind,
)

SUBJECT = "registry.premises"


def premises_file(number: str, *, actor: Actor, now: datetime) -> PremisesFile:
    """The file with this number.

    Raises:
        NotFound: no such file within the actor's reach.
    """
    row = access.one(actor, Permission.PREMISES_VIEW, number)
    pieces = list(Equipment.objects.filter(premises=row, removed_on=None).order_by("kind", "ordinal"))
    sources = Sources([row.sources, *(piece.sources for piece in pieces)])
    knows = actor.may_know_hardship(row.area_id, row.supplier_id)
    path = tuple(accounts.area_path(row.area_id))
    verdict = _verdict(row, pieces, sources, now, knows=knows)
    return PremisesFile(
        id=row.pk,
        number=row.number,
        state=row.state,
        kind=UserKind(row.kind),
        area=path[-1],
        path=path,
        supplier=accounts.organisation_facts(row.supplier_id) if row.supplier_id else None,
        fields=_fields(row, sources, actor, path),
        equipment=tuple(_equipment(piece, sources) for piece in pieces),
        extra=row.extra if _reads_all(actor, row) else {},
        verdict=verdict,
        plans=_plans(row, verdict, knows=knows),
        editable=_editable(actor, row),
        knows_hardship=knows,
        is_demo=sources.are_demo,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def verdict_of(number: str, *, actor: Actor, now: datetime) -> VerdictFacts | None:
    """What the standard says of a file, with reasons; None for a closed one.

    Raises:
        NotFound: no such file within the actor's reach.
    """
    return premises_file(number, actor=actor, now=now).verdict


def fields_for_new(area_code: str, *, actor: Actor) -> frozenset[str]:
    """The fields the actor may set on a new file of an area; empty where they may not open one."""
    own = actor.reach(Permission.PREMISES_EDIT)
    company = own.company_ids[0] if own.company_ids else None
    return (
        access.writable_fields(actor, area_code, company) if own.covers(area_code, company) else frozenset()
    )


def changes(number: str, *, actor: Actor, size: int = 100) -> tuple[ChangeFacts, ...]:
    """The history of a file, newest first, as far as this reader may know of it.

    Raises:
        NotFound: no such file within the actor's reach.
    """
    row = access.one(actor, Permission.PREMISES_VIEW, number)
    whole = _reads_all(actor, row)
    acts = [act for act in ledger.history(SUBJECT, str(row.pk), size=size) if whole or _may_tell(act)]
    sources = Sources([{"act": {"source": act.detail["source"]}} for act in acts if act.detail.get("source")])
    return tuple(_change(act, sources, whole=whole) for act in acts)


def _verdict(
    row: Premises, pieces: list[Equipment], sources: Sources, now: datetime, *, knows: bool
) -> VerdictFacts | None:
    verdict = Verdict.objects.filter(pk=row.pk).first()
    if verdict is None:
        return None
    return explained(verdict, row, pieces, sources, today=local_day(now), knows=knows)


def _fields(
    row: Premises, sources: Sources, actor: Actor, path: Iterable[AreaFacts]
) -> Mapping[str, FieldFacts]:
    level = actor.sensitivity(row.area_id, row.supplier_id)
    reveals = actor.reach(Permission.PREMISES_REVEAL).covers(row.area_id, row.supplier_id)
    names = [name for name in PREMISES_FIELDS if _may_know(name, level, actor, row)]
    found = {name: _field(name, row, sources, level, reveals=reveals) for name in names}
    if not access.sees_door(actor, row):
        found |= _without_door(row, found, path)
    return found


def _may_know(name: str, level: Sensitivity, actor: Actor, row: Premises) -> bool:
    if name == "hardship":
        return actor.may_know_hardship(row.area_id, row.supplier_id)
    return PREMISES_FIELDS[name] < Sensitivity.SENSITIVE or level >= Sensitivity.SENSITIVE


def _field(name: str, row: Premises, sources: Sources, level: Sensitivity, *, reveals: bool) -> FieldFacts:
    value, source = getattr(row, name), sources.of(row.sources.get(name))
    if name not in MASKED_FIELDS or not value:
        return FieldFacts(name, value, source)
    revealable = reveals and level >= PREMISES_FIELDS[name]
    return FieldFacts(name, masking.masked(name, value), source, masked=True, revealable=revealable)


def _without_door(
    row: Premises, found: Mapping[str, FieldFacts], path: Iterable[AreaFacts]
) -> dict[str, FieldFacts]:
    place = "".join(area.name for area in list(path)[1:])
    values: dict[str, Any] = dict.fromkeys(DOOR_FIELDS)
    values["address"] = masking.coarse_address(
        {name: getattr(row, name) for name in ("road", "road_number", "estate")}, place
    )
    values["longitude"] = masking.coarse_degrees(row.longitude)
    values["latitude"] = masking.coarse_degrees(row.latitude)
    hidden = {
        name: FieldFacts(name, value, found[name].source, masked=True) for name, value in values.items()
    }
    return hidden | {"captured_position": FieldFacts("captured_position", None)}


def _equipment(piece: Equipment, sources: Sources) -> EquipmentFacts:
    values = {name: getattr(piece, name) for name in EQUIPMENT_FIELDS} | piece.features
    return EquipmentFacts(
        piece.pk,
        EquipmentKind(piece.kind),
        piece.ordinal,
        {
            name: FieldFacts(name, value, sources.of(piece.sources.get(name)))
            for name, value in values.items()
        },
    )


def _plans(row: Premises, verdict: VerdictFacts | None, *, knows: bool) -> tuple[PlanFacts, ...]:
    # a plan without a visible reason would tell the reason
    if not knows and not (verdict and any(group.certain for group in verdict.special_groups)):
        return ()
    plans = Plan.objects.filter(premises=row).order_by("-created_at")
    return tuple(PlanFacts(p.pk, p.measure, p.responsible, p.due_on, p.done_on, p.created_at) for p in plans)


def _editable(actor: Actor, row: Premises) -> frozenset[str]:
    if not actor.reach(Permission.PREMISES_EDIT).covers(row.area_id, row.supplier_id):
        return frozenset()
    return access.writable_fields(actor, row.area_id, row.supplier_id)


def _reads_all(actor: Actor, row: Premises) -> bool:
    """Unmapped columns and who looked may tell anything, so they are for readers of everything."""
    knows = actor.may_know_hardship(row.area_id, row.supplier_id)
    return knows and actor.sensitivity(row.area_id, row.supplier_id) >= Sensitivity.SENSITIVE


def _may_tell(act: ActFacts) -> bool:
    if act.action in ("registry.plan_added", "registry.plan_closed"):
        return True  # the act bears this name only where hardship is not what it tells of
    fields = set(act.detail.get("fields", ())) - {"sensitive"}
    return act.action in ("registry.premises_added", "registry.premises_changed") and bool(fields)


def _change(act: ActFacts, sources: Sources, *, whole: bool) -> ChangeFacts:
    fields = tuple(name for name in act.detail.get("fields", ()) if whole or name != "sensitive")
    source = sources.of({"source": act.detail.get("source", "")})
    return ChangeFacts(act.at, act.actor_name, act.action, fields, act.reason, source)
