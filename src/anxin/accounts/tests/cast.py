"""A small cast for tests: two towns, two companies, and the people who keep the accounts."""

from datetime import UTC, date, datetime
from uuid import UUID

from anxin.accounts import services
from anxin.accounts.contracts import AccountFacts, Actor, Grant, house
from anxin.accounts.models import Area, Organisation, User
from anxin.accounts.queries import actor_for
from anxin.accounts.terms import Role
from anxin.kernel.clock import local_day

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YEAR_END = date(2026, 12, 31)
PASSWORD = "kettle-orchid-47-ledge"
OTHER_PASSWORD = "marble-finch-82-cloud"
DISTRICT, TOWN, OTHER_TOWN = "320117", "320117001", "320117002"
VILLAGE, GRID, OTHER_VILLAGE = "320117001001", "320117001001001", "320117002001"
GAS, OTHER_GAS, OFFICE = UUID(int=1), UUID(int=2), UUID(int=3)


def set_the_scene() -> None:
    """Areas and organisations."""
    for code, name, kind in [
        (DISTRICT, "溧水区", "district"),
        (TOWN, "永阳街道", "town"),
        (OTHER_TOWN, "柘塘街道", "town"),
        (VILLAGE, "中山路居委会", "village"),
        (OTHER_VILLAGE, "柘塘社区", "village"),
        (GRID, "第01网格", "grid"),
    ]:
        Area.objects.create(code=code, name=name, kind=kind, parent_id=code[:-3] if len(code) > 6 else None)
    for key, name, kind, area in [
        (GAS, "测试管道燃气有限公司", "gas_company", DISTRICT),
        (OTHER_GAS, "测试液化气有限公司", "gas_company", DISTRICT),
        (OFFICE, "永阳街道办事处", "town_office", TOWN),
    ]:
        Organisation.objects.create(id=key, name=name, short_name=name[:6], kind=kind, area_id=area)


SETUP = house("test", Grant(Role.SECURITY_ADMINISTRATOR))


def account(username: str, name: str = "测试员", **more) -> AccountFacts:
    """An account without a role, ready to sign in with PASSWORD."""
    given = {"organisation_id": None, "password": PASSWORD, "must_change_password": False}
    return services.create_account(username=username, name=name, actor=SETUP, now=NOW, **(given | more))


def holder(
    username: str,
    role: Role,
    *,
    area: str | None = None,
    company: UUID | None = None,
    now: datetime = NOW,
    **more,
) -> User:
    """An account with one role for the days to come: on 23 November until the end of the year."""
    made = account(username, **more)
    services.grant_role(
        user_id=made.id,
        role=role,
        area_code=area,
        organisation_id=company,
        ends_on=local_day(now) + (YEAR_END - TODAY),
        actor=SETUP,
        now=now,
    )
    return User.objects.get(pk=made.id)


def actor(user: User, now: datetime = NOW) -> Actor:
    """The person with a confirmed second factor."""
    return actor_for(user, now=now, second_factor=True)
