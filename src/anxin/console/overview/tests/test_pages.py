"""The overview at the door: numbers that agree with the lists behind them, scope, budget."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.overview import contexts
from anxin.console.overview.bands import bands_for
from anxin.console.tests.conftest import browser
from anxin.registry.queries.rates import Tally


def page(client, address: str = "/") -> str:
    """The text of a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_every_headline_counts_the_rows_behind_it(bureau, clerk, company):
    """The number on the tile is the number of the list it leads to, for each reader."""
    tile = r'<a class="headline [^"]*" href="([^"]+)">.*?<span class="value">([\d,]+)</span>'
    for reader in (bureau, clerk, company):
        tiles = re.findall(tile, page(reader), re.S)
        assert len(tiles) == 6
        for url, value in tiles:
            assert f"共 {value} 户" in page(reader, unescape(url)), (url, value)


def test_every_number_of_a_table_counts_the_rows_behind_it(bureau):
    """Ranking, kinds, companies, requirements and goals alike."""
    links = re.findall(r'<td class="number".*?</td>', page(bureau), re.S)
    counted = [pair for cell in links for pair in re.findall(r'<a href="([^"]+)">([\d,]+)</a>', cell)]
    assert len(counted) > 20
    for url, value in counted:
        assert f"共 {value} 户" in page(bureau, unescape(url)), (url, value)


def test_files_without_a_place_take_no_rank():
    """A row of files that are in no area below stands where its rate puts it and counts for nobody."""
    found = [_tally("", 9), _tally("320117001", 8), _tally("320117002", 0), _tally("320117003", None)]
    rows = contexts.ranked(found)
    assert [(row.key, row.rank) for row in rows] == [
        ("", ""),
        ("320117001", "1"),
        ("320117002", "2"),
        ("320117003", ""),
    ]


def _tally(key: str, compliant: int | None) -> Tally:
    counts = (compliant, 10 - compliant) if compliant is not None else (0, 0)
    return Tally(key, key, *counts, 0, 0, 0, 0, 0, None, timezone.now(), None)


def test_the_way_down_from_town_to_grid(bureau):
    """District, town, village, grid: each page ranks the areas below it."""
    for area, below in (
        ("320117", "320117001"),
        ("320117001", "320117001001"),
        ("320117001001", "320117001001001"),
    ):
        assert f"?area={below}" in page(bureau, f"/?area={area}")
    page(bureau, "/?area=320117001001001")


def test_a_clerk_cannot_look_into_the_next_town(clerk):
    """The own town without asking; another one is not there."""
    assert "<h1>永阳街道</h1>" in page(clerk)
    for area in ("320117002", "320117", "320118", "x", "320117001999"):
        assert clerk.get(f"/?area={area}").status_code == 404


def test_a_company_sees_no_ranking_of_areas(company):
    """Own customers only; the areas of the district are not its business."""
    text = page(company)
    assert "镇街排名" not in text and "测试液化气" in text


def test_who_has_no_statistics_is_led_to_the_own_desk(street):
    """The security administrator begins with the accounts."""
    answer = browser("keeper", Role.SECURITY_ADMINISTRATOR).get("/")
    assert answer.status_code == 302


def test_the_overview_has_a_query_budget(bureau):
    """Fixed, however large the district."""
    bureau.get("/")
    with CaptureQueriesContext(connection) as queries:
        bureau.get("/")
    assert len(queries) <= 30, "\n".join(q["sql"][:150] for q in queries)


@pytest.mark.parametrize(
    ("counts", "bands"),
    [
        ([(45, 100), (75, 100)], ["45–52%", "52–59%", "59–66%", "66–73%", "73–80%"]),
        ([(100, 100)], ["95–96%", "96–97%", "97–98%", "98–99%", "99–100%"]),
    ],
)
def test_bands_reach_from_the_lowest_to_the_highest_rate(counts, bands):
    """Five equal steps of whole percents, and every rate falls into one of them."""
    made = bands_for(counts)
    assert [band.words for band in made] == bands
    for met, judged in counts:
        assert sum(band.holds(met, judged) for band in made) == 1


@pytest.mark.parametrize(("role", "uploads"), [(Role.TOWN_CLERK, True), (Role.DISTRICT_LEADER, False)])
def test_a_district_without_premises_says_what_comes_next(db, role, uploads):
    """Who may is led to the import of a ledger, on the overview and the list; others are told who does."""
    cast.set_the_scene()
    reader = browser("reader", role, area=cast.TOWN if uploads else cast.DISTRICT)
    for address in ("/", "/premises/"):
        text = page(reader, address)
        assert ('class="btn btn-primary" href="/imports/"' in text) == uploads
        assert ("由掌握台账的单位上传" in text) != uploads
