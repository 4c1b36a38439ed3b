"""Bring the areas and organisations of a district folder into the tables."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from anxin.accounts import journal
from anxin.accounts.contracts import Actor
from anxin.accounts.districts import AreaRow, District, OrganisationRow
from anxin.accounts.models import Area, Organisation
from anxin.kernel.areas import parent_code

AREA_FIELDS = ["name", "kind", "parent_id", "longitude", "latitude", "boundary", "boundary_is_schematic"]
ORGANISATION_FIELDS = ["kind", "name", "short_name", "credit_code", "department", "area_id", "gas_kinds"]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows a load made or changed; none on repetition."""

    areas_made: int
    areas_changed: int
    organisations_made: int
    organisations_changed: int

    @property
    def changed_anything(self) -> bool:
        """Whether the tables are other than before."""
        return any(asdict(self).values())


def organisation_id(district_code: str, key: str) -> UUID:
    """The identity of an organisation of a district folder: the same on every installation."""
    return uuid5(NAMESPACE_URL, f"anxin:{district_code}:{key}")


@transaction.atomic
def load_district(*, district: District, demo: bool, actor: Actor, now: datetime) -> LoadReport:
    """Make or update what the folder names; what it does not name stays as it is.

    Args:
        demo: also the invented companies, and stand-in grids for villages that have none.
    """
    areas = _load_areas(district.areas)
    organisations = _load_organisations(district.code, district.organisations)
    if demo:
        made = _load_demo_grids(district)
        areas = (areas[0] + made, areas[1])
        extra = _load_organisations(district.code, district.demo_organisations)
        organisations = (organisations[0] + extra[0], organisations[1] + extra[1])
    report = LoadReport(*areas, *organisations)
    if report.changed_anything:
        journal.write(
            "accounts.district_loaded",
            kind="accounts.area",
            id=district.code,
            area_code=district.code,
            actor=actor,
            at=now,
            after=asdict(report),
        )
    return report


def _load_areas(rows: Sequence[AreaRow]) -> tuple[int, int]:
    known = Area.objects.in_bulk([row.code for row in rows])
    new = [_area(row) for row in rows if row.code not in known]
    changed = [
        area for row in rows if (area := known.get(row.code)) and _differs(area, _area(row), AREA_FIELDS)
    ]
    Area.objects.bulk_create(new)
    Area.objects.bulk_update(changed, AREA_FIELDS)
    return len(new), len(changed)


def _area(row: AreaRow) -> Area:
    return Area(
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent_id=parent_code(row.code),
        longitude=row.longitude,
        latitude=row.latitude,
        boundary=row.boundary,
        boundary_is_schematic=row.boundary_is_schematic,
        is_demo=row.is_demo,
    )


def _load_demo_grids(district: District) -> int:
    with_grids = set(
        Area.objects.filter(code__startswith=district.code, kind="grid").values_list("parent_id", flat=True)
    )
    new = [_area(row) for row in district.demo_grids if parent_code(row.code) not in with_grids]
    return len(Area.objects.bulk_create(new))


def _load_organisations(district_code: str, rows: Sequence[OrganisationRow]) -> tuple[int, int]:
    wanted = {organisation_id(district_code, row.key): row for row in rows}
    known = Organisation.objects.in_bulk(list(wanted))
    new = [_organisation(key, row) for key, row in wanted.items() if key not in known]
    changed = [
        known[key]
        for key, row in wanted.items()
        if key in known and _differs(known[key], _organisation(key, row), ORGANISATION_FIELDS)
    ]
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, ORGANISATION_FIELDS)
    return len(new), len(changed)


def _organisation(key: UUID, row: OrganisationRow) -> Organisation:
    return Organisation(
        id=key,
        kind=row.kind,
        name=row.name,
        short_name=row.short_name,
        credit_code=row.credit_code,
        department=row.department,
        area_id=row.area,
        gas_kinds=list(row.gas_kinds),
        is_demo=row.is_demo,
    )


def _differs(known: Area | Organisation, wanted: Area | Organisation, fields: Sequence[str]) -> bool:
    """Whether the folder says something else; if so the known row takes it over."""
    differing = [name for name in fields if getattr(known, name) != getattr(wanted, name)]
    for name in differing:
        setattr(known, name, getattr(wanted, name))
    return bool(differing)
