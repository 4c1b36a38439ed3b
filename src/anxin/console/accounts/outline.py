"""The district's outline as a drawing beside the door: its boundary and its towns, nothing more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

from django.conf import settings

from anxin.accounts.districts import AreaRow, District, read_district
from anxin.accounts.terms import AreaKind

SIDE = 400.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A town's name at its place in the drawing."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG path in a square of 400, and the towns on it."""

    name: str
    path: str
    towns: tuple[Town, ...]


def drawing() -> Drawing | None:
    """The drawing of the district served here; None where its folder has no boundary."""
    return _drawing(settings.DISTRICTS_DIR / settings.DISTRICT)


@cache
def _drawing(folder: Path) -> Drawing | None:
    if not (folder / "boundary.geojson").is_file():
        return None
    district = read_district(folder)
    rings = [ring for area in district.areas if area.kind is AreaKind.DISTRICT for ring in _rings(area)]
    if not rings:
        return None
    scale = _Scale(point for ring in rings for point in ring)
    path = " ".join("M" + "L".join(scale.words(point) for point in ring) + "Z" for ring in rings)
    return Drawing(district.name, path, tuple(_towns(district, scale)))


def _rings(area: AreaRow) -> Iterable[Sequence[Point]]:
    """The outer rings of a polygon or of several."""
    if area.boundary is None:
        return
    coordinates = area.boundary["coordinates"]
    for polygon in coordinates if area.boundary["type"] == "MultiPolygon" else [coordinates]:
        yield polygon[0]


class _Scale:
    """Degrees to the square, as wide as it really is at this latitude."""

    def __init__(self, points: Iterable[Point]) -> None:
        xs, ys = zip(*((point[0], point[1]) for point in points), strict=True)
        self.west, self.north = min(xs), max(ys)
        self.squeeze = cos(radians((min(ys) + max(ys)) / 2))
        self.factor = SIDE / max((max(xs) - min(xs)) * self.squeeze, max(ys) - min(ys))

    def place(self, longitude: float, latitude: float) -> Point:
        """A place in the square."""
        x = (longitude - self.west) * self.squeeze * self.factor
        return round(x, 1), round((self.north - latitude) * self.factor, 1)

    def words(self, point: Sequence[float]) -> str:
        """A place as a path writes it."""
        x, y = self.place(point[0], point[1])
        return f"{x} {y}"


def _towns(district: District, scale: _Scale) -> Iterable[Town]:
    for area in district.areas:
        if area.kind in (AreaKind.TOWN, AreaKind.DEVELOPMENT_ZONE) and area.longitude and area.latitude:
            yield Town(area.name, *scale.place(area.longitude, area.latitude))
