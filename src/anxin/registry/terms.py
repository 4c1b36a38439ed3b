"""The words of a premises file. Identifiers follow docs/glossary.md; law stays in the pack."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anxin.accounts.terms import Sensitivity


class UserKind(TextChoices):
    """用户类型 of 附件1."""

    RESIDENT = "resident", _("Resident")
    CATERING = "catering", _("Catering")


class GasKind(TextChoices):
    """用气类型; other fuels are outside 附件1 but must be known."""

    PIPED = "piped", _("Piped natural gas")
    BOTTLED = "bottled", _("Bottled LPG")
    ELECTRIC = "electric", _("Electricity only")
    OTHER_FUEL = "other_fuel", _("Other fuel")
    NONE = "none", _("No gas")


class CateringScale(TextChoices):
    """经营规模."""

    LARGE = "large", _("Large")
    SMALL = "small", _("Small")
    OTHER = "other", _("Neither large nor small")


class BuildingKind(TextChoices):
    """建筑性质."""

    DETACHED = "detached", _("Detached or low-rise")
    MULTI_STOREY = "multi_storey", _("Multi-storey")
    HIGH_RISE = "high_rise", _("High-rise")
    SHOP_UNDER_FLATS = "shop_under_flats", _("Shop below flats")
    COMPLEX = "complex", _("Commercial complex")
    GARAGE = "garage", _("Garage")


class FloorPosition(TextChoices):
    """楼层位置."""

    ABOVE_GROUND = "above_ground", _("Above ground")
    SEMI_BASEMENT = "semi_basement", _("Semi-basement")
    BASEMENT = "basement", _("Basement")


class PremisesState(TextChoices):
    """Whether the premises still uses gas under this file."""

    ACTIVE = "active", _("In use")
    SUSPENDED = "suspended", _("Not in use for now")
    CLOSED = "closed", _("Closed")


class EquipmentKind(TextChoices):
    """瓶灶管阀, the leak device and the rest of the standard's columns."""

    STOVE = "stove", _("Stove")
    WATER_HEATER = "water_heater", _("Water heater")
    BOILER = "boiler", _("Wall-hung boiler")
    HOSE = "hose", _("Connecting hose")
    REGULATOR = "regulator", _("Cylinder regulator")
    VALVE = "valve", _("Valve")
    MAIN_PIPE = "main_pipe", _("Indoor main pipe")
    LEAK_DEVICE = "leak_device", _("Leak safety device")
    INTERLOCK = "interlock", _("Emergency shut-off valve")
    METER = "meter", _("Gas meter")
    SELF_CLOSING_VALVE = "self_closing_valve", _("Self-closing valve")
    CYLINDER = "cylinder", _("Cylinders held")


class HoseKind(TextChoices):
    """连接软管的材质."""

    STAINLESS = "stainless", _("Stainless corrugated hose")
    METAL_CLAD = "metal_clad", _("Metal-clad gas hose")
    RUBBER = "rubber", _("Rubber hose")
    OTHER = "other", _("Other hose")


class LeakDeviceKind(TextChoices):
    """泄漏安全保护装置的用途."""

    COMMERCIAL = "commercial", _("Commercial use")
    HOUSEHOLD = "household", _("Household use")
    NONE = "none", _("None installed")


# What may be said of each kind of equipment, and in which type. `present: False` states that
# there is none, which is different from not knowing.
FEATURES: dict[EquipmentKind, dict[str, type]] = {
    EquipmentKind.STOVE: {"present": bool, "flame_failure": bool, "low_pressure": bool, "count": int},
    EquipmentKind.WATER_HEATER: {"present": bool, "flue": str},
    EquipmentKind.BOILER: {"present": bool},
    EquipmentKind.HOSE: {
        "present": bool,
        "hose_kind": str,
        "threaded": bool,
        "double_thread": bool,
        "length_mm": int,
        "condition": str,
    },
    EquipmentKind.REGULATOR: {"present": bool, "shuts_off": bool, "adjustable": bool},
    EquipmentKind.VALVE: {"present": bool, "condition": str},
    EquipmentKind.MAIN_PIPE: {"present": bool, "steel": bool},
    EquipmentKind.LEAK_DEVICE: {"present": bool, "device_kind": str, "networked": bool, "online": bool},
    EquipmentKind.INTERLOCK: {"present": bool},
    EquipmentKind.METER: {"present": bool, "smart": bool, "replacement_due": bool},
    EquipmentKind.SELF_CLOSING_VALVE: {"present": bool},
    EquipmentKind.CYLINDER: {"count": int, "capacity_kg": float, "specification": str},
}


