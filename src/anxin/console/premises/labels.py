"""What each field of a file is called on a page, and in which section it stands."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.registry.terms import EquipmentKind

FIELDS: Mapping[str, Any] = {
    "state": pgettext_lazy("premises", "State"),
    "kind": _("Kind of user"),
    "area_code": _("Town, village or grid"),
    "address": _("Address as written"),
    "road": _("Road"),
    "road_number": _("Number in the road"),
    "estate": _("Estate"),
    "building": _("Building"),
    "unit": pgettext_lazy("address", "Unit"),
    "floor": pgettext_lazy("address", "Floor"),
    "room": pgettext_lazy("address", "Room"),
    "address_code": _("Standard address code"),
    "longitude": _("Longitude (CGCS2000)"),
    "latitude": _("Latitude (CGCS2000)"),
    "building_kind": _("Kind of building"),
    "floor_position": _("Position in the building"),
    "holder_name": _("Head of household or person in charge"),
    "holder_phone": _("Phone"),
    "holder_id_number": _("ID number"),
    "hardship": _("Hardship"),
    "account_number": _("Account at the gas company"),
    "sign_name": _("Name on the sign"),
    "licence_name": _("Name on the licence"),
    "credit_code": _("Unified social credit code"),
    "food_licence_number": _("Food licence"),
    "venue": _("Kind of venue"),
    "scale": _("Scale of business"),
    "floor_area_m2": _("Floor area (m²)"),
    "opened_on": _("Opened on"),
    "staff_count": _("Staff"),
    "safety_manager": _("Safety manager"),
    "covered_by_network": _("Within the pipe network"),
    "gas_before": _("Gas before"),
    "gas_now": _("Gas now"),
    "supplier_id": _("Supplier"),
    "contract_number": _("Supply contract"),
    "contract_signed_on": _("Contract signed on"),
    "facility_new": _("Facility new or rebuilt"),
    "last_checked_on": _("Last checked on"),
    "captured_position": _("Position as captured"),
}
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Place"),
        (
            "address",
            "road",
            "road_number",
            "estate",
            "building",
            "unit",
            "floor",
            "room",
            "building_kind",
            "floor_position",
            "address_code",
            "longitude",
            "latitude",
        ),
    ),
    (_("Persons"), ("holder_name", "holder_phone", "holder_id_number", "hardship", "safety_manager")),
    (
        _("Business"),
        (
            "sign_name",
            "licence_name",
            "credit_code",
            "food_licence_number",
            "venue",
            "scale",
            "floor_area_m2",
            "opened_on",
            "staff_count",
        ),
    ),
    (
        _("Gas and supply"),
        (
            "gas_before",
            "gas_now",
            "facility_new",
            "covered_by_network",
            "supplier_id",
            "account_number",
            "contract_number",
            "contract_signed_on",
            "last_checked_on",
        ),
    ),
)
BUSINESS_ONLY = frozenset(
    {
        "sign_name",
        "licence_name",
        "credit_code",
        "food_licence_number",
        "venue",
        "scale",
        "floor_area_m2",
        "opened_on",
        "staff_count",
        "safety_manager",
    }
)
RESIDENT_ONLY = frozenset({"hardship", "holder_id_number"})
# Shown in the summary also while nothing is known.
ALWAYS = frozenset({"address", "holder_name", "holder_phone", "supplier_id"})
EQUIPMENT: Mapping[str, Any] = {
    "brand": _("Brand"),
    "model": _("Model"),
    "serial_number": _("Serial number"),
    "conforms": _("Meets the national standard"),
    "made_on": _("Made on"),
    "installed_on": _("Installed on"),
    "expires_on": _("Expires on"),
    "present": _("There is one"),
    "flame_failure": _("Flame failure protection"),
    "low_pressure": _("Low-pressure burner"),
    "count": _("How many"),
    "flue": _("Flue"),
    "hose_kind": _("Kind of hose"),
    "threaded": _("Threaded connection"),
    "double_thread": _("Threaded at both ends"),
    "length_mm": _("Length (mm)"),
    "condition": pgettext_lazy("equipment", "Condition"),
    "shuts_off": _("Shuts off by itself"),
    "adjustable": _("Adjustable pressure"),
    "steel": _("Steel"),
    "device_kind": _("Kind of leak device"),
    "networked": _("Connected to the network"),
    "online": _("Online all day"),
    "smart": _("Smart meter"),
    "replacement_due": _("Due for replacement"),
    "capacity_kg": _("Capacity (kg)"),
    "specification": _("Specification"),
    "removed": _("Taken out of use"),
}


def label(name: str) -> str:
    """The label of a field of the file, or of equipment as ``stove.brand`` or ``stove 2.brand``."""
    item, dot, feature = name.partition(".")
    if not dot:
        return str(FIELDS.get(name, name))
    kind, _space, ordinal = item.partition(" ")
    words = str(EquipmentKind(kind).label) if kind in EquipmentKind else kind
    numbered = f"{words} {ordinal}" if ordinal else words
    return f"{numbered} · {EQUIPMENT.get(feature, feature)}"
