"""The acts as a workbook: whose acts, no formulas, the filters, the act of taking."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from anxin.accounts.tests import cast
from anxin.console.acts.tests.test_acts_desk import numbers, record
from anxin.kernel import Invalid
from anxin.ledger import export
from anxin.ledger.contracts import ActFilter
from anxin.ledger.models import Act

EXPORT = "/acts/export/"
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.invalid")', "<r><t>x</t></r>", "\t=1")


def taken(client, query: str = "") -> list[tuple]:
    """The rows below the titles."""
    answer = client.get(EXPORT + query)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    sheet = load_workbook(BytesIO(answer.content)).active
    return [row for row in sheet.iter_rows(min_row=3) if row[0].value]


def test_the_workbook_holds_what_the_list_shows(town):
    """The acts of the own area, by the filters of the address, and none of the neighbour's."""
    inside, outside = record(cast.VILLAGE, reason="甲"), record(cast.OTHER_VILLAGE)
    record(cast.VILLAGE, action="registry.revealed")
    query = "?action=registry.premises_added"
    shown = numbers(town.get(f"/acts/{query}"))
    rows = [int(row[0].value) for row in taken(town, query)]
    assert rows == shown and inside.sequence in rows and outside.sequence not in rows


def test_nothing_typed_is_a_formula(auditor):
    """Reasons are typed by people; each is a text cell, whatever it begins with."""
    for text in HOSTILE:
        record(cast.VILLAGE, reason=text)
    cells = [row[8] for row in taken(auditor, "?action=registry.premises_added")]
    assert [cell.value.strip() for cell in cells] == [text.strip() for text in reversed(HOSTILE)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)


def test_taking_is_an_act_and_getting_another_way_is_refused(auditor, clerk_browser):
    """Who took how many by which filters; whoever has no list gets no workbook and leaves no act."""
    record(cast.VILLAGE)
    rows = taken(auditor, f"?area={cast.VILLAGE}")
    act = Act.objects.get(action="ledger.acts_exported")
    assert (act.detail["rows"], act.detail["filters"]) == (len(rows), [f"area_code={cast.VILLAGE}"])
    assert clerk_browser.get(EXPORT).status_code == 403
    assert auditor.post(EXPORT).status_code == 405
    assert Act.objects.filter(action="ledger.acts_exported").count() == 1


def test_too_many_are_refused_and_leave_no_act(boss, monkeypatch):
    """A list cut off unsaid would be a lie."""
    monkeypatch.setattr(export, "MAX_ROWS", 1)
    record(cast.VILLAGE)
    record(cast.VILLAGE)
    with pytest.raises(Invalid):
        export.export_acts(
            chosen=ActFilter(),
            write=lambda acts: len(list(acts)),
            actor=cast.actor(boss, timezone.now()),
            now=timezone.now(),
        )
    assert not Act.objects.filter(action="ledger.acts_exported").exists()


def test_the_desk_leads_to_it(auditor):
    """With the filters of the address, without the place in it."""
    record(cast.VILLAGE)
    text = auditor.get("/acts/?kind=registry.premises&who=&before=999").content.decode()
    assert 'href="/acts/export/?kind=registry.premises"' in text


def test_it_has_a_query_budget(auditor):
    """However many acts."""
    for _nth in range(30):
        record(cast.VILLAGE)
    with CaptureQueriesContext(connection) as queries:
        taken(auditor)
    assert len(queries) <= 20, "\n".join(q["sql"][:150] for q in queries)