class SourceKind(TextChoices):
    """Where a value came from."""

    WORKBOOK = "workbook", _("Ledger workbook")
    PERSON = "person", _("Entered by a person")
    VISIT = "visit", _("Visit")
    DEMO = "demo", _("Generated demo data")


class ImportState(TextChoices):
    """A ledger workbook on its way in."""

    UPLOADED = "uploaded", _("Waiting to be read")
    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Mapping to confirm")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Decision to make")
    COMMITTING = "committing", _("Being written")
    COMMITTED = "committed", _("Written")
    REFUSED = "refused", _("Refused")
    DISCARDED = "discarded", _("Discarded")


class RowOutcome(TextChoices):
    """What a ledger row means against what is known."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    CONFLICT = "conflict", _("Conflicting")
    DUPLICATE = "duplicate", _("Possible duplicate")
    FAULTY = "faulty", _("Cannot be used")


class Outcome(TextChoices):
    """One requirement on one premises."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    UNKNOWN = "unknown", _("Not known")


# Every field of a premises file that a writer may set, with the class of what it tells.
P2, P3, P4 = Sensitivity.BUSINESS, Sensitivity.PERSONAL, Sensitivity.SENSITIVE
PREMISES_FIELDS: dict[str, Sensitivity] = {
    "state": P2,
    "kind": P2,
    "address": P2,
    "road": P2,
    "road_number": P2,
    "estate": P2,
    "building": P2,
    "unit": P2,
    "floor": P2,
    "room": P2,
    "address_code": P2,
    "longitude": P2,
    "latitude": P2,
    "captured_position": P2,
    "building_kind": P2,
    "floor_position": P2,
    "holder_name": P3,
    "holder_phone": P3,
    "holder_id_number": P4,
    "hardship": P4,
    "account_number": P2,
    "sign_name": P2,
    "licence_name": P2,
    "credit_code": P2,
    "food_licence_number": P2,
    "venue": P2,
    "scale": P2,
    "floor_area_m2": P2,
    "opened_on": P2,
    "staff_count": P2,
    "safety_manager": P3,
    "covered_by_network": P2,
    "gas_before": P2,
    "gas_now": P2,
    "supplier_id": P2,
    "contract_number": P2,
    "contract_signed_on": P2,
    "facility_new": P2,
    "last_checked_on": P2,
}
# Of a resident these lead to the door, so they are P3 there.
DOOR_FIELDS = frozenset(
    {"address", "address_code", "building", "unit", "floor", "room", "longitude", "latitude"}
)
# What a visitor can see and may correct; who a file belongs to is the office's to say.
SEEN_ON_A_VISIT = frozenset(
    {
        "building_kind",
        "floor_position",
        "floor",
        "longitude",
        "latitude",
        "captured_position",
        "holder_phone",
        "sign_name",
        "safety_manager",
        "staff_count",
        "gas_now",
        "last_checked_on",
    }
)
# Shown with stars until somebody asks for them with a reason.
MASKED_FIELDS = frozenset({"holder_name", "holder_phone", "safety_manager", "holder_id_number"})
EQUIPMENT_FIELDS = ("brand", "model", "serial_number", "conforms", "made_on", "installed_on", "expires_on")
FEATURE_CHOICES: dict[str, frozenset[str]] = {
    "hose_kind": frozenset(HoseKind.values),
    "device_kind": frozenset(LeakDeviceKind.values),
}
