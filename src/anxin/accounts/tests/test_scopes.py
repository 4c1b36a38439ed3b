"""Scope: closed by default, and the same in Python as in SQL, whatever is granted."""

from uuid import UUID

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from anxin.accounts.contracts import Actor, Grant, Reach
from anxin.accounts.models import Organisation
from anxin.accounts.scopes import within
from anxin.accounts.terms import ROLES, Axis, Permission, Role, Sensitivity
from anxin.accounts.tests import cast

COMPANIES = [UUID(int=number) for number in range(10, 14)]
CODES = ["320117", "320117001", "320117002", "320117001001", "320117002001", "320117001001001", "3201"]


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    """Any role over any area or company, also the wrong axis: the mechanism itself must stay closed."""
    return Grant(
        draw(st.sampled_from(list(Role))),
        draw(st.none() | st.sampled_from(CODES[:-1])),
        draw(st.none() | st.sampled_from(COMPANIES)),
    )


actors = st.lists(grants(), max_size=4).map(lambda held: Actor(UUID(int=9), "x", grants=tuple(held)))


@pytest.fixture
def rows(scene) -> list[Organisation]:
    """Rows with an area and a company of their own: organisations stand in, their id as the company."""
    made = [
        Organisation(id=company, name=f"公司{number}", short_name="x", kind="gas_company", area_id=code)
        for number, (company, code) in enumerate(
            zip(COMPANIES, [cast.TOWN, cast.OTHER_TOWN, cast.GRID, cast.DISTRICT], strict=True)
        )
    ]
    return Organisation.objects.bulk_create(made)


def test_reach_in_python_is_the_filter_in_sql(rows):
    """For any grants and any permission, the rows the filter gives are the rows the reach covers."""

    @given(actor=actors, permission=st.sampled_from(list(Permission)))
    def holds(actor: Actor, permission: Permission) -> None:
        reach = actor.reach(permission)
        found = Organisation.objects.filter(within(reach, area="area_id", company="id"), id__in=COMPANIES)
        assert {row.pk for row in found} == {row.pk for row in rows if reach.covers(row.area_id, row.pk)}

    holds()


def test_a_broken_filter_would_be_seen(rows):
    """Broken twin: a filter that forgets the company axis answers otherwise."""
    reach = Reach(area_codes=(cast.TOWN,), company_ids=(COMPANIES[1],))
    forgetful = Organisation.objects.filter(within(reach, area="area_id"), id__in=COMPANIES)
    assert {row.pk for row in forgetful} != {row.pk for row in rows if reach.covers(row.area_id, row.pk)}


def test_an_open_default_would_be_seen(rows):
    """Broken twin: starting from an empty condition instead of a closed one gives everything."""
    assert Organisation.objects.filter(within(Reach(), area="area_id", company="id")).count() == 0
    assert Organisation.objects.filter(Q()).count() > 0


@given(actor=actors, code=st.sampled_from(CODES[:-1]), company=st.none() | st.sampled_from(COMPANIES))
def test_no_permission_reaches_a_row_that_no_grant_covers(actor, code, company):
    """Whatever is held: outside every grant there is no row and nothing but public fields."""
    covered = [grant for grant in actor.grants if grant.covers(code, company)]
    for permission in Permission:
        if actor.reach(permission).covers(code, company):
            assert any(permission in ROLES[grant.role].permissions for grant in covered)
    if not covered:
        assert actor.sensitivity(code, company) is Sensitivity.PUBLIC
        assert not actor.may_know_hardship(code, company)


@given(actor=actors, more=grants(), permission=st.sampled_from(list(Permission)))
def test_a_further_grant_never_takes_rows_away(actor, more, permission):
    """Reach only grows with grants."""
    richer = Actor(actor.user_id, "x", grants=(*actor.grants, more))
    for code in CODES[:-1]:
        for company in COMPANIES:
            if actor.reach(permission).covers(code, company):
                assert richer.reach(permission).covers(code, company)


def test_a_stranger_reaches_nothing():
    """No grants, no reach, for any permission."""
    assert not any(Actor(None, "x").reach(permission) for permission in Permission)


def test_companies_never_know_who_is_a_hardship_household():
    """P4 stays with civil affairs and the town."""
    for definition in ROLES.values():
        if definition.axis is Axis.COMPANY:
            assert not definition.hardship


def test_administrators_have_no_business_rows():
    """System, security and audit read no premises, whatever they may do else."""
    for definition in ROLES.values():
        if definition.axis is Axis.NONE:
            assert not definition.permissions & {
                Permission.PREMISES_VIEW,
                Permission.PREMISES_EDIT,
                Permission.PREMISES_REVEAL,
                Permission.STATISTICS_VIEW,
            }


def test_a_neighbour_with_a_longer_code_is_not_inside():
    """320117001 begins with 320117001 only: no prefix of digits in the middle of a level."""
    reach = Reach(area_codes=("320117001",))
    assert not reach.covers("320117002001", None)
    assert reach.covers("320117001001001", None)


def test_no_company_is_not_a_company():
    """A row without a supplier belongs to no company's reach."""
    assert not Reach(company_ids=(COMPANIES[0],)).covers("320117001", None)
