"""The shape of what a person types about a premises; what may stand is the registry's to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.accounts.contracts import Actor
from anxin.accounts.queries import areas_within, organisations
from anxin.accounts.terms import ROLES, OrganisationKind, Permission, Sensitivity
from anxin.console.premises import labels
from anxin.console.ui.words import in_language
from anxin.policy import load_pack
from anxin.registry import terms
from anxin.registry.contracts import EquipmentDraft, PremisesFile
from anxin.registry.queries.values import faults
from anxin.registry.terms import EQUIPMENT_FIELDS, FEATURES, EquipmentKind

Choices = list[tuple[str, Any]]
KnownPiece = tuple[EquipmentKind, int, Mapping[str, Any]]
REMOVED = "removed"
NOT_KNOWN: tuple[str, Promise] = ("", gettext_lazy("Not known"))
YES_NO: Choices = [NOT_KNOWN, ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
HIDDEN = ("holder_name", "holder_phone", "holder_id_number", "safety_manager")
ENUMS: Mapping[str, Any] = {
    "building_kind": terms.BuildingKind,
    "floor_position": terms.FloorPosition,
    "scale": terms.CateringScale,
    "gas_before": terms.GasKind,
    "gas_now": terms.GasKind,
    "hose_kind": terms.HoseKind,
    "device_kind": terms.LeakDeviceKind,
}
DATES = frozenset(
    {"opened_on", "contract_signed_on", "last_checked_on", "made_on", "installed_on", "expires_on"}
)
ANSWERS = frozenset({"covered_by_network", "facility_new", "conforms"})
NUMBERS = frozenset({"longitude", "latitude"})


class Answer(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **options: Any) -> None:
        # what was shown is compared after the same coercion, so it takes stored answers too
        super().__init__(
            choices=YES_NO, coerce=lambda word: word in ("yes", True), empty_value=None, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored answer as the word of its choice."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


class UuidChoice(forms.TypedChoiceField):
    """One of some organisations, or not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=lambda key: UUID(str(key)), empty_value=None, **options)


def shape(name: str, choices: Choices | None = None, *, of: type | None = None) -> forms.Field:
    """The form field of one field of a file or of one feature of equipment (`of` its type)."""
    label = labels.FIELDS.get(name) or labels.EQUIPMENT.get(name)
    options: dict[str, Any] = {"label": label, "required": False}
    if choices is not None or name in ENUMS:
        offered = choices or [NOT_KNOWN, *ENUMS[name].choices]
        return forms.TypedChoiceField(choices=offered, coerce=str, empty_value=None, **options)
    if name in DATES:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
    if name in ANSWERS or of is bool:
        return Answer(**options)
    if name == "floor_area_m2":
        return forms.DecimalField(max_digits=9, decimal_places=2, min_value=0, **options)
    if name in NUMBERS or of is float:
        return forms.FloatField(**options)
    if name == "staff_count" or of is int:
        return forms.IntegerField(min_value=0, **options)
    return forms.CharField(max_length=300, **options)


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one heading."""

    title: str
    fields: tuple[forms.BoundField, ...]


class PremisesForm(forms.Form):
    """One file, its equipment apart; only what was changed is written."""

    kind = forms.ChoiceField(label=labels.FIELDS["kind"], choices=terms.UserKind.choices)
    state = forms.ChoiceField(
        label=labels.FIELDS["state"], choices=terms.PremisesState.choices, initial="active"
    )
    area_code = forms.ChoiceField(label=labels.FIELDS["area_code"])
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, hidden: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["area_code"]).choices = area_choices(actor)
        for name in (name for _title, names in labels.SECTIONS for name in names if name not in hidden):
            self.fields[name] = _shape_of(name)
            if name in HIDDEN and kwargs.get("initial", {}).get("version"):
                self.fields[name].help_text = _("Empty keeps what is on file.")

    def sections(self) -> Iterator[Section]:
        """The fields as the page groups them."""
        yield Section(_("What it is"), tuple(self[name] for name in ("kind", "state", "area_code")))
        for title, names in labels.SECTIONS:
            present = tuple(self[name] for name in names if name in self.fields)
            if present:
                yield Section(str(title), present)

    def clean(self) -> None:
        """What the registry would refuse is told at its field, where it can be mended."""
        super().clean()
        for name, fault in faults(self.values()).items():
            self.add_error(name, fault)

    def values(self) -> dict[str, Any]:
        """What differs from what was shown, in the registry's types; an empty hidden value says nothing."""
        data = self.cleaned_data
        silent = {name for name in HIDDEN if not data.get(name)} | {"area_code", "version"}
        return {name: _said(data[name]) for name in self.changed_data if name in data and name not in silent}


