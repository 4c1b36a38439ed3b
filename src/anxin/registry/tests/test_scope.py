"""A clerk of one town can neither see nor guess a premises of another, by any way in."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.terms import Permission, Role
from anxin.kernel import NotFound
from anxin.registry import access
from anxin.registry.models import Premises
from anxin.registry.queries.known import files_by_id, known_files
from anxin.registry.queries.listing import Filters, premises_page
from anxin.registry.services import reassess, write_premises
from anxin.registry.tests.conftest import (
    BY_HAND,
    DISTRICT,
    NOW,
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    actor,
    home,
)

SECRET = {
    "estate": "翠湖花园",
    "holder_name": "王小明",
    "holder_phone": "12800001234",
    "sign_name": "老灶台面馆",
    "credit_code": "92990117MA1ABCDE16",
    "account_number": "D0010010001",
}


@pytest.fixture
def secret(write, clerk) -> Premises:
    """A file of the first town that the clerk of the second goes looking for."""
    return write(home(**SECRET, gas_now="piped"), clerk)


WAYS = [
    *(
        Filters(text=word)
        for word in ("LS001", "翠湖", "王小明", "12800001234", "老灶台", "92990117", "D0010010")
    ),
    *(Filters(area=code) for code in (DISTRICT, TOWN, VILLAGE)),
    Filters(),
    Filters(kind="resident"),
    Filters(gas="piped"),
    Filters(compliance="unknown"),
    Filters(requirement="STD-01"),
    Filters(late=True),
]


@pytest.mark.parametrize("filters", WAYS)
def test_no_list_no_count_no_search(secret, other_clerk, filters):
    """Whatever is asked for, the list is empty and its count is nought."""
    page = premises_page(filters, actor=other_clerk, now=NOW)
    assert (page.rows, page.total, page.after, page.before) == ((), 0, "", "")


def test_the_owner_of_the_search_finds_it(secret, clerk):
    """The same searches find the file for its own town's clerk, so the emptiness means something."""
    found = [premises_page(way, actor=clerk, now=NOW).total for way in WAYS if way.text]
    assert found == [1] * len(found)


def test_no_comparison_on_import(secret, other_clerk):
    """A ledger that names the phone, code, number and address of the file is told of nothing."""
    keys = {
        "address_keys": [secret.address_key],
        "credit_codes": [SECRET["credit_code"]],
        "account_numbers": [SECRET["account_number"]],
        "phones": [SECRET["holder_phone"]],
        "names": [SECRET["sign_name"]],
    }
    for area in (DISTRICT, TOWN, OTHER_TOWN):
        assert known_files(other_clerk, area_code=area, **keys) == []
    assert files_by_id(other_clerk, [secret.pk]) == []


def test_an_import_by_a_company_compares_nothing_it_may_not_know(secret, clerk, companies):
    """The company's comparison carries neither hardship nor ID number of its own customer."""
    told = {"hardship": "destitute", "holder_id_number": "990117195001011236", "supplier_id": companies[0]}
    write_premises(
        drafts=[replace(home(**told), premises_id=secret.pk)], source=BY_HAND, actor=clerk, now=NOW
    )
    officer = actor(Role.COMPANY_OFFICER, company=companies[0])
    found = files_by_id(officer, [secret.pk])[0]
    assert not {"hardship", "holder_id_number"} & set(found.values)
    assert files_by_id(clerk, [secret.pk])[0].values["hardship"] == "destitute"


def test_no_judging_of_other_towns(secret, other_clerk):
    """A reassessment by the other clerk reaches nothing."""
    assert reassess(actor=other_clerk, now=NOW).judged == 0
    assert reassess(actor=other_clerk, now=NOW, premises_ids=[secret.pk]).judged == 0


def test_the_same_words_for_not_there_and_not_yours(secret, other_clerk):
    """The refusal does not tell whether the number exists."""
    words = set()
    for number in (secret.number, "LS001-999999", "nonsense"):
        with pytest.raises(NotFound) as refused:
            access.one(other_clerk, Permission.PREMISES_VIEW, number)
        words.add(str(refused.value))
    assert len(words) == 1


def test_a_twin_without_the_scope_would_show_it(secret, other_clerk, monkeypatch):
    """The broken twin: with the scope taken away the same list shows the file."""
    monkeypatch.setattr(access, "within", lambda *a, **k: ~access.NOBODY)
    assert premises_page(Filters(), actor=other_clerk, now=NOW).total == 1


def test_nobody_without_a_grant_sees_anything(secret):
    """Closed by default: no grant, and grants without business rows, reach nothing."""
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR):
        assert not access.visible(actor(role), Permission.PREMISES_VIEW).exists()
    assert not access.visible(Actor(None, "nobody"), Permission.PREMISES_VIEW).exists()


def test_the_scope_needs_no_join(clerk):
    """The town's rows come from one table by its own index."""
    assert "JOIN" not in str(access.visible(clerk, Permission.PREMISES_VIEW).query)


AREAS = st.sampled_from([DISTRICT, TOWN, OTHER_TOWN, VILLAGE])
ROLES = st.sampled_from([Role.TOWN_CLERK, Role.DISTRICT_REGULATOR, Role.GRID_WORKER, Role.DISTRICT_LEADER])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(grants=st.lists(st.builds(Grant, ROLES, AREAS), max_size=3))
def test_the_query_and_the_grant_agree(secret, grants):
    """A row is fetched exactly when some grant with the permission covers it."""
    reader = Actor(None, "r", grants=tuple(grants))
    for permission in (Permission.PREMISES_VIEW, Permission.PREMISES_EDIT, Permission.PREMISES_REVEAL):
        covered = reader.reach(permission).covers(secret.area_id, secret.supplier_id)
        assert access.visible(reader, permission).filter(pk=secret.pk).exists() is covered


def test_a_hundred_drafts_take_as_many_queries_as_sixty(clerk, django_assert_max_num_queries):
    """Writing many files is a fixed number of queries, verdicts and acts included."""
    for count in (60, 100):
        drafts = [home(address=f"中山路{count}-{n}号", gas_now="piped") for n in range(count)]
        with django_assert_max_num_queries(24):
            write_premises(drafts=drafts, source=BY_HAND, actor=clerk, now=NOW)


@pytest.mark.parametrize("text", ["\x00", "%", "_", "'", "\\", "　", "𬭎", "a" * 300])
def test_any_search_text_is_only_text(secret, clerk, text):
    """Wildcards, quotes, control characters and long text are searched for, not obeyed."""
    found = premises_page(Filters(text=text), actor=clerk, now=NOW).total
    assert found == (1 if not text.strip("\x00　") else 0)
