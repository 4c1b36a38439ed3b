"""A file in words: values, where they come from, what to do, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anxin.console.acts.words import HOUSE
from anxin.console.premises import labels
from anxin.console.ui.words import in_language
from anxin.kernel.clock import ZONE
from anxin.policy import Outcome, load_pack
from anxin.registry import terms
from anxin.registry.contracts import (
    ChangeFacts,
    EquipmentFacts,
    FieldFacts,
    GroundFacts,
    PremisesFile,
    RequirementFacts,
    SourceFacts,
)
from anxin.registry.terms import EQUIPMENT_FIELDS, SourceKind, UserKind

ENUMS: Mapping[str, Any] = {
    "kind": terms.UserKind,
    "state": terms.PremisesState,
    "building_kind": terms.BuildingKind,
    "floor_position": terms.FloorPosition,
    "scale": terms.CateringScale,
    "gas_before": terms.GasKind,
    "gas_now": terms.GasKind,
    "hose_kind": terms.HoseKind,
    "device_kind": terms.LeakDeviceKind,
}
ROWS = {"venue": "venues", "hardship": "hardships"}


@dataclass(frozen=True, slots=True)
class ToldField:
    """One value of the file in words."""

    name: str
    label: str
    value: str
    source: str
    masked: bool
    revealable: bool


@dataclass(frozen=True, slots=True)
class ToldSection:
    """The known fields under one heading, and the labels of those not known in one line."""

    title: str
    fields: tuple[ToldField, ...]
    blank: str


@dataclass(frozen=True, slots=True)
class ToldGround:
    """One value that a requirement rests on; `decides` where it is what fails."""

    label: str
    value: str
    source: str
    decides: bool


@dataclass(frozen=True, slots=True)
class ToldRequirement:
    """One requirement of the verdict in the reader's language."""

    id: str
    title: str
    outcome: str
    clause_id: str
    clause_place: str
    text: str
    grounds: tuple[ToldGround, ...]
    readings: tuple[str, ...]
    todo: str


@dataclass(frozen=True, slots=True)
class ToldPiece:
    """One row of the equipment table."""

    title: str
    present: bool
    make: str
    features: str
    conforms: bool | None
    made: str
    installed_on: date | None
    expires_on: date | None
    expired: bool
    source: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One entry of the history."""

    at: datetime
    who: str
    what: str
    note: str


def sections(file: PremisesFile) -> Iterator[ToldSection]:
    """The base data by section; fields of the other kind of user are left out while they say nothing."""
    foreign = labels.RESIDENT_ONLY if file.kind is UserKind.CATERING else labels.BUSINESS_ONLY
    for title, names in labels.SECTIONS:
        shown = [file.fields[name] for name in names if name in file.fields]
        told = tuple(told_field(one, file) for one in shown if one.is_known or one.name in labels.ALWAYS)
        named = {one.name for one in told} | foreign
        blank = [labels.label(one.name) for one in shown if one.name not in named]
        if told or blank:
            yield ToldSection(str(title), told, _list(blank))


def requirements(file: PremisesFile) -> tuple[ToldRequirement, ...]:
    """The requirements, those not met first, then those not known."""
    if file.verdict is None:
        return ()
    order = [Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET]
    rows = sorted(file.verdict.requirements, key=lambda row: order.index(row.outcome))
    return tuple(_requirement(row) for row in rows)


def equipment(file: PremisesFile, today: date) -> tuple[ToldPiece, ...]:
    """The equipment in the order of the standard's columns."""
    order = list(terms.EquipmentKind)
    pieces = sorted(file.equipment, key=lambda piece: (order.index(piece.kind), piece.ordinal))
    return tuple(_piece(piece, today) for piece in pieces)


def changes(acts: Sequence[ChangeFacts]) -> tuple[ToldChange, ...]:
    """The history in words."""
    return tuple(_change(act) for act in acts)


