"""Where."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from anxin.accounts.contracts import Actor, AreaFacts, AreaNode
from anxin.accounts.districts import District, read_district
from anxin.accounts.models import Area
from anxin.accounts.terms import AreaKind, Permission


def area_facts(code: str) -> AreaFacts | None:
    """One area, or None. Its path name begins with the town."""
    found = Area.objects.in_bulk([code, code[:9], code[:12]])
    return _facts(found[code], found) if code in found else None


def areas_within(code: str, *kinds: AreaKind) -> list[AreaFacts]:
    """The open areas inside a code (itself included), of the given kinds or all, in code order."""
    rows = {area.code: area for area in Area.objects.filter(code__startswith=code, closed_on=None)}
    return [_facts(row, rows) for row in rows.values() if not kinds or row.kind in kinds]


def area_nodes(parent_code: str | None) -> list[AreaNode]:
    """The areas directly in a parent (None: the districts), closed ones too, with what lies below.

    Areas are public, so everybody with an account sees the tree; what lies in them is another matter.
    """
    return _nodes(Area.objects.filter(parent_id=parent_code))


def area_node(code: str) -> AreaNode | None:
    """One area with what lies below, or None."""
    return next(iter(_nodes(Area.objects.filter(pk=code))), None)


def area_path(code: str) -> list[AreaFacts]:
    """The area and what it lies in, outermost first."""
    found = Area.objects.in_bulk([code[:length] for length in (6, 9, 12, 15) if length <= len(code)])
    return [_facts(found[one], found) for one in sorted(found)]


def may_change_area(code: str, *, actor: Actor) -> bool:
    """Whether the actor may add to, rename or close something here."""
    return actor.reach(Permission.AREAS_MANAGE).covers(code, None)


def outlines(code: str) -> list[dict[str, Any]]:
    """The drawn areas directly in a code, as GeoJSON features.

    Their properties: code, name, whether only schematic, and the point where the name is written.
    """
    rows = Area.objects.filter(parent_id=code, closed_on=None).exclude(boundary=None)
    return [
        {
            "type": "Feature",
            "geometry": row.boundary,
            "properties": {
                "code": row.code,
                "name": row.name,
                "schematic": row.boundary_is_schematic,
                "label": None if row.longitude is None else [row.longitude, row.latitude],
            },
        }
        for row in rows
    ]


def this_district() -> District:
    """The district folder that this installation serves: name, prefix of numbers, map frame, cautions.

    Raises:
        DistrictInvalid: the folder is missing or cannot be used.
    """
    return read_district(settings.DISTRICTS_DIR / settings.DISTRICT)


def area_facts_of(area: Area) -> AreaFacts:
    """The facts of a row at hand."""
    return _facts(area, {area.code: area})


def _facts(area: Area, known: dict[str, Area]) -> AreaFacts:
    """Facts with the path from the town down, as far as the areas above are at hand."""
    above = (area.code[:length] for length in (9, 12) if length < len(area.code))
    names = [known[code].name for code in above if code in known]
    return AreaFacts(area.code, area.name, AreaKind(area.kind), area.parent_id, " ".join([*names, area.name]))


def _nodes(rows: Iterable[Area]) -> list[AreaNode]:
    areas = list(rows)
    below = _below([area.code for area in areas])
    return [
        AreaNode(
            code=area.code,
            name=area.name,
            kind=AreaKind(area.kind),
            parent_code=area.parent_id,
            closed_on=area.closed_on,
            is_demo=area.is_demo,
            boundary_is_schematic=area.boundary_is_schematic,
            children=sum(1 for code, _kind in below[area.code] if len(code) == len(area.code) + 3),
            below=Counter(AreaKind(kind) for _code, kind in below[area.code]),
        )
        for area in areas
    ]


def _below(codes: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Code and kind of every open area inside each of some sibling areas, in one query."""
    inside: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if not codes:
        return inside
    common = codes[0] if len(codes) == 1 else codes[0][:-3]
    length = len(codes[0])
    for code, kind in Area.objects.filter(code__startswith=common, closed_on=None).values_list(
        "code", "kind"
    ):
        if len(code) > length:
            inside[code[:length]].append((code, kind))
    return inside
