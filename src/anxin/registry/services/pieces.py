"""Equipment of one premises while it is written: which piece a draft speaks of, and what changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.kernel import Invalid, NotFound
from anxin.registry.contracts import EquipmentDraft, Position
from anxin.registry.models import Equipment
from anxin.registry.rules import values as value_rules
from anxin.registry.terms import EQUIPMENT_FIELDS


@dataclass(slots=True)
class Pieces:
    """The pieces of one premises, removed ones included, and which of them were touched."""

    premises_id: UUID
    known: list[Equipment] = field(default_factory=list)
    touched: dict[UUID, Equipment] = field(default_factory=dict)

    @property
    def in_place(self) -> list[Equipment]:
        """What is there now, by kind and ordinal."""
        present = [piece for piece in self.known if piece.removed_on is None]
        return sorted(present, key=lambda piece: (piece.kind, piece.ordinal))


def apply_equipment(
    pieces: Pieces, drafts: Sequence[EquipmentDraft], *, source: str, today: date
) -> list[str]:
    """Apply the drafts; returns the changed names, ``stove.brand`` or ``stove 2.brand``.

    Raises:
        Invalid: a field or feature that its kind does not have, or a value of another type.
        NotFound: a draft names a piece that is not in place here.
    """
    changed: list[str] = []
    spoken: dict[str, int] = {}
    for draft in drafts:
        _require_valid(draft)
        spoken[draft.kind] = spoken.get(draft.kind, 0) + (draft.id is None and not draft.further)
        piece, is_new = _piece(pieces, draft, nth=spoken[draft.kind])
        names = _apply(piece, draft, source=source, today=today)
        if names:
            pieces.touched[piece.pk] = piece
            label = draft.kind.value if piece.ordinal == 1 else f"{draft.kind.value} {piece.ordinal}"
            changed += [f"{label}.{name}" for name in names]
        if names and is_new:
            pieces.known.append(piece)
    return changed


def state(pieces: Pieces) -> list[dict[str, Any]]:
    """What the pieces say, for the digest of an act."""
    return [
        {"kind": p.kind, "ordinal": p.ordinal, "features": p.features}
        | {name: getattr(p, name) for name in EQUIPMENT_FIELDS}
        for p in pieces.in_place
    ]


def noted(
    names: Sequence[str], positions: Mapping[str, Position], source: str
) -> dict[str, Mapping[str, Any]]:
    """Name → the source its value has from now on, and where it stood there."""
    bare = {"source": source}
    return {name: {**bare, **positions[name]} if name in positions else bare for name in names}


def _require_valid(draft: EquipmentDraft) -> None:
    faults = value_rules.faults(draft.values, checks=value_rules.EQUIPMENT_CHECKS)
    faults = {f"{draft.kind}.{name}": text for name, text in faults.items()}
    faults |= value_rules.feature_faults(draft.kind, draft.features)
    if faults:
        raise Invalid(_("Some values of the equipment cannot stand."), fields=faults)


def _piece(pieces: Pieces, draft: EquipmentDraft, *, nth: int) -> tuple[Equipment, bool]:
    """The piece a draft speaks of, and whether there was none before."""
    kind = draft.kind.value
    known = sorted((p for p in pieces.known if p.kind == kind), key=lambda piece: piece.ordinal)
    of_kind = [piece for piece in known if piece.removed_on is None]
    if draft.id is not None:
        found = next((piece for piece in of_kind if piece.pk == draft.id), None)
        if found is None:
            raise NotFound(_("There is no such equipment in this file."))
        return found, False
    if nth <= len(of_kind) and not draft.further:
        return of_kind[nth - 1], False
    last = known[-1].ordinal if known else 0
    return Equipment(premises_id=pieces.premises_id, kind=kind, ordinal=last + 1), True


def _apply(piece: Equipment, draft: EquipmentDraft, *, source: str, today: date) -> list[str]:
    if draft.removed:
        piece.removed_on = today
        return ["removed"]
    values = {name: value_rules.stored(name, value) for name, value in draft.values.items()}
    names = [name for name, value in values.items() if getattr(piece, name) != value]
    for name in names:
        setattr(piece, name, values[name])
    features = [name for name, value in draft.features.items() if piece.features.get(name) != value]
    piece.features = _merged(piece.features, {name: draft.features[name] for name in features})
    piece.sources = {**piece.sources, **noted([*names, *features], draft.positions, source)}
    if (piece.made_on and piece.expires_on) and piece.expires_on < piece.made_on:
        raise Invalid(
            _("Equipment cannot expire before it is made."),
            fields={f"{draft.kind}.expires_on": _("This day lies before the day it was made.")},
        )
    return [*names, *features]


def _merged(known: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**known, **new}.items() if value is not None}