def value_words(name: str, value: Any) -> str:
    """A value in words; "" when nothing is known."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if name in ENUMS:
        return str(ENUMS[name](value).label) if value in ENUMS[name] else str(value)
    if name in ROWS:
        return _row_words(ROWS[name], str(value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def source_words(source: SourceFacts | None) -> str:
    """Where a value comes from: workbook, sheet, row and column, or person and moment."""
    if source is None:
        return ""
    at = source.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    if source.kind is SourceKind.DEMO:
        return _("Generated demo data, %(at)s") % {"at": at}
    if source.kind is not SourceKind.WORKBOOK:
        return _("Entered by %(who)s, %(at)s") % {"who": source.by_name, "at": at}
    place = [source.label, source.sheet]
    if source.row:
        place.append(_("row %(row)d") % {"row": source.row})
    if source.column:
        place.append(_("column %(column)s") % {"column": source.column})
    place += [source.by_name, at]
    return " · ".join(filter(None, place))


def told_field(one: FieldFacts, file: PremisesFile) -> ToldField:
    """One field in words."""
    value = value_words(one.name, one.value)
    if one.name == "supplier_id":
        value = file.supplier.name if file.supplier else ""
    return ToldField(
        name=one.name,
        label=labels.label(one.name),
        value=value,
        source=source_words(one.source) if one.is_known else "",
        masked=one.masked,
        revealable=one.revealable,
    )


def _requirement(row: RequirementFacts) -> ToldRequirement:
    return ToldRequirement(
        id=row.id,
        title=in_language(row.title, row.title_en),
        outcome=row.outcome.value,
        clause_id=row.clause.id,
        clause_place=row.clause.id,
        text=in_language(row.text, row.text_en),
        grounds=_grounds(row),
        readings=row.readings,
        todo=_todo(row),
    )


def _todo(row: RequirementFacts) -> str:
    title = in_language(row.title, row.title_en)
    if row.outcome is Outcome.NOT_MET:
        return _("Put right: %(title)s. Then enter what was installed or changed.") % {"title": title}
    if row.outcome is Outcome.UNKNOWN:
        fields = load_pack(settings.PACK).fields
        asked = [in_language(fields[n].label, fields[n].label_en) for n in row.missing if n in fields]
        return _("Find out on site and enter: %(facts)s") % {"facts": _list(asked)}
    return ""


def _grounds(row: RequirementFacts) -> tuple[ToldGround, ...]:
    """What decides first."""
    told = [_ground(one, row.outcome) for one in row.grounds]
    return tuple(sorted(told, key=lambda one: not one.decides))


def _ground(one: GroundFacts, outcome: Outcome) -> ToldGround:
    name = f"{one.item}.{one.field}" if one.item else one.field
    value = value_words(one.field, one.value) or _("Not known")
    if one.note:
        value = _("%(value)s, service life ended %(day)s") % {"value": value, "day": one.note}
    wrong = outcome is Outcome.NOT_MET and (one.value is False or bool(one.note))
    missing = outcome is Outcome.UNKNOWN and one.value is None
    return ToldGround(labels.label(name), value, source_words(one.source), decides=wrong or missing)


def _piece(piece: EquipmentFacts, today: date) -> ToldPiece:
    values = {name: one.value for name, one in piece.fields.items()}
    said = [
        f"{labels.EQUIPMENT.get(name, name)}: {value_words(name, value)}"
        for name, value in values.items()
        if name not in EQUIPMENT_FIELDS and name != "present" and value is not None
    ]
    expires_on = values.get("expires_on")
    sources = (one.source for one in piece.fields.values() if one.is_known and one.source)
    title = str(piece.kind.label)
    return ToldPiece(
        title=title if piece.ordinal == 1 else f"{title} {piece.ordinal}",
        present=piece.is_present,
        make=" ".join(str(values.get(n) or "") for n in ("brand", "model", "serial_number")).strip(),
        features=_list(said),
        conforms=values.get("conforms"),
        made=str(values.get("made_on") or ""),
        installed_on=values.get("installed_on"),
        expires_on=expires_on,
        expired=expires_on is not None and expires_on < today,
        source=source_words(next(sources, None)),
    )


def _change(act: ChangeFacts) -> ToldChange:
    what = {
        "registry.premises_added": _("File opened"),
        "registry.premises_changed": _("File changed"),
        "registry.revealed": _("Personal value looked at"),
        "registry.plan_added": _("Plan made"),
        "registry.plan_closed": _("Plan closed"),
        "registry.verdict_changed": _("Judged anew"),
    }.get(act.action, act.action)
    note = [source_words(act.source)] if act.source else []
    if act.action != "registry.premises_added" and act.fields:
        note.append(_few([labels.label(name) for name in act.fields]))
    if act.reason:
        note.append(_("Reason: %(reason)s") % {"reason": act.reason})
    who = str(HOUSE.get(act.actor_name, act.actor_name))
    return ToldChange(act.at, who, what, " · ".join(note))


def _few(names: Sequence[str], most: int = 6) -> str:
    more = len(names) - most
    if more <= 0:
        return _list(names)
    rest = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
    return f"{_list(names[:most])} {rest}"


def _list(words: Sequence[str]) -> str:
    return pgettext("between the words of a list", ", ").join(words)


def _row_words(table: str, id: str) -> str:
    rows = load_pack(settings.PACK).table(table)
    return next((in_language(row["title"], row["title_en"]) for row in rows if row["id"] == id), id)
