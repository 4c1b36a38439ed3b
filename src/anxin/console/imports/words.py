"""Fields, values and codes of an import in the reader's words."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anxin.accounts import queries as accounts
from anxin.policy import load_pack
from anxin.registry import terms
from anxin.registry.queries import vocabulary

ENUMS: dict[str, Any] = {
    "kind": terms.UserKind,
    "scale": terms.CateringScale,
    "gas_now": terms.GasKind,
    "gas_before": terms.GasKind,
    "building_kind": terms.BuildingKind,
    "floor_position": terms.FloorPosition,
    "hose.hose_kind": terms.HoseKind,
    "leak_device.device_kind": terms.LeakDeviceKind,
}
PACK_TABLES = {"venue": "venues", "hardship": "hardships"}


def field_words(path: str) -> str:
    """What a field is called."""
    known = vocabulary.fields().get(path)
    if known:
        return _(known.label)
    if path.startswith("extra:"):
        return path.removeprefix("extra:")
    if path == "area":
        return _("Area")
    kind, dot, last = path.partition(".")
    if not dot:
        return {"floor": _("Storey")}.get(path, path)
    equipment = terms.EquipmentKind(kind).label
    return f"{equipment}: {_(PARTS.get(last, last))}"


PARTS = {
    "present": "present",
    "brand": "brand",
    "model": "model",
    "count": "number",
    "adjustable": "adjustable",
    "steel": "of steel",
    "made_on": "made on",
    "installed_on": "installed on",
    "expires_on": "expires on",
    "specification": "size",
    "capacity_kg": "total mass (kg)",
    "smart": "smart",
}


def value_words(path: str, value: Any) -> str:
    """A value of a difference in words; unknown is a dash."""
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if path in ENUMS:
        return str(ENUMS[path](value).label)
    if path in PACK_TABLES:
        return _pack_word(PACK_TABLES[path], str(value))
    if path == "area":
        area = accounts.area_facts(str(value))
        return area.name if area else str(value)
    return _company(str(value)) if path == "supplier_id" else str(value)


def reason_words(reasons: list[str]) -> str:
    """Why two things look like one."""
    return "、".join(map(vocabulary.reason, reasons))


def fault_kind_words(code: str) -> str:
    """The name of a kind of fault, for a filter."""
    return _(KINDS.get(code, code))


KINDS = {
    "digits_lost": "Digits lost",
    "bad_phone": "Phone",
    "bad_id_number": "ID number",
    "bad_credit_code": "Credit code",
    "bad_date": "Date",
    "future_date": "Date in the future",
    "bad_number": "Number not readable",
    "out_of_range": "Out of range",
    "unknown_word": "Unknown word",
    "several_answers": "More than one answer",
    "ditto": "Refers to another cell",
    "became_a_date": "Turned into a date",
    "not_a_name": "Name",
    "too_long": "Too long",
    "wrong_area": "Another area",
    "unknown_area": "Unknown area",
    "ambiguous_area": "Area not clear",
    "coordinates_swapped": "Coordinates swapped",
    "coordinates_outside": "Coordinates",
    "cell_error": "Cell in error",
    "formula_without_value": "Formula",
    "missing_address": "No address",
    "ends_before_it_begins": "Order of days",
    "other_company": "Another company",
}


def _pack_word(table: str, id: str) -> str:
    english = (get_language() or "").startswith("en")
    for row in load_pack(settings.PACK).table(table):
        if row["id"] == id:
            return str(row["title_en"] if english else row["title"])
    return id


def _company(id: str) -> str:
    from uuid import UUID

    company = accounts.organisation_facts(UUID(id))
    return company.short_name if company else id
