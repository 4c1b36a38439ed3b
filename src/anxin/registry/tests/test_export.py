"""Taking the list along: whose rows, what is masked, and the act that tells of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Role
from anxin.kernel import Invalid, NotPermitted
from anxin.ledger.models import Act
from anxin.registry.contracts import PremisesDraft
from anxin.registry.queries.listing import Filters, premises_page
from anxin.registry.services import export, export_list, write_premises
from anxin.registry.tests.conftest import (
    BY_HAND,
    DISTRICT,
    NOW,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    actor,
    home,
)

PHONE = "19900001234"


@pytest.fixture
def street(areas, companies, clerk, other_clerk):
    """A shop and a home of hardship in the first town, a shop in the second."""
    shop = {"kind": "catering", "address": "中山路8号", "sign_name": "老味道面馆", "gas_now": "bottled"}
    told = {"holder_name": "王小明", "holder_phone": PHONE, "hardship": "minimum_living"}
    mine = [PremisesDraft(None, VILLAGE, shop | {"supplier_id": companies[0]}), home(**told)]
    theirs = [PremisesDraft(None, OTHER_VILLAGE, shop | {"sign_name": "柘塘面馆"})]
    write_premises(drafts=mine, source=BY_HAND, actor=clerk, now=NOW)
    write_premises(drafts=theirs, source=BY_HAND, actor=other_clerk, now=NOW)


def taken(who: Actor, **asked):
    """The rows that somebody takes along."""
    kept = []
    count = export_list(filters=Filters(**asked), write=kept.extend, actor=who, now=NOW)
    assert count == len(kept)
    return kept


def last_act() -> Act:
    """The end of the ledger."""
    return Act.objects.latest("sequence")


def test_what_is_taken_is_what_the_list_shows(street, clerk, other_clerk, regulator, company_officer):
    """Row for row and masked alike, for every reader and in every order."""
    for who in (clerk, other_clerk, regulator, company_officer, actor(Role.DISTRICT_LEADER, area=DISTRICT)):
        for sort in ("number", "-number", "due", "-updated"):
            page = premises_page(Filters(sort=sort), actor=who, now=NOW)
            assert taken(who, sort=sort) == list(page.rows)


def test_a_clerk_takes_the_own_town_only(street, clerk):
    """Asking for the district or the next town brings nothing more."""
    assert [row.name for row in taken(clerk)] == ["老味道面馆", "王*"]
    assert [row.name for row in taken(clerk, area=DISTRICT)] == ["老味道面馆", "王*"]
    assert taken(clerk, area=OTHER_TOWN) == []


def test_nothing_personal_is_in_clear(street, clerk):
    """Not even for those who may open single values."""
    words = repr(taken(clerk))
    assert "王小明" not in words and PHONE not in words and "199****1234" in words


def test_hardship_is_absent_for_those_who_may_not_know(street, clerk, regulator):
    """The special group that only hardship makes is there for the clerk and not for the regulator."""
    assert [row.special for row in taken(clerk) if row.name == "王*"] == [True]
    assert [row.special for row in taken(regulator) if row.name == "王*"] == [False]
    assert taken(regulator, group="hardship") == []


def test_one_act_tells_filters_and_rows(street, clerk):
    """Who, how many, by which filters; words searched for may name a person and are not repeated."""
    before = Act.objects.count()
    taken(clerk, kind="resident", text="王小明")
    act = last_act()
    assert Act.objects.count() == before + 1
    assert (act.action, act.area_code) == ("registry.list_exported", TOWN)
    assert act.detail == {"rows": 1, "filters": ["text=****", "kind=resident", "sort=number"]}


def test_no_act_for_what_could_not_be_written(street, clerk):
    """A disk that fills up leaves neither a file nor an act."""
    before = Act.objects.count()

    def full(rows):
        next(rows)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        export_list(filters=Filters(), write=full, actor=clerk, now=NOW)
    assert Act.objects.count() == before


def test_no_list_for_roles_without_one(street):
    """An administrator of accounts takes nothing along."""
    with pytest.raises(NotPermitted):
        taken(actor(Role.SECURITY_ADMINISTRATOR))


def test_more_rows_than_a_sheet_holds_are_refused(street, clerk, monkeypatch):
    """Rather than cut off unsaid."""
    monkeypatch.setattr(export, "MAX_ROWS", 1)
    with pytest.raises(Invalid):
        taken(clerk)


def test_the_number_of_queries_does_not_grow(street, clerk):
    """One for the rows, the rest for the act."""
    with CaptureQueriesContext(connection) as queries:
        taken(clerk)
    assert len(queries) <= 6, [q["sql"][:80] for q in queries]
