"""Counts and rates: right, scoped, and each with the files behind it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import Count

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Role
from anxin.kernel.areas import AreaLevel
from anxin.registry import access
from anxin.registry.models import Verdict
from anxin.registry.queries import rates
from anxin.registry.queries.listing import Filters, premises_page
from anxin.registry.services import add_plan, write_premises
from anxin.registry.terms import EquipmentKind
from anxin.registry.tests.conftest import (
    BY_HAND,
    DISTRICT,
    NOW,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TOWN,
    actor,
    home,
    piece,
)

KNOWN = {
    "gas_now": "piped",
    "gas_before": "piped",
    "facility_new": False,
    "hardship": "none",
    "building_kind": "multi_storey",
    "floor_position": "above_ground",
}


def fittings(**stove):
    return (
        piece(
            EquipmentKind.STOVE,
            **({"flame_failure": True, "low_pressure": True, "conforms": True} | stove),
            expires_on=date(2030, 1, 1),
        ),
        piece(
            EquipmentKind.HOSE,
            hose_kind="stainless",
            threaded=True,
            conforms=True,
            installed_on=date(2022, 1, 1),
        ),
        piece(EquipmentKind.METER, replacement_due=False, conforms=True),
        piece(EquipmentKind.LEAK_DEVICE, present=False),
    )


@pytest.fixture
def district(areas, companies, clerk, other_clerk) -> Actor:
    """First town: one met, one failed, one unknown, one electric, one hardship without device, one late
    restaurant. Second town: one met."""
    drafts = [
        replace(home(address="1号", **KNOWN), equipment=fittings()),
        replace(home(address="2号", **KNOWN), equipment=fittings(flame_failure=False)),
        replace(
            home(address="3号", **KNOWN, supplier_id=companies[0]), equipment=fittings(flame_failure=None)
        ),
        home(address="4号", **(KNOWN | {"gas_now": "electric"})),
        replace(
            home(address="5号", **(KNOWN | {"hardship": "destitute"}), supplier_id=companies[0]),
            equipment=fittings(),
        ),
        home(
            address="6号", kind="catering", gas_now="bottled", scale="small", opened_on=date(2020, 1, 1),
            venue="street_shop",
        ),
    ]  # fmt: skip
    write_premises(drafts=drafts, source=BY_HAND, actor=clerk, now=NOW)
    far = replace(replace(home(address="1号", **KNOWN), area_code=OTHER_VILLAGE), equipment=fittings())
    write_premises(drafts=[far], source=BY_HAND, actor=other_clerk, now=NOW)
    return actor(Role.TOWN_ADMINISTRATOR, area=DISTRICT)


def shape(tally):
    return tally.numerator, tally.denominator, tally.unknown, tally.outside


def test_unknown_is_never_counted_as_met(district):
    """The unknown stand in the denominator only, those outside the standard in neither."""
    town = rates.by_area(AreaLevel.TOWN, actor=district, now=NOW)[0]
    assert shape(town) == (1, 5, 2, 1)
    assert (town.total, town.rate, town.at) == (6, 0.2, NOW)
    assert town.judged_on == date(2024, 11, 4)


def test_a_twin_that_counts_unknown_as_met_would_be_found(district):
    """The broken twin: without three values the rate of the first town would be another."""
    twin = Verdict.objects.filter(area_code__startswith=TOWN).exclude(compliant=False)
    assert (
        twin.aggregate(n=Count("pk"))["n"]
        != rates.by_area(AreaLevel.TOWN, actor=district, now=NOW)[0].numerator
    )


def test_of_nothing_there_is_no_rate(areas, clerk):
    """An area without files has a rate of None, not of everything."""
    town = rates.by_area(AreaLevel.TOWN, actor=clerk, now=NOW)
    assert [(one.key, one.denominator, one.rate) for one in town] == [(TOWN, 0, None)]


def everyone(companies):
    return [
        actor(Role.TOWN_ADMINISTRATOR, area=DISTRICT),
        actor(Role.DISTRICT_REGULATOR, area=DISTRICT),
        actor(Role.DISTRICT_LEADER, area=DISTRICT),
        actor(Role.TOWN_CLERK, area=TOWN),
        actor(Role.COMPANY_OFFICER, company=companies[0]),
        actor(Role.SYSTEM_ADMINISTRATOR),
        Actor(
            None,
            "两职",
            grants=(
                *actor(Role.DISTRICT_REGULATOR, area=DISTRICT).grants,
                *actor(Role.TOWN_CLERK, area=TOWN).grants,
            ),
        ),
    ]


def test_every_number_is_exactly_the_list_behind_it(district, companies):
    """For every reader and every tally the list with its filters has as many rows as the number says."""
    for reader in everyone(companies):
        tallies = [
            rates.whole(actor=reader, now=NOW),
            *(t for level in AreaLevel for t in rates.by_area(level, actor=reader, now=NOW)),
            *rates.by_kind(actor=reader, now=NOW),
            *rates.by_gas(actor=reader, now=NOW),
            *rates.by_company(actor=reader, now=NOW),
        ]
        for tally in tallies:
            expected = {
                "compliant": tally.compliant,
                "not_compliant": tally.not_compliant,
                "unknown": tally.unknown,
                "outside": tally.outside,
                "inside": tally.denominator,
            }
            for word, count in expected.items():
                assert listed(tally.only(compliance=word), reader, count) == count
            assert listed(tally.only(late=True), reader, tally.late) == tally.late
            assert listed(tally.only(plan="missing"), reader, tally.without_plan) == tally.without_plan
        for one in rates.requirements(actor=reader, now=NOW):
            assert listed(one.filters, reader, one.not_met) == one.not_met
        for group in rates.special_groups(actor=reader, now=NOW):
            assert listed(group.filters, reader, group.total) == group.total
            missing = replace(group.filters, plan="missing")
            assert listed(missing, reader, group.without_plan) == group.without_plan
        for goal in rates.late_by_goal(actor=reader, now=NOW):
            assert listed(replace(goal.filters, compliance="inside"), reader, goal.total) == goal.total


def listed(filters: Filters | None, reader: Actor, otherwise: int) -> int:
    return otherwise if filters is None else premises_page(filters, actor=reader, now=NOW).total


def test_readers_who_may_not_know_count_without_hardship(district, companies):
    """The household that fails only for its missing device counts as met, and its group is not told of."""
    regulator = actor(Role.DISTRICT_REGULATOR, area=DISTRICT)
    assert shape(rates.by_area(AreaLevel.TOWN, actor=regulator, now=NOW)[0]) == (2, 5, 2, 1)
    assert {one.id for one in rates.special_groups(actor=regulator, now=NOW)}.isdisjoint({"hardship"})
    assert "STD-09" not in {one.id for one in rates.requirements(actor=regulator, now=NOW)}
    company = actor(Role.COMPANY_OFFICER, company=companies[0])
    assert shape(rates.whole(actor=company, now=NOW)) == (1, 2, 1, 0)


def test_a_clerk_counts_one_town_only(district, clerk):
    """Neither a number nor a name of another town reaches the clerk, whatever is asked for."""
    assert [one.key for one in rates.by_area(AreaLevel.TOWN, actor=clerk, now=NOW)] == [TOWN]
    asked = Filters(area=OTHER_TOWN)
    assert rates.by_area(AreaLevel.TOWN, actor=clerk, now=NOW, within=asked) == ()
    assert rates.whole(actor=clerk, now=NOW, within=asked).total == 0


def test_a_twin_without_the_scope_would_be_found(district, clerk, monkeypatch):
    """The broken twin: with the scope taken away the clerk would count the other town too."""
    monkeypatch.setattr(access, "within", lambda *a, **k: ~access.NOBODY)
    assert rates.whole(actor=clerk, now=NOW).total == 7


def test_late_is_counted_by_the_goal_whose_day_is_past(district):
    """On 4 November 2024 the restaurant is past the June goal; the residents' goal is not past."""
    goals = {one.goal_id: one for one in rates.late_by_goal(actor=district, now=NOW)}
    assert goals["OBJ-06-catering"].late == goals["OBJ-06-catering"].late_unknown == 1
    assert goals["OBJ-06-catering"].by == date(2024, 6, 30) and goals["OBJ-06-catering"].judged
    assert goals["OBJ-06-resident"].late == 0 and not goals["OBJ-06-resident"].judged


