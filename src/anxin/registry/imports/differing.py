"""What a row would change in a known file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from anxin.kernel.areas import is_within
from anxin.registry.contracts import EquipmentDraft, KnownFile, PremisesDraft
from anxin.registry.excel.text import level
from anxin.registry.rules import address_key
from anxin.registry.terms import EQUIPMENT_FIELDS, PREMISES_FIELDS, EquipmentKind

DATES = frozenset(
    {"opened_on", "contract_signed_on", "last_checked_on", "made_on", "installed_on", "expires_on"}
)
NEVER_WRITTEN = frozenset({"number"})


@dataclass(slots=True)
class Difference:
    """Field → [before, after] as JSON, and which of them stand against a newer source."""

    changes: dict[str, list[Any]] = field(default_factory=dict)
    against: list[str] = field(default_factory=list)


def typed(name: str, value: Any) -> Any:
    """A record's JSON value as the Python value its column takes."""
    last = name.rpartition(".")[2]
    if value is None:
        return None
    if last in DATES:
        return date.fromisoformat(value)
    if name == "floor_area_m2":
        return Decimal(value)
    return UUID(value) if name == "supplier_id" else value


def plain(value: Any) -> Any:
    """A Python value as JSON for a difference."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def difference(
    values: Mapping[str, Any],
    area_code: str,
    extra: Mapping[str, str],
    known: KnownFile,
    kept_extra: Mapping[str, str],
) -> Difference:
    """What the row says otherwise than the file; what it does not say is not a difference."""
    pieces = first_pieces(known.equipment)
    found = Difference()
    for name, value in values.items():
        before = _before(name, known, pieces)
        if name in NEVER_WRITTEN or same(name, before, typed(name, value)):
            continue
        found.changes[name] = [plain(before), value]
    if not is_within(known.area_code, area_code):
        found.changes["area"] = [known.area_code, area_code]
    for header, text in extra.items():
        if kept_extra.get(header) != text:
            found.changes[f"extra:{header}"] = [kept_extra.get(header), text]
    return found


def first_pieces(equipment: Iterable[EquipmentDraft]) -> dict[str, EquipmentDraft]:
    """The first piece in place of each kind: a ledger row speaks of that one."""
    pieces: dict[str, EquipmentDraft] = {}
    for piece in equipment:
        pieces.setdefault(piece.kind.value, piece)
    return pieces


def same(name: str, before: Any, after: Any) -> bool:
    """Equal, or equal but for width, case, spaces and the usual spellings of an address."""
    if before in (None, ""):
        return after in (None, "")
    if name == "address":
        return level(str(before)) == level(str(after)) or address_key(str(before)) == address_key(str(after))
    if isinstance(before, str) and isinstance(after, str):
        return level(before) == level(after)
    if isinstance(before, Decimal | float) and not isinstance(after, bool | str):
        return abs(float(before) - float(after)) < 1e-6
    return bool(before == after)


def _before(name: str, known: KnownFile, pieces: Mapping[str, EquipmentDraft]) -> Any:
    kind, dot, last = name.partition(".")
    if not dot:
        return known.number if name == "number" else known.values.get(name)
    piece = pieces.get(kind)
    if piece is None:
        return None
    return piece.values.get(last) if last in EQUIPMENT_FIELDS else piece.features.get(last)


def draft_of(
    record: Mapping[str, Any], *, known: KnownFile | None, changes: Mapping[str, Any] | None
) -> PremisesDraft:
    """What to write: everything for a new file, only what differs for a known one."""
    wanted = (
        record["values"] if changes is None else {k: v for k, v in record["values"].items() if k in changes}
    )
    extra = record["extra"]
    if changes is not None:
        extra = {header: text for header, text in extra.items() if f"extra:{header}" in changes}
    own = {name: typed(name, value) for name, value in wanted.items() if name in PREMISES_FIELDS}
    return PremisesDraft(
        premises_id=known.id if known else None,
        area_code=record["area_code"] if known is None or "area" in (changes or {}) else known.area_code,
        values=own,
        equipment=_equipment(wanted, record["positions"], known),
        positions={name: record["positions"][name] for name in own if name in record["positions"]},
        extra=extra,
        expected_version=known.version if known else None,
    )


def _equipment(
    values: Mapping[str, Any], positions: Mapping[str, Any], known: KnownFile | None
) -> tuple[EquipmentDraft, ...]:
    by_kind: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        kind, dot, last = name.partition(".")
        if dot:
            by_kind.setdefault(kind, {})[last] = typed(name, value)
    pieces = first_pieces(known.equipment) if known else {}
    return tuple(
        EquipmentDraft(
            EquipmentKind(kind),
            values={name: value for name, value in said.items() if name in EQUIPMENT_FIELDS},
            features={name: value for name, value in said.items() if name not in EQUIPMENT_FIELDS},
            positions={name: positions[f"{kind}.{name}"] for name in said if f"{kind}.{name}" in positions},
            id=pieces[kind].id if kind in pieces else None,
        )
        for kind, said in by_kind.items()
    )
