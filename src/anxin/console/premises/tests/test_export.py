"""The list as a workbook: whose rows, no formulas, the heading, the act, and flat memory."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice, repeat
from tempfile import TemporaryFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from anxin.accounts.tests import cast
from anxin.console.premises.workbook import COLUMNS, FIRST, write_workbook
from anxin.console.tests.street import PHONE, SOURCE, WRITER
from anxin.ledger.models import Act
from anxin.registry.contracts import PremisesDraft
from anxin.registry.queries.listing import ListedPremises
from anxin.registry.services import write_premises
from anxin.registry.terms import SourceKind

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous")
LIST, EXPORT = "/premises/", "/premises/export/"
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    '=HYPERLINK("http://example.invalid")',
    "<r><t>x</t></r>",
    "_x003D_1+1",
    "http://example.invalid",
    "0012",
)
ROW = ListedPremises(
    number="LS001-000001",
    state="active",
    name="老味道面馆",
    phone="199****1234",
    address="中山路8号",
    kind="catering",
    gas="bottled",
    town="永阳街道",
    place="中山路居委会 第一网格",
    supplier="测试公司",
    compliant=False,
    applies=True,
    not_met=1,
    unknown=2,
    due_on=NOW.date(),
    late=True,
    special=True,
    has_plan=False,
    updated_at=NOW,
)


def sheet(client, query: str = ""):
    """The first sheet of a download."""
    answer = client.get(EXPORT + query)
    assert answer.status_code == 200
    content = b"".join(answer)
    assert int(answer["Content-Length"]) == len(content)
    return load_workbook(BytesIO(content)).active


def column(book, title: str) -> list:
    """The cells below one column's title."""
    titles = [cell.value for cell in book[FIRST]]
    return [row[titles.index(title)].value for row in book.iter_rows(min_row=FIRST + 1)]


def test_a_clerk_takes_the_own_town_only(clerk, street):
    """Three rows of four, also when the next town is asked for by name."""
    assert column(sheet(clerk), "名称") == ["老味道面馆", "王*", "李*"]
    assert column(sheet(clerk, "?q=柘塘面馆"), "名称") == []


def test_the_filters_of_the_list_are_those_of_the_workbook(bureau, street):
    """The button carries them, the rows follow them, the heading says them."""
    assert (
        f'href="{EXPORT}?kind=catering&amp;sort=-number"'
        in bureau.get(f"{LIST}?kind=catering&sort=-number").content.decode()
    )
    book = sheet(bureau, "?kind=catering&sort=-number")
    assert column(book, "名称") == ["柘塘面馆", "老味道面馆"]
    heading = book["A1"].value
    assert "溧水区" in heading and "用户 餐饮用户" in heading and "已脱敏" in heading
    assert "演示数据" not in heading


def test_no_personal_value_is_in_the_file(clerk, street):
    """Neither in a cell nor, as what was searched for, in the heading; hardship has no column."""
    book = sheet(clerk, f"?q={PHONE}")
    words = str([cell for row in book.iter_rows(values_only=True) for cell in row])
    assert "王*" in words and "199****1234" in words
    assert PHONE not in words and "王小明" not in words and "困难" not in words and "低保" not in words


def test_nothing_typed_becomes_a_formula_or_a_link(clerk, street):
    """Whatever a name begins with, it stays that text, in a column that is text when edited."""
    shop = {"kind": "catering", "address": "中山路10号", "gas_now": "bottled"}
    drafts = [PremisesDraft(None, cast.VILLAGE, shop | {"sign_name": name}) for name in HOSTILE]
    write_premises(drafts=drafts, source=SOURCE, actor=WRITER, now=NOW)
    book = sheet(clerk)
    cells = [cell for row in book.iter_rows(min_row=FIRST + 1) for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    kept = {name.strip().replace("_x005F_", "_") for name in column(book, "名称")}  # openpyxl leaves escapes
    assert {name.strip() for name in HOSTILE} <= kept
    assert all(cell.number_format == "@" for cell in cells if cell.data_type == "s")


def test_telephones_and_numbers_are_text(clerk, street):
    """No digits are lost, and days are days."""
    book = sheet(clerk)
    assert all(isinstance(value, str) for value in column(book, "编号"))
    assert "199****1234" in column(book, "电话（已脱敏）")
    assert all(isinstance(value, datetime) for value in column(book, "更新日期"))


def test_it_can_be_worked_with(clerk, street):
    """Titles stay in sight and can be filtered by."""
    book = sheet(clerk)
    assert book.freeze_panes == "B3"
    assert book.auto_filter.ref == "A2:Q5"


def test_in_english_too(clerk, street):
    """Titles and words follow the reader's language."""
    clerk.cookies["django_language"] = "en"
    book = sheet(clerk)
    assert "Number" in [cell.value for cell in book[FIRST]]
    assert set(column(book, "Verdict")) <= {"Compliant", "Not compliant", "Not known"}


def test_demo_data_says_so(clerk, street):
    """Invented rows must not be taken for real ones outside the house either."""
    demo = replace(SOURCE, kind=SourceKind.DEMO)
    draft = PremisesDraft(None, cast.VILLAGE, {"kind": "resident", "address": "中山路11号"})
    write_premises(drafts=[draft], source=demo, actor=WRITER, now=NOW)
    assert "演示数据" in sheet(clerk)["A1"].value


def test_an_act_tells_of_it(clerk, street):
    """One act, with the rows and the filters; the words searched for are not in it."""
    before = Act.objects.count()
    sheet(clerk, "?q=面馆&kind=catering")
    act = Act.objects.latest("sequence")
    assert Act.objects.count() == before + 1 and act.action == "registry.list_exported"
    assert act.detail["rows"] == 1 and "面馆" not in str(act.detail)


def test_only_reading_starts_it(clerk, street):
    """A form cannot be sent here."""
    assert clerk.post(EXPORT).status_code == 405


def test_the_export_has_a_query_budget(bureau, street):
    """However many rows, it costs the same."""
    bureau.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        sheet(bureau, "?kind=catering")
    assert len(queries) <= 24, "\n".join(q["sql"][:150] for q in queries)


@pytest.mark.parametrize("rows", [200, 2000])
def test_memory_does_not_grow_with_the_rows(rows):
    """Ten times the rows in the same memory, far below what a writer that keeps its rows takes."""
    with TemporaryFile() as content:
        write_workbook(content, ["x"], iter([ROW]))
        tracemalloc.start()
        write_workbook(content, ["x"], islice(repeat(ROW), rows))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1_500_000
    assert len(COLUMNS) == 17
