"""What goes into the registry and what comes out: frozen, without behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anxin.registry.terms import EquipmentKind, SourceKind

# Where in a sheet a value stood: {"row": 7, "column": "灶具品牌"}. Empty for a page or a visit.
Position = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """What the values of one write rest on; the person and the moment come from the call."""

    kind: SourceKind
    label: str
    sheet: str = ""
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EquipmentDraft:
    """What is said of one piece of equipment.

    Without an id, the n-th draft of a kind speaks of the n-th piece in place of that kind, and one
    more draft than pieces adds a piece.

    Attributes:
        values: any of terms.EQUIPMENT_FIELDS; features: any of terms.FEATURES[kind].
            A key that is present overwrites (None: not known after all), an absent one stays.
        removed: the piece is gone (the day is the legal day of the write).
    """

    kind: EquipmentKind
    values: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, Any] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    id: UUID | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PremisesDraft:
    """What is said of one premises.

    Attributes:
        premises_id: None for a new file.
        area_code: at least a town.
        values: any of terms.PREMISES_FIELDS, with Python types (date, Decimal, bool, UUID …);
            a key that is present overwrites (None: not known after all), an absent one stays.
        positions: field → where it stood in the sheet; fields of equipment have their own.
        extra: columns of the sheet that have no field, header → text; merged into what is kept.
        expected_version: the version the writer has read; None to write whatever it is.
    """

    premises_id: UUID | None
    area_code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    equipment: tuple[EquipmentDraft, ...] = ()
    positions: Mapping[str, Position] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenPremises:
    """What became of one draft.

    Attributes:
        changed: names of the changed fields, equipment as ``stove.brand`` or ``stove 2.brand``.
    """

    premises_id: UUID
    number: str
    version: int
    created: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What became of the drafts, in their order; no source is kept when nothing was new."""

    source_id: UUID | None
    written: tuple[WrittenPremises, ...]

    @property
    def created(self) -> int:
        """How many files are new."""
        return sum(row.created for row in self.written)

    @property
    def changed(self) -> int:
        """How many known files changed."""
        return sum(bool(row.changed) and not row.created for row in self.written)

    @property
    def unchanged(self) -> int:
        """How many known files already said all that."""
        return sum(not row.changed for row in self.written)
