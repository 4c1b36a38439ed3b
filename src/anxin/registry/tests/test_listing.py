"""The list of premises: who finds what, in which order, and what the numbers say."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.accounts.terms import Role
from anxin.registry.contracts import PremisesDraft
from anxin.registry.queries.listing import Filters, premises_page
from anxin.registry.services import write_premises
from anxin.registry.terms import EquipmentKind
from anxin.registry.tests.conftest import (
    BY_HAND,
    DISTRICT,
    NOW,
    OTHER_VILLAGE,
    VILLAGE,
    actor,
    home,
    piece,
)

PHONE = "19900001234"


@pytest.fixture
def street(areas, companies, clerk, other_clerk):
    """A noodle shop and two homes in the first town, a shop in the second."""
    shop = {"kind": "catering", "address": "永阳街道中山路8号", "road": "中山路", "sign_name": "老味道面馆"}
    mine = [
        PremisesDraft(None, VILLAGE, {**shop, "gas_now": "bottled", "supplier_id": companies[0]}),
        home(holder_name="王小明", holder_phone=PHONE, gas_now="piped", hardship="minimum_living"),
        home(holder_name="李大同", address="永阳街道中山路2号翠湖花园9幢101室", estate="翠湖花园"),
    ]
    theirs = [PremisesDraft(None, OTHER_VILLAGE, {**shop, "sign_name": "柘塘面馆", "gas_now": "bottled"})]
    write_premises(drafts=mine, source=BY_HAND, actor=clerk, now=NOW)
    write_premises(drafts=theirs, source=BY_HAND, actor=other_clerk, now=NOW)


def names(who, **asked) -> list[str]:
    """The names a reader gets for some filters."""
    return [row.name for row in premises_page(Filters(**asked), actor=who, now=NOW).rows]


def test_a_clerk_finds_the_own_town_only(street, clerk, other_clerk, regulator):
    """List and count end at the border of the town; the district sees all."""
    assert names(clerk) == ["老味道面馆", "王*", "李*"]
    assert names(other_clerk) == ["柘塘面馆"]
    assert premises_page(Filters(text="面馆"), actor=clerk, now=NOW).total == 1
    assert premises_page(Filters(), actor=regulator, now=NOW).total == 4
    assert names(clerk, area=OTHER_VILLAGE) == []


def test_a_company_finds_its_own_customers(street, company_officer):
    """The supplier decides, whatever the area."""
    assert names(company_officer) == ["老味道面馆"]


@pytest.mark.parametrize("text", ["面馆", "味道面", "中山", "老味道面馆", "面馆 中山"])
def test_two_characters_are_enough(street, clerk, text):
    """Any two neighbouring characters find, several words must all be found."""
    assert "老味道面馆" in names(clerk, text=text)


def test_full_width_finds_half_width(street, clerk):
    """A number typed in full width is the same number."""
    number = premises_page(Filters(), actor=clerk, now=NOW).rows[0].number
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    assert names(clerk, text=wide) == ["老味道面馆"]


def test_personal_words_are_for_readers_of_personal_values(street, clerk):
    """A name, a phone and the door of a home are found by those who may read them, by nobody else."""
    leader = actor(Role.DISTRICT_LEADER, area=DISTRICT)
    for text in ("王小明", PHONE, "9幢101"):
        assert len(names(clerk, text=text)) == 1
        assert names(leader, text=text) == []
    assert names(leader, text="翠湖花园") == ["李*"]


def test_a_home_shows_its_door_only_to_readers_of_personal_values(street, clerk):
    """A leader sees the estate, the clerk the door."""
    leader = actor(Role.DISTRICT_LEADER, area=DISTRICT)
    asked = Filters(text="翠湖花园")
    assert premises_page(asked, actor=leader, now=NOW).rows[0].address.endswith("****")
    assert premises_page(asked, actor=clerk, now=NOW).rows[-1].address.endswith("室")


def test_hardship_can_neither_be_seen_nor_filtered_by_others(street, clerk, regulator):
    """The special group of hardship answers to those who may know; to others it is empty."""
    assert names(clerk, group="hardship") == ["王*"]
    assert names(regulator, group="hardship") == []
    row = next(r for r in premises_page(Filters(), actor=regulator, now=NOW).rows if r.name == "王*")
    assert not row.special
    assert names(regulator, requirement="STD-09") == []


def test_pages_walk_forth_and_back_over_the_same_rows(street, clerk):
    """Keyset pages neither skip nor repeat, in every order and in both directions."""
    for sort in ("number", "-number", "due", "-due", "updated", "-updated"):
        whole = [row.number for row in premises_page(Filters(sort=sort), actor=clerk, now=NOW).rows]
        asked, walked, after = Filters(sort=sort), [], ""
        pages = []
        while not pages or after:
            page = premises_page(asked, actor=clerk, now=NOW, after=after, size=1)
            pages.append(page)
            walked += [row.number for row in page.rows]
            after = page.after
        assert walked == whole
        back = premises_page(asked, actor=clerk, now=NOW, before=pages[-1].before, size=1)
        assert [row.number for row in back.rows] == whole[-2:-1]
        assert pages[0].before == "" and pages[-1].after == "" and back.after


def test_a_mark_nobody_gave_is_no_mark(street, clerk):
    """A broken address shows the first page instead of an error."""
    for mark in ("x", "~", "not-a-day~1"):
        assert premises_page(Filters(sort="due"), actor=clerk, now=NOW, after=mark).total == 3
    for mark in ("0001-01-01T00:00:00+23:59~1", "9999-12-31T23:59:59-23:00~1", "2024-01-01~1", "x~1"):
        assert premises_page(Filters(sort="updated"), actor=clerk, now=NOW, before=mark).total == 3


def test_the_list_says_how_many_are_not_met_and_not_known(write, clerk, areas):
    """Counts of outcomes stand on the row, and unknown is not compliant."""
    bad = replace(home(gas_now="piped"), equipment=(piece(EquipmentKind.STOVE, flame_failure=False),))
    write(bad, clerk)
    (row,) = premises_page(Filters(compliance="not_compliant"), actor=clerk, now=NOW).rows
    assert row.compliant is False and row.not_met == 1 and row.unknown > 1
    assert names(clerk, requirement="STD-01") == [row.name]
    assert names(clerk, compliance="compliant") == []


def test_filters_narrow_by_kind_gas_and_supplier(street, clerk, companies):
    """Each filter alone and together."""
    assert names(clerk, kind="catering") == names(clerk, gas="bottled") == ["老味道面馆"]
    assert names(clerk, gas="unknown") == ["李*"]
    assert names(clerk, supplier=companies[0], kind="resident") == []


def test_the_list_takes_two_queries_whatever_it_shows(street, clerk):
    """One for the rows, one for the count."""
    with CaptureQueriesContext(connection) as queries:
        premises_page(Filters(text="面馆", late=True, group="hardship"), actor=clerk, now=NOW)
    assert len(queries) == 2
