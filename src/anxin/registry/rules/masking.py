"""How personal values look until somebody asks for them with a reason."""

from collections.abc import Mapping
from typing import Any

STARS = "****"


def masked(name: str, value: str) -> str:
    """A field of terms.MASKED_FIELDS with stars in it; empty stays empty."""
    if not value:
        return ""
    if name in ("holder_name", "safety_manager"):
        return person(value)
    return phone(value) if name == "holder_phone" else id_number(value)


def person(name: str) -> str:
    """张三 → 张*: the family name alone, however long the rest is."""
    return f"{name[0]}*" if name else ""


def phone(number: str) -> str:
    """138****1234; a shorter number keeps its last two digits only."""
    return f"{number[:3]}{STARS}{number[-4:]}" if len(number) >= 11 else f"{STARS}{number[-2:]}"


def id_number(number: str) -> str:
    """320124****1234."""
    return f"{number[:6]}{STARS}{number[-4:]}" if len(number) >= 15 else STARS


def coarse_address(premises: Mapping[str, Any], place: str) -> str:
    """The address of a home without the way to its door: estate or road, else the village."""
    known = "".join(str(premises[name] or "") for name in ("road", "road_number", "estate"))
    return f"{known or place}{STARS}"


def coarse_degrees(value: float | None) -> float | None:
    """A coordinate to about a kilometre."""
    return None if value is None else round(value, 2)
