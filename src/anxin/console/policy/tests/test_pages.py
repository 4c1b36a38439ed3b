"""Every page of the policy desk, in both languages."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.accounts.tests.conftest import verified
from anxin.console.policy import links, matrix
from anxin.console.tests.conftest import browser

SECTIONS = "text standard requirements readings objectives departments situations classes search"
PAGES = ("", *(f"{name}/" for name in SECTIONS.split()))
MISSING = ("clauses/九(九)/", "requirements/STD-99/", "readings/Z01/", "departments/navy/")
FOUND = (("气液双相", "附件3 第15项"), ("smart meter", "STD-10"), ("低保边缘", "A01"))
OBJECTIVES = "/policy/lishui-2023/objectives/"
CHINESE = re.compile("[\u4e00-\u9fff]")


def words(response):
    """What a person reads in the main part: no tags, no scripts."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return unescape(re.sub(r"<[^>]+>", " ", main))


def english_chrome(response):
    """The main part without what is marked as Chinese, innermost marks first."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    for tag in ("span", "p", "a", "li", "blockquote", "div", "td", "th"):
        main = re.sub(rf'<{tag}\b[^>]*lang="zh-Hans"[^>]*>.*?</{tag}>', "", main, flags=re.S)
    main = re.sub(r'(?:href|title|id|aria-labelledby|action)="[^"]*"', "", main)
    return re.sub(r"<[^>]+>", " ", main)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(desk, page, language):
    """The ten pages answer, whichever language the reader has."""
    response = desk(page, language)
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in response.content.decode()


def test_the_desk_leads_to_the_pack_of_the_installation(client, reader):
    """/policy/ is the pack that this installation serves."""
    client.force_login(reader)
    assert client.get("/policy/").url == "/policy/lishui-2023/"


def test_a_stranger_is_led_to_sign_in(client):
    """Nothing of the desk is open without an account."""
    response = client.get("/policy/lishui-2023/")
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign_in"))


def test_every_clause_has_its_page(desk, pack):
    """All clauses can be opened at the address that verdicts link to, with their words on the page."""
    for id in pack.clauses:
        response = desk(f"clauses/{id}/")
        assert response.status_code == 200, id
        first = pack.clauses[id].text.split("\n")[-1]
        assert first in words(response), id


def test_every_requirement_and_reading_has_its_page(desk, pack):
    """The addresses that verdicts link to."""
    for rule in pack.standard:
        assert reverse("policy:requirement", args=[pack.id, rule.id])
        assert desk(f"requirements/{rule.id}/").status_code == 200, rule.id
    for row in pack.table("readings"):
        assert desk(f"readings/{row['id']}/").status_code == 200, row["id"]
    for row in pack.table("departments"):
        assert desk(f"departments/{row['id']}/").status_code == 200, row["id"]


@pytest.mark.parametrize("page", MISSING)
def test_what_does_not_exist_is_not_found(desk, page):
    """An unknown id is refused in words, not with an error."""
    assert desk(page).status_code == 404


def test_an_unknown_pack_is_not_found(client, reader):
    """So is a pack that is not on the shelf."""
    client.force_login(reader)
    assert client.get("/policy/atlantis-1999/").status_code == 404


def test_a_cell_names_its_requirements(desk):
    """The restaurant's leak-device cell shows the two requirements in it."""
    shown = words(desk("clauses/附件1·餐饮·管道·泄漏安全保护装置/"))
    assert "STD-07" in shown
    assert "STD-08" in shown


def test_a_merged_cell_shows_the_words_it_shares(desk):
    """A bottled-gas restaurant has the same leak-device cell, and the page says that it is merged."""
    response = desk("clauses/附件1·餐饮·瓶装·泄漏安全保护装置/", "en")
    assert "工商业用途的燃气泄漏安全保护装置" in words(response)
    assert "merged with the one above" in words(response)


def test_the_matrix_is_the_table_of_the_document(pack):
    """Four rows of six columns; merged cells span two rows; every requirement stands somewhere."""
    rows = matrix.matrix(pack)
    assert [len(row.cells) for row in rows] == [6, 6, 6, 6]
    assert [row.user_span for row in rows] == [2, 0, 2, 0]
    assert [sum(cell.span for row in rows for cell in [row.cells[n]]) for n in range(6)] == [4] * 6
    marked = {link.mark for row in rows for cell in row.cells for link in cell.requirements}
    assert marked >= {rule.id for rule in pack.standard if rule.column != "备注"}


