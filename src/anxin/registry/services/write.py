"""The one writer of premises files: pages, workbooks and the demo district come through here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor, Reach
from anxin.accounts.terms import Permission, Sensitivity
from anxin.kernel import Invalid, NotPermitted, WrongState
from anxin.kernel.areas import is_within
from anxin.kernel.clock import local_day
from anxin.ledger.contracts import Subject
from anxin.ledger.services import Entry, record_many
from anxin.registry import access
from anxin.registry.contracts import (
    PremisesDraft,
    SourceDraft,
    WriteReport,
    WrittenPremises,
)
from anxin.registry.models import Equipment, Premises, Source
from anxin.registry.rules import values as value_rules
from anxin.registry.rules.addresses import PARTS, address_key, composed_address
from anxin.registry.rules.search import OPEN_FIELDS, PERSONAL_FIELDS, search_fields
from anxin.registry.services.numbers import take_numbers, town_of
from anxin.registry.services.overwrite import columns_of, overwrite
from anxin.registry.services.pieces import Pieces, apply_equipment, noted, state
from anxin.registry.services.reassess import store_verdicts
from anxin.registry.terms import PREMISES_FIELDS, SourceKind

SUBJECT = "registry.premises"
# Up to so many areas are read one by one, more of them with all of their district.
FEW = 3
_SEARCHED = frozenset({*OPEN_FIELDS, *PERSONAL_FIELDS, *PARTS, "address", "kind"})


@dataclass(slots=True)
class _Pen:
    """What all drafts of one call share."""

    actor: Actor
    now: datetime
    today: date
    source_id: UUID
    source: str
    reach: Reach
    permission: Permission
    numbers: Mapping[str, Iterator[str]]
    area_names: Mapping[str, str]
    files: dict[UUID, Premises] = field(default_factory=dict)
    pieces: dict[UUID, Pieces] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    touched: dict[UUID, Premises] = field(default_factory=dict)


@transaction.atomic
def write_premises(
    *, drafts: Sequence[PremisesDraft], source: SourceDraft, actor: Actor, now: datetime
) -> WriteReport:
    """Write what the drafts say: all of them or none, one act per file that changed, its verdict with it.

    A draft that says nothing new changes nothing, so writing the same twice is writing it once.

    Args:
        now: the moment of the write, timezone-aware.
    Raises:
        NotPermitted: the actor may not write here, or may not set one of the fields.
        NotFound: a draft names a file that is not within the actor's reach.
        Invalid: a value that cannot stand; `fields` says which.
        WrongState: a file has another version than its writer has read.
    """
    pen = _pen(drafts, source, actor, now)
    written = tuple(_write(draft, pen) for draft in drafts)
    if pen.touched:
        _save(pen, source)
    return WriteReport(source_id=pen.source_id if pen.touched else None, written=written)


def _pen(drafts: Sequence[PremisesDraft], source: SourceDraft, actor: Actor, now: datetime) -> _Pen:
    permission = (
        Permission.PREMISES_IMPORT if source.kind is SourceKind.WORKBOOK else Permission.PREMISES_EDIT
    )
    actor.require(permission, _("Your role may not write premises files."))
    names = _area_names(drafts)
    _require_areas(drafts, names)
    files = access.locked(actor, permission, [d.premises_id for d in drafts if d.premises_id])
    source_id = uuid4()
    pen = _Pen(
        actor=actor,
        now=now,
        today=local_day(now),
        source_id=source_id,
        source=str(source_id),
        reach=actor.reach(permission),
        permission=permission,
        numbers=take_numbers(d.area_code for d in drafts if d.premises_id is None),
        area_names=names,
        files=files,
        pieces={pk: Pieces(pk) for pk in files},
    )
    for piece in Equipment.objects.filter(premises_id__in=access.among(files)):
        pen.pieces[piece.premises_id].known.append(piece)
    return pen


def _area_names(drafts: Sequence[PremisesDraft]) -> dict[str, str]:
    codes = {draft.area_code for draft in drafts}
    if len(codes) <= FEW:
        found = [area for code in codes for area in accounts.area_path(code)]
    else:
        found = [area for code in {code[:6] for code in codes} for area in accounts.areas_within(code)]
    return {area.code: area.name for area in found}


def _require_areas(drafts: Sequence[PremisesDraft], names: Mapping[str, str]) -> None:
    for draft in drafts:
        if draft.area_code not in names or len(draft.area_code) < 9:
            raise Invalid(
                _("A premises file needs its town, village or grid."),
                fields={"area_code": _("Choose a town, village or grid of this district.")},
            )


def _write(draft: PremisesDraft, pen: _Pen) -> WrittenPremises:
    premises, created = _file(draft, pen)
    pieces = pen.pieces[premises.pk]
    before = None if created else _state(premises, pieces)
    changed = _apply_values(premises, draft, pen, created=created)
    changed += apply_equipment(pieces, draft.equipment, source=pen.source, today=pen.today)
    changed += _apply_extra(premises, draft)
    if created or changed:
        _finish(premises, pen, before=before, changed=changed, created=created)
    return WrittenPremises(premises.pk, premises.number, premises.version, created, tuple(changed))


def _file(draft: PremisesDraft, pen: _Pen) -> tuple[Premises, bool]:
    if draft.premises_id is None:
        number = next(pen.numbers[town_of(draft.area_code)])
        premises = Premises(number=number, area_id=draft.area_code, version=0, created_at=pen.now)
        pen.files[premises.pk], pen.pieces[premises.pk] = premises, Pieces(premises.pk)
        return premises, True
    premises = pen.files[draft.premises_id]
    if draft.expected_version not in (None, premises.version):
        raise WrongState(
            _("Somebody changed the file %(number)s since you read it. Read it again, then decide.")
            % {"number": premises.number}
        )
    return premises, False


def _apply_values(premises: Premises, draft: PremisesDraft, pen: _Pen, *, created: bool) -> list[str]:
    _require_valid(draft, created=created)
    values = {name: value_rules.stored(name, value) for name, value in draft.values.items()}
    if created and not values.get("address"):
        values["address"] = composed_address(values)
    changed = [name for name, value in values.items() if getattr(premises, name) != value]
    _require_writable(premises, draft, changed, values, pen)
    for name in changed:
        setattr(premises, name, values[name])
    if not is_within(premises.area_id, draft.area_code):
        premises.area_id = draft.area_code
        changed.append("area")
    premises.sources = {**premises.sources, **noted(changed, draft.positions, pen.source)}
    _require_pair(premises)
    return changed


def _require_valid(draft: PremisesDraft, *, created: bool) -> None:
    faults = value_rules.faults(draft.values)
    if created and not draft.values.get("kind"):
        faults["kind"] = _("Say whether it is a resident or a catering user.")
    if created and not (draft.values.get("address") or composed_address(draft.values)):
        faults["address"] = _("A premises needs an address.")
    if faults:
        raise Invalid(_("Some values cannot stand."), fields=faults)


def _require_pair(premises: Premises) -> None:
    if (premises.longitude is None) != (premises.latitude is None):
        text = _("Longitude and latitude go together.")
        raise Invalid(text, fields={"longitude": text, "latitude": text})


def _require_writable(
    premises: Premises, draft: PremisesDraft, changed: list[str], values: Mapping[str, Any], pen: _Pen
) -> None:
    supplier_id = values.get("supplier_id", premises.supplier_id)
    area_code = premises.area_id if is_within(premises.area_id, draft.area_code) else draft.area_code
    if not pen.reach.covers(area_code, supplier_id):
        raise NotPermitted(_("This area or company lies outside what you may write."))
    refused = set(changed) - access.writable_fields(pen.actor, area_code, supplier_id)
    if refused:
        text = _("Your role may not set this field.")
        raise NotPermitted(text, fields=dict.fromkeys(sorted(refused), text))


def _apply_extra(premises: Premises, draft: PremisesDraft) -> list[str]:
    merged = {**premises.extra, **draft.extra}
    if merged == premises.extra:
        return []
    premises.extra = merged
    return ["extra"]


def _finish(
    premises: Premises, pen: _Pen, *, before: Mapping[str, Any] | None, changed: list[str], created: bool
) -> None:
    if created or _SEARCHED & set(changed) or "area" in changed:
        premises.address_key = address_key(premises.address, outer_names=_names_around(premises, pen))
        for name, value in search_fields(_values(premises)).items():
            setattr(premises, name, value)
    premises.version += 1
    premises.updated_at = pen.now
    pen.touched[premises.pk] = premises
    pen.entries.append(
        Entry(
            "registry.premises_added" if created else "registry.premises_changed",
            Subject(SUBJECT, str(premises.pk), premises.area_id),
            before=before,
            after=_state(premises, pen.pieces[premises.pk]),
            detail={
                "number": premises.number,
                "version": premises.version,
                "fields": _told(changed),
                "source": pen.source,
            },
        )
    )


def _names_around(premises: Premises, pen: _Pen) -> list[str]:
    codes = [premises.area_id[:length] for length in (6, 9, 12)]
    return [pen.area_names[code] for code in codes if code in pen.area_names]


def _values(premises: Premises) -> dict[str, Any]:
    return {name: getattr(premises, name) for name in ("number", *PREMISES_FIELDS)}


def _state(premises: Premises, pieces: Pieces) -> dict[str, Any]:
    return _values(premises) | {
        "area": premises.area_id,
        "extra": premises.extra,
        "equipment": state(pieces),
    }


def _told(changed: Sequence[str]) -> list[str]:
    """The names an act may tell: that a P4 field changed, but not which, since the name says too much."""
    return sorted(
        {"sensitive" if PREMISES_FIELDS.get(name) is Sensitivity.SENSITIVE else name for name in changed}
    )


def _save(pen: _Pen, source: SourceDraft) -> None:
    Source.objects.create(
        id=pen.source_id,
        kind=source.kind,
        label=source.label,
        sheet=source.sheet,
        file_id=source.file_id,
        by_id=pen.actor.user_id,
        by_name=pen.actor.name,
        at=pen.now,
    )
    overwrite(Premises, columns_of(pen.touched.values()))
    pieces = (piece for pk in pen.touched for piece in pen.pieces[pk].touched.values())
    overwrite(Equipment, columns_of(pieces))
    store_verdicts(
        list(pen.touched.values()), {pk: pen.pieces[pk].in_place for pk in pen.touched}, now=pen.now
    )
    record_many(pen.entries, actor=pen.actor, at=pen.now)