class PieceForm(forms.Form):
    """One piece of equipment of one kind: one in place, the first one, or (further) one more."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: EquipmentKind,
        ordinal: int,
        initial: dict[str, Any],
        further: bool = False,
    ) -> None:
        super().__init__(data, prefix=f"{kind.value}-{ordinal}", initial=initial)
        self.kind, self.ordinal, self.further = kind, ordinal, further
        for name, of in FEATURES[kind].items():
            self.fields[name] = shape(name, of=of)
        for name in EQUIPMENT_FIELDS:
            self.fields[name] = shape(name)
        if initial:
            self.fields[REMOVED] = _removal()

    @property
    def title(self) -> str:
        """The kind, and which one of it from the second on."""
        words = str(self.kind.label)
        if self.further:
            return _("Add another: %(kind)s") % {"kind": words}
        return words if self.ordinal == 1 else f"{words} {self.ordinal}"

    def draft(self, known: UUID | None) -> EquipmentDraft | None:
        """What was changed of it, or None."""
        if not self.changed_data:
            return None
        if self.cleaned_data.get(REMOVED):
            return EquipmentDraft(self.kind, id=known, removed=True)
        said = {name: self.cleaned_data[name] for name in self.changed_data}
        return EquipmentDraft(
            kind=self.kind,
            values={n: _said(v) for n, v in said.items() if n in EQUIPMENT_FIELDS},
            features={n: v if v != "" else None for n, v in said.items() if n not in EQUIPMENT_FIELDS},
            id=known,
            further=self.further,
        )


class RevealForm(forms.Form):
    """Why a personal value is looked at."""

    reason = forms.CharField(
        label=gettext_lazy("Why you need it"),
        min_length=4,
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class PlanForm(forms.Form):
    """一户一策: the measure, who answers for it, until when."""

    measure = forms.CharField(
        label=gettext_lazy("Measure"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    responsible = forms.CharField(label=gettext_lazy("Responsible"), max_length=60)
    due_on = forms.DateField(
        label=gettext_lazy("To be done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def area_choices(actor: Actor) -> Choices:
    """Every town, village and grid within reach, indented."""
    roots = actor.reach(Permission.PREMISES_EDIT).area_codes or (settings.DISTRICT,)
    found = (area for root in roots for area in areas_within(root) if len(area.code) > 6)
    return [(one.code, "\u3000" * (len(one.code) // 3 - 3) + one.name) for one in found]


def hidden_anywhere(actor: Actor) -> frozenset[str]:
    """The fields that none of the actor's grants may read, left out of the form for a new file."""
    grants = [ROLES[grant.role] for grant in actor.grants]
    level = max((role.sensitivity for role in grants), default=Sensitivity.PUBLIC)
    hidden = {
        name for name, needed in terms.PREMISES_FIELDS.items() if needed == Sensitivity.SENSITIVE > level
    }
    return frozenset(hidden if any(role.hardship for role in grants) else hidden | {"hardship"})


def initial(file: PremisesFile) -> dict[str, Any]:
    """What the form shows of a file; masked values stay out of it."""
    shown = {name: one.value for name, one in file.fields.items() if name not in HIDDEN and not one.masked}
    return shown | {"area_code": file.area.code, "version": file.version}


def known_pieces(file: PremisesFile) -> list[KnownPiece]:
    """The equipment of a file as the form shows it."""
    return [
        (piece.kind, piece.ordinal, {name: one.value for name, one in piece.fields.items()})
        for piece in file.equipment
    ]


def piece_ids(file: PremisesFile) -> dict[tuple[EquipmentKind, int], UUID]:
    """Which piece each form of a file speaks of."""
    return {(piece.kind, piece.ordinal): piece.id for piece in file.equipment}


def drafts(
    shown: Sequence[PieceForm], known: Mapping[tuple[EquipmentKind, int], UUID]
) -> tuple[EquipmentDraft, ...]:
    """What was changed of the equipment."""
    made = (piece.draft(known.get((piece.kind, piece.ordinal))) for piece in shown)
    return tuple(draft for draft in made if draft is not None)


def pieces(known: Sequence[KnownPiece], data: Any = None) -> list[PieceForm]:
    """By kind: one form for each known piece and one for a further piece, or one for the first."""
    made: list[PieceForm] = []
    for kind in EquipmentKind:
        there = [(ordinal, dict(values)) for known_kind, ordinal, values in known if known_kind == kind]
        made += [PieceForm(data, kind=kind, ordinal=nth, initial=values) for nth, values in sorted(there)]
        if there and all(values.get("present") is False for _ordinal, values in there):
            continue  # "there is none" is corrected where it stands
        last = max((ordinal for ordinal, _values in there), default=0)
        made.append(PieceForm(data, kind=kind, ordinal=last + 1, initial={}, further=bool(there)))
    return made


def _shape_of(name: str) -> forms.Field:
    if name == "supplier_id":
        offered = [(str(one.id), one.short_name) for one in organisations(OrganisationKind.GAS_COMPANY)]
        return UuidChoice(choices=[NOT_KNOWN, *offered], label=labels.FIELDS[name], required=False)
    if name in ("venue", "hardship"):
        rows = load_pack(settings.PACK).table("venues" if name == "venue" else "hardships")
        titles = [(row["id"], in_language(row["title"], row["title_en"])) for row in rows]
        return shape(name, [NOT_KNOWN, *titles])
    return shape(name)


def _removal() -> forms.BooleanField:
    return forms.BooleanField(
        label=labels.EQUIPMENT[REMOVED],
        required=False,
        help_text=_("From today it no longer counts; what it was stays in the history."),
    )


def _said(value: Any) -> Any:
    """Text fields say "not known" as None, like all others."""
    return None if value == "" else value
