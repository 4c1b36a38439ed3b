"""Where a premises lies, on the outlines of the district's towns."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anxin.accounts.queries import outlines
from anxin.registry.contracts import PremisesFile


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A point and the outlines around it.

    Attributes:
        words: the pair in words, and whether it is exact.
        areas: a GeoJSON feature collection.
    """

    longitude: str
    latitude: str
    words: str
    areas: dict[str, Any]
    schematic: bool


def place_map(file: PremisesFile) -> PlaceMap | None:
    """None while the position is not known."""
    longitude, latitude = file.fields["longitude"], file.fields["latitude"]
    if longitude.value is None or latitude.value is None:
        return None
    drawn = outlines(file.path[0].code)
    pair = f"{longitude.value}, {latitude.value} (CGCS2000)"
    return PlaceMap(
        longitude=str(longitude.value),
        latitude=str(latitude.value),
        words=_("%(pair)s, to about a kilometre") % {"pair": pair} if longitude.masked else pair,
        areas={"type": "FeatureCollection", "features": drawn},
        schematic=any(one["properties"]["schematic"] for one in drawn),
    )
