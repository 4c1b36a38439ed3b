"""Where the invented premises lie: around a point of each village, within the town's schematic outline."""

from collections.abc import Mapping
from random import Random
from typing import Any

from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

SPREAD_DEGREES = 0.006


def outlines_by_code(features: list[dict[str, Any]]) -> Mapping[str, BaseGeometry]:
    """GeoJSON features with a code → polygons."""
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}


def point_within(outline: BaseGeometry | None, random: Random) -> tuple[float, float] | None:
    """Any point of an outline; None without one."""
    if outline is None:
        return None
    west, south, east, north = outline.bounds
    for _ in range(200):
        point = Point(random.uniform(west, east), random.uniform(south, north))
        if outline.contains(point):
            return point.x, point.y
    inner = outline.representative_point()
    return inner.x, inner.y


def point_near(
    centre: tuple[float, float] | None, outline: BaseGeometry | None, random: Random
) -> tuple[float, float] | None:
    """A point around a centre that still lies within the outline."""
    if centre is None or outline is None:
        return None
    for _ in range(12):
        x, y = random.gauss(centre[0], SPREAD_DEGREES), random.gauss(centre[1], SPREAD_DEGREES * 0.85)
        if outline.contains(Point(x, y)):
            return round(x, 6), round(y, 6)
    return round(centre[0], 6), round(centre[1], 6)
