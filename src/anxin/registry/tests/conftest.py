"""The cast of the registry's tests: two towns, their clerks, a company, a civil affairs officer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.models import Area, Organisation
from anxin.accounts.terms import AreaKind, OrganisationKind, Role
from anxin.registry.contracts import EquipmentDraft, PremisesDraft, SourceDraft
from anxin.registry.models import Premises
from anxin.registry.services import write_premises
from anxin.registry.terms import EquipmentKind, SourceKind

NOW = datetime(2024, 11, 4, 1, 0, tzinfo=UTC)
DISTRICT, TOWN, OTHER_TOWN = "320117", "320117001", "320117002"
VILLAGE, GRID, OTHER_VILLAGE = "320117001001", "320117001001001", "320117002009"
BY_HAND = SourceDraft(SourceKind.PERSON, "entered by hand")


@pytest.fixture
def areas(db: None) -> None:
    """A district with two towns, a village each and one grid."""
    rows = [
        (DISTRICT, "溧水区", AreaKind.DISTRICT, None),
        (TOWN, "永阳街道", AreaKind.TOWN, DISTRICT),
        (OTHER_TOWN, "柘塘街道", AreaKind.TOWN, DISTRICT),
        (VILLAGE, "中山路居委会", AreaKind.VILLAGE, TOWN),
        (OTHER_VILLAGE, "秦淮社区居委会", AreaKind.VILLAGE, OTHER_TOWN),
        (GRID, "第一网格", AreaKind.GRID, VILLAGE),
    ]
    for code, name, kind, parent in rows:
        Area.objects.create(code=code, name=name, kind=kind, parent_id=parent)


@pytest.fixture
def companies(areas: None) -> tuple[UUID, UUID]:
    """Two gas companies that share the district."""
    names = ("测试瓶装气公司", "测试管道气公司")
    made = [
        Organisation.objects.create(kind=OrganisationKind.GAS_COMPANY, name=name, short_name=name[:5])
        for name in names
    ]
    return made[0].pk, made[1].pk


def actor(role: Role, *, area: str | None = None, company: UUID | None = None, name: str = "测试员") -> Actor:
    """A person with one grant."""
    return Actor(user_id=None, name=name, grants=(Grant(role, area, company),))


@pytest.fixture
def clerk(areas: None) -> Actor:
    """Clerk of the first town: edits, knows hardship."""
    return actor(Role.TOWN_CLERK, area=TOWN)


@pytest.fixture
def other_clerk(areas: None) -> Actor:
    """Clerk of the second town."""
    return actor(Role.TOWN_CLERK, area=OTHER_TOWN)


@pytest.fixture
def regulator(areas: None) -> Actor:
    """The district's gas regulator: all rows, no hardship."""
    return actor(Role.DISTRICT_REGULATOR, area=DISTRICT)


@pytest.fixture
def company_officer(companies: tuple[UUID, UUID]) -> Actor:
    """Officer of the first company."""
    return actor(Role.COMPANY_OFFICER, company=companies[0])


def piece(kind: EquipmentKind, **said: Any) -> EquipmentDraft:
    """An equipment draft from names: fields and features are told apart."""
    from anxin.registry.terms import EQUIPMENT_FIELDS

    values = {name: value for name, value in said.items() if name in EQUIPMENT_FIELDS}
    return EquipmentDraft(
        kind, values=values, features={n: v for n, v in said.items() if n not in EQUIPMENT_FIELDS}
    )


def home(**said: Any) -> PremisesDraft:
    """A draft of a home in the first village."""
    values = {"kind": "resident", "address": "永阳街道中山路1号翠湖花园3幢2单元501室"} | said
    return PremisesDraft(None, VILLAGE, values)


@pytest.fixture
def write(areas: None) -> Callable[..., Premises]:
    """Write one draft and read the row back."""

    def _write(draft: PremisesDraft, by: Actor) -> Premises:
        report = write_premises(drafts=[draft], source=BY_HAND, actor=by, now=NOW)
        return Premises.objects.get(pk=report.written[0].premises_id)

    return _write
