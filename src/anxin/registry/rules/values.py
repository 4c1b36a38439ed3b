"""What a value must be before it may stand in a file."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.cn import uscc

from anxin.registry import terms
from anxin.registry.terms import EquipmentKind

Check = Callable[[Any], bool]


def _text(limit: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= limit and "\x00" not in value


def _choice(words: type[terms.GasKind] | Any) -> Check:
    values = frozenset(words.values)
    return lambda value: value in values


def _number(low: float, high: float) -> Check:
    return lambda value: (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) and low <= value <= high
    )


def _is(kind: type) -> Check:
    return lambda value: type(value) is kind


def _credit_code(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and bool(uscc.is_valid(value)))


CHECKS: dict[str, Check] = {
    "state": _choice(terms.PremisesState),
    "kind": _choice(terms.UserKind),
    "address": _text(300),
    "road": _text(80),
    "road_number": _text(20),
    "estate": _text(80),
    "building": _text(20),
    "unit": _text(20),
    "floor": _text(20),
    "room": _text(20),
    "address_code": _text(40),
    "longitude": _number(73, 136),
    "latitude": _number(3, 54),
    "captured_position": _is(dict),
    "building_kind": _choice(terms.BuildingKind),
    "floor_position": _choice(terms.FloorPosition),
    "holder_name": _text(60),
    "holder_phone": _text(30),
    "holder_id_number": _text(18),
    "hardship": _text(24),
    "account_number": _text(40),
    "sign_name": _text(120),
    "licence_name": _text(120),
    "credit_code": _credit_code,
    "food_licence_number": _text(40),
    "venue": _text(30),
    "scale": _choice(terms.CateringScale),
    "floor_area_m2": _number(0.01, 9_999_999),
    "opened_on": _is(date),
    "staff_count": _number(0, 100_000),
    "safety_manager": _text(60),
    "covered_by_network": _is(bool),
    "gas_before": _choice(terms.GasKind),
    "gas_now": _choice(terms.GasKind),
    "supplier_id": _is(UUID),
    "contract_number": _text(60),
    "contract_signed_on": _is(date),
    "facility_new": _is(bool),
    "last_checked_on": _is(date),
}
EQUIPMENT_CHECKS: dict[str, Check] = {
    "brand": _text(60),
    "model": _text(60),
    "serial_number": _text(60),
    "conforms": _is(bool),
    "made_on": _is(date),
    "installed_on": _is(date),
    "expires_on": _is(date),
}
# Text columns say "not known" as empty text; these must always say something.
EMPTY_AS_TEXT = frozenset(
    name
    for name, check in (CHECKS | EQUIPMENT_CHECKS).items()
    if name not in {"hardship", "venue"} and check("")
)
NEVER_UNKNOWN = frozenset({"kind", "state"})
# Where a general sentence would leave the reader guessing.
REMEDIES: Mapping[str, Any] = {
    "credit_code": gettext_lazy(
        "This is not a credit code: 18 characters as on the licence, the last a check."
    ),
    "longitude": gettext_lazy("Degrees east in China, such as 119.028432."),
    "latitude": gettext_lazy("Degrees north in China, such as 31.653061."),
}


def faults(values: Mapping[str, Any], *, checks: Mapping[str, Check] = CHECKS) -> dict[str, str]:
    """Field → one sentence, for every value that may not stand."""
    return {name: fault for name, value in values.items() if (fault := _fault(name, value, checks))}


def feature_faults(kind: EquipmentKind, features: Mapping[str, Any]) -> dict[str, str]:
    """The same for the features of one kind of equipment."""
    known = terms.FEATURES[kind]
    return {
        f"{kind}.{name}": _("This is not a value for this field.")
        for name, value in features.items()
        if name not in known or (value is not None and not _has_type(name, value, known[name]))
    }


def stored(name: str, value: Any) -> Any:
    """The value as its column keeps it: unknown text is empty text, an area has two decimals."""
    if value is None:
        return "" if name in EMPTY_AS_TEXT else None
    if name == "floor_area_m2":
        return Decimal(str(value)).quantize(Decimal("0.01"))
    return float(value) if name in {"longitude", "latitude"} else value


def _fault(name: str, value: Any, checks: Mapping[str, Check]) -> str:
    if name not in checks:
        return _("There is no such field.")
    if value is None:
        return _("This must be known.") if name in NEVER_UNKNOWN else ""
    return "" if checks[name](value) else str(REMEDIES.get(name) or _("This is not a value for this field."))


def _has_type(name: str, value: Any, wanted: type) -> bool:
    if name in terms.FEATURE_CHOICES:
        return value in terms.FEATURE_CHOICES[name]
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is wanted
