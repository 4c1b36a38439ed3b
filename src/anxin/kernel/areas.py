"""Area codes: 6 digits for a district, 9 for a town, 12 for a village or community, 15 for a grid.

The first twelve digits follow the statistical division codes (GB/T 10114 and the yearly list of
the statistics office); the last three of a grid are the district's own. A code begins with its
parent's code, so "within" is "begins with".
"""

from enum import StrEnum


class AreaLevel(StrEnum):
    """How deep a code reaches."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


LENGTHS = {6: AreaLevel.DISTRICT, 9: AreaLevel.TOWN, 12: AreaLevel.VILLAGE, 15: AreaLevel.GRID}


def level(code: str) -> AreaLevel:
    """The level of a code.

    Raises:
        ValueError: not 6, 9, 12 or 15 ASCII digits.
    """
    if not (code.isascii() and code.isdigit()) or len(code) not in LENGTHS:
        raise ValueError(f"not an area code: {code!r}")
    return LENGTHS[len(code)]


def parent_code(code: str) -> str | None:
    """The code one level up, or None for a district."""
    return None if level(code) is AreaLevel.DISTRICT else code[:-3]


def ancestor_at(code: str, wanted: AreaLevel) -> str | None:
    """The code's own ancestor (or itself) at a level, or None when the code is shallower."""
    length = next(digits for digits, deep in LENGTHS.items() if deep is wanted)
    return code[:length] if len(code) >= length else None


def is_within(code: str, outer: str) -> bool:
    """Whether an area lies in another, or is the same."""
    return code.startswith(outer)