def test_a_special_group_without_a_plan_shows_up_until_it_has_one(district, clerk):
    """The small restaurant is in a special group; its plan takes it off the list."""
    groups = {one.id: one for one in rates.special_groups(actor=clerk, now=NOW)}
    assert (groups["small_catering"].total, groups["small_catering"].without_plan) == (1, 1)
    number = premises_page(groups["small_catering"].filters, actor=clerk, now=NOW).rows[0].number
    add_plan(
        number=number, measure="瓶改管", responsible="李四", due_on=date(2024, 12, 1), actor=clerk, now=NOW
    )
    groups = {one.id: one for one in rates.special_groups(actor=clerk, now=NOW)}
    assert groups["small_catering"].without_plan == 0


def test_the_ranking_begins_with_what_fails_most(district):
    """Requirements come by the number of files that fail them."""
    ranked = rates.requirements(actor=district, now=NOW)
    assert ranked[0].not_met >= ranked[1].not_met >= ranked[-1].not_met
    assert {one.id for one in ranked if one.not_met} == {"STD-01", "STD-09"}


@pytest.mark.parametrize(
    ("ask", "budget"),
    [
        (lambda who: rates.whole(actor=who, now=NOW), 1),
        (lambda who: rates.by_area(AreaLevel.TOWN, actor=who, now=NOW), 2),
        (lambda who: rates.by_company(actor=who, now=NOW), 2),
        (lambda who: rates.late_by_goal(actor=who, now=NOW), 1),
        (lambda who: rates.requirements(actor=who, now=NOW), 3),
        (lambda who: rates.special_groups(actor=who, now=NOW), 2),
    ],
)
def test_each_answer_is_a_fixed_number_of_queries(district, django_assert_num_queries, ask, budget):
    """The budget does not depend on the district."""
    with django_assert_num_queries(budget):
        ask(district)