def test_empty_cells_ask_for_nothing(pack):
    """A cell that says "/" carries no requirement."""
    empty = [cell for row in matrix.matrix(pack) for cell in row.cells if cell.empty]
    assert len(empty) == 6
    assert not any(cell.requirements for cell in empty)


def test_days_are_counted_from_the_day_asked_for(desk):
    """The restaurants' day is near on 1 June 2024, due on the 30th, past on 1 July."""
    assert "29 days left" in words(desk("objectives/", "en", on="2024-06-01"))
    assert "Due on this day" in words(desk("objectives/", "en", on="2024-06-30"))
    assert "1 day past" in words(desk("objectives/", "en", on="2024-07-01"))


def test_a_draft_says_so_and_an_expired_one_too(desk):
    """The head of the document page tells the status, and what the legal day means for it."""
    inside = words(desk("", "en", on="2024-06-01"))
    assert "draft" in inside.lower()
    assert "the document is in force" in inside
    outside = words(desk("", "en", on="2026-11-23"))
    assert "no longer in force" in outside
    assert "327 days past" in outside


def test_a_nonsense_day_is_today(desk):
    """An address with a broken day still opens."""
    assert desk("objectives/", on="yesterday").status_code == 200


@pytest.mark.parametrize(("query", "mark"), FOUND)
def test_search_finds_text_titles_and_readings(desk, query, mark):
    """Chinese words of the text, English titles, and readings."""
    assert mark in words(desk("search/", "en", q=query))


def test_search_escapes_what_was_typed(desk):
    """A query is shown as text."""
    assert "<script>alert" not in desk("search/", q="<script>alert(1)</script>").content.decode()


def test_in_the_drawer_a_clause_is_a_fragment(client, reader):
    """Opened beside a list, only the clause is sent."""
    client.force_login(reader)
    url = reverse("policy:clause", args=["lishui-2023", "一(三)6"])
    response = client.get(url, headers={"HX-Request": "true", "HX-Target": "drawer-body"})
    assert b"<html" not in response.content
    assert "本质安全显著提升" in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_are_english(desk, page):
    """Whatever is not marked as Chinese is not Chinese."""
    left = CHINESE.findall(english_chrome(desk(page, "en")))
    assert not left, "".join(left)


def test_a_page_asks_the_database_only_who_reads(desk, django_assert_max_num_queries):
    """The pack is in memory: the widest page costs the session, the person and the grants."""
    desk("text/")
    with django_assert_max_num_queries(6):
        desk("text/")


def test_everything_that_cites_a_clause_is_on_its_page(pack):
    """Links back are complete: each row of a table that shows links stands at each clause it cites."""
    for table, _, link in links.RESTING:
        for row in pack.tables.get(table, ()):
            for clause in row["clauses"]:
                shown = {one.url for group in links.resting_on(pack, clause) for one in group.links}
                assert link(pack, row).url in shown, (table, row["id"], clause)


def test_the_rates_of_the_objectives_lead_to_the_lists(street):
    """Two shops are due under objective 6, one of them within a clerk's reach; each count is a link."""
    both = browser("bureau", Role.DISTRICT_REGULATOR, area=cast.DISTRICT).get(OBJECTIVES).content.decode()
    own = browser("clerk", Role.TOWN_CLERK, area=cast.TOWN).get(OBJECTIVES).content.decode()
    due = re.compile(r'/ <a href="(/premises/\?[^"]*objective=OBJ-06-catering)">(\d+)</a>')
    assert due.search(both).group(2) == "2" and due.search(own).group(2) == "1"
    assert "户符合标准" in own and "逾期" in own


def test_no_figures_for_who_may_not_see_counts(street):
    """The security administrator reads the objectives without a single figure of premises."""
    keeper = verified(cast.holder("keeper", Role.SECURITY_ADMINISTRATOR, now=timezone.now()))
    text = keeper.get(OBJECTIVES).content.decode()
    assert "本质安全" in text and "goal-rate" not in text and "/premises/" not in text


def test_a_department_shows_the_objectives_it_owes(desk, pack):
    """Every objective stands on the page of each department that leads or shares its task."""
    tasks = {task["id"]: task for task in pack.table("tasks")}
    departments = {row["id"] for row in pack.table("departments")}
    for objective in pack.table("objectives"):
        task = tasks[objective["task"]]
        for id in {*task["lead"], *task["responsible"]} & departments:
            assert objective["title"] in words(desk(f"departments/{id}/")), (objective["id"], id)
