"""What goes into the registry and what comes out: frozen, without behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anxin.accounts.contracts import AreaFacts, OrganisationFacts
from anxin.kernel import Clause
from anxin.policy import Outcome
from anxin.registry.terms import EquipmentKind, SourceKind, UserKind

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
        further: one more piece, whatever is in place.
    """

    kind: EquipmentKind
    values: Mapping[str, Any] = field(default_factory=dict)
    features: Mapping[str, Any] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    id: UUID | None = None
    removed: bool = False
    further: bool = False


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


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where a value came from: which workbook, row and column, or which person, and when."""

    kind: SourceKind
    label: str
    sheet: str
    row: int | None
    column: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """One field of a file as this reader may see it.

    Attributes:
        value: None when not known; with stars when masked.
        revealable: a click and a reason would show it whole.
    """

    name: str
    value: Any
    source: SourceFacts | None = None
    masked: bool = False
    revealable: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the file says anything here."""
        return self.value not in (None, "")


@dataclass(frozen=True, slots=True)
class EquipmentFacts:
    """One piece of equipment in place: its fields and features by name."""

    id: UUID
    kind: EquipmentKind
    ordinal: int
    fields: Mapping[str, FieldFacts]

    @property
    def is_present(self) -> bool:
        """False where the file states that there is none of this kind."""
        present = self.fields.get("present")
        return present is None or present.value is not False


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """One value a verdict rests on, with where it came from.

    Attributes:
        item: "" for the file itself, else ``stove`` or ``stove 2``.
        note: the day a service life ended, where that decides.
    """

    item: str
    field: str
    value: Any
    note: str
    readings: tuple[str, ...]
    source: SourceFacts | None


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """One requirement on one premises: outcome, clause, words, and the values it rests on."""

    id: str
    title: str
    title_en: str
    outcome: Outcome
    clause: Clause
    text: str
    text_en: str
    missing: tuple[str, ...]
    readings: tuple[str, ...]
    grounds: tuple[GroundFacts, ...]


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """By when, under which goal of which objective, and whether that day is past.

    Attributes:
        certain: False while unknown facts could bring it under another day.
        judged: False where the text sets no yardstick for this goal: report the rate, judge nobody by it.
        late: the goal is judged, the day is past and the premises is not known to comply.
    """

    by: date
    clause: Clause
    goal_id: str
    title: str
    title_en: str
    certain: bool
    judged: bool
    late: bool


@dataclass(frozen=True, slots=True)
class SpecialGroupFacts:
    """A special group the premises is in, or (certain False) may be in."""

    id: str
    title: str
    title_en: str
    clause: Clause
    certain: bool


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """What the standard says of one premises, as this reader may know it.

    Attributes:
        compliant: None while facts are missing, and outside the standard (applies False).
        left_out: some requirements are not shown, because they rest on what the reader may not know.
        needs_plan: certainly in a special group, and there is no plan.
        stale: judged by another edition of the pack than the one in use.
    """

    applies: bool
    compliant: bool | None
    requirements: tuple[RequirementFacts, ...]
    deadline: DeadlineFacts | None
    special_groups: tuple[SpecialGroupFacts, ...]
    needs_plan: bool
    left_out: bool
    judged_on: date
    judged_at: datetime
    pack_id: str
    pack_version: str
    in_force: bool
    stale: bool

    def having(self, outcome: Outcome) -> tuple[RequirementFacts, ...]:
        """The requirements with one outcome."""
        return tuple(row for row in self.requirements if row.outcome is outcome)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """一户一策 to be made for one premises: what is done, who answers for it, by when."""

    number: str
    measure: str
    responsible: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """一户一策, in its short form."""

    id: UUID
    measure: str
    responsible: str
    due_on: date
    done_on: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PremisesFile:
    """One premises, one file, as this reader may see it.

    Attributes:
        fields: name → value with its source; what the reader may not know is not there at all.
        verdict: None for a closed file.
        editable: the fields the reader may set; empty for those who only read.
    """

    id: UUID
    number: str
    state: str
    kind: UserKind
    area: AreaFacts
    path: tuple[AreaFacts, ...]
    supplier: OrganisationFacts | None
    fields: Mapping[str, FieldFacts]
    equipment: tuple[EquipmentFacts, ...]
    extra: Mapping[str, str]
    verdict: VerdictFacts | None
    plans: tuple[PlanFacts, ...]
    editable: frozenset[str]
    knows_hardship: bool
    is_demo: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """What people call it: the sign over the door, else the licence, else the (masked) holder."""
        return next(
            (
                str(self.fields[name].value)
                for name in ("sign_name", "licence_name", "holder_name")
                if name in self.fields and self.fields[name].value
            ),
            self.number,
        )


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One act on a file, as far as this reader may know of it."""

    at: datetime
    actor_name: str
    action: str
    fields: tuple[str, ...]
    reason: str
    source: SourceFacts | None


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the import compares rows with it."""

    id: UUID
    number: str
    version: int
    area_code: str
    supplier_id: UUID | None
    address_key: str
    values: Mapping[str, Any]
    equipment: tuple[EquipmentDraft, ...]
