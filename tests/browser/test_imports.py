"""From a dirty ledger to files in a real browser, with the real worker behind it."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.registry.models import Premises
from anxin.registry.tests import ledgers


@pytest.fixture
def clerk(transactional_db) -> User:
    """A town clerk before any import."""
    cast.set_the_scene()
    return cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, now=timezone.now(), name="受理员甲")


@pytest.fixture
def ledger(tmp_path) -> Path:
    path = tmp_path / "永阳街道台账.xlsx"
    ledgers.write_ledger(path, seed=4, rows=12)
    return path


def test_the_whole_way_from_ledger_to_file(new_page, sign_in, clerk, ledger, worker, no_axe_violations):
    """Upload, correct the mapping, read the faults, decide, open a file; axe finds nothing on the way."""
    page = new_page()
    sign_in(page, clerk)
    page.goto("/imports/")
    no_axe_violations(page)
    page.get_by_role("main").get_by_role("link", name="上传台账").first.click()
    no_axe_violations(page)
    page.get_by_label("工作簿（.xlsx）").set_input_files(ledger)
    page.get_by_label("台账所属区域").select_option(cast.TOWN)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("button", name="按此对应检查全部行")).to_be_visible(timeout=30_000)
    no_axe_violations(page)
    page.get_by_role("button", name="按此对应检查全部行").click()
    expect(page.get_by_role("heading", name="写入后的结果")).to_be_visible(timeout=30_000)
    no_axe_violations(page)
    page.get_by_role("navigation", name="本次导入的清单").get_by_role("link", name="问题").click()
    expect(page.get_by_role("region", name="问题")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("navigation", name="本次导入的清单").get_by_role("link", name="新增").click()
    expect(page.locator(".import-row").first).to_be_visible()
    first = page.locator(".import-row").first
    first.get_by_role("combobox").select_option("skip")
    expect(page.locator(".import-row").first.get_by_text("不写入", exact=True).last).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("link", name="概要").click()
    page.get_by_role("link", name="决定").click()
    no_axe_violations(page)
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_role("region", name="档案")).to_be_visible(timeout=30_000)
    no_axe_violations(page)
    assert Premises.objects.exists()
    page.locator("a[data-row]").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_it_fits_a_phone_and_speaks_english(new_page, sign_in, clerk, ledger, worker, no_axe_violations):
    """390 pixels wide nothing runs out of the page."""
    page = new_page(width=390, height=844, locale="en-GB")
    sign_in(page, clerk)
    page.goto("/imports/new/")
    page.get_by_label("Workbook (.xlsx)").set_input_files(ledger)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_role("button", name="Check all rows with this mapping")).to_be_visible(timeout=30_000)
    no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/imports/")
    no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_refused_file_says_why(new_page, sign_in, clerk, tmp_path, worker, no_axe_violations):
    """Not a workbook: one clear line and what to do now."""
    path = tmp_path / "a.xlsx"
    path.write_text("not a workbook")
    page = new_page()
    sign_in(page, clerk)
    page.goto("/imports/new/")
    page.get_by_label("工作簿（.xlsx）").set_input_files(path)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("alert")).to_contain_text("不是 .xlsx 工作簿", timeout=30_000)
    no_axe_violations(page)
