"""Premises in a real browser: search while typing, drawer, file, reveal, edit, phone, languages."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.tests.street import PHONE, build_street
from anxin.ledger.models import Act

LIST = "/premises/"


@pytest.fixture
def street(transactional_db):
    """Four premises in two towns; number by name."""
    cast.set_the_scene()
    return build_street()


@pytest.fixture
def clerk(street) -> User:
    """The clerk of the first town."""
    return cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, now=timezone.now(), name="受理员甲")


@pytest.fixture
def at_desk(new_page, sign_in, clerk):
    """A page on which the clerk is signed in."""

    def open_page(**more):
        page = new_page(**more)
        sign_in(page, clerk)
        return page

    return open_page


def test_search_filter_and_drawer(at_desk, street, no_axe_violations):
    """The list narrows while typing, the address keeps the filters, the drawer opens beside it."""
    page = at_desk()
    page.goto(LIST)
    expect(page.get_by_role("status")).to_contain_text("共 3 户")
    page.keyboard.press("/")
    page.keyboard.type("面馆")
    expect(page.get_by_role("status")).to_contain_text("共 1 户")
    page.get_by_label("全部用气类型").select_option(label="瓶装液化气")
    expect(page).to_have_url(re.compile("gas=bottled"))
    no_axe_violations(page)
    page.get_by_role("link", name=street["老味道面馆"]).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="老味道面馆")).to_be_visible()
    expect(drawer.get_by_text("附件1·餐饮·瓶装·燃烧器具").first).to_be_visible()
    no_axe_violations(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.reload()
    expect(page.get_by_label("全部用气类型")).to_have_value("bottled")
    page.get_by_role("link", name="全部清除").click()
    expect(page.get_by_role("status")).to_contain_text("共 3 户")


def test_reveal_asks_why_and_records(at_desk, street, no_axe_violations):
    """The phone is masked until a reason is given, and the act stands in the history."""
    page = at_desk()
    page.goto(f"{LIST}{street['王小明']}/")
    expect(page.get_by_text("199****1234")).to_be_visible()
    page.get_by_role("link", name="查看 联系电话").click()
    reason = page.get_by_label("查看事由")
    expect(reason).to_be_focused()
    no_axe_violations(page)
    reason.fill("预约入户安检")
    reason.press("Enter")
    expect(page.get_by_text(PHONE)).to_be_visible()
    page.reload()
    expect(page.get_by_text("199****1234")).to_be_visible()
    expect(page.get_by_text("查看个人信息")).to_be_visible()
    assert Act.objects.filter(action="registry.revealed", reason="预约入户安检").count() == 1


def test_a_verdict_leads_into_the_policy(at_desk, street):
    """The clause mark opens the very clause."""
    page = at_desk()
    page.goto(f"{LIST}{street['老味道面馆']}/")
    page.locator(".verdict-list .clause").first.click()
    expect(page).to_have_url(re.compile("/policy/lishui-2023/clauses/"))
    expect(page.get_by_role("main")).to_contain_text("燃烧器具")


def test_an_edit_is_judged_and_a_late_one_refused(at_desk, street, no_axe_violations):
    """What was wrong is put right on the form; whoever read an older version is told and keeps the form."""
    page, slower = at_desk(), at_desk()
    address = f"{LIST}{street['老味道面馆']}/edit/"
    for one in (page, slower):
        one.goto(address)
    no_axe_violations(page)
    page.locator("#id_stove-1-flame_failure").select_option("yes")
    page.get_by_role("button", name="保存并判定").click()
    expect(page.get_by_text("已保存并重新判定")).to_be_visible()
    slower.locator("#id_staff_count").fill("5")
    slower.get_by_role("button", name="保存并判定").click()
    expect(slower.get_by_role("alert")).to_contain_text("LS")
    expect(slower.locator("#id_staff_count")).to_have_value("5")


def test_a_slow_line_sends_a_new_file_once(at_desk, street):
    """While the answer is on its way neither the button nor Enter sends the form again."""
    page, held = at_desk(), []
    page.goto(f"{LIST}new/")
    page.route("**/premises/new/", lambda route: held.append(route))
    page.locator("#id_area_code").select_option("320117001001")
    page.locator("#id_address").fill("中山路9号")
    save = page.get_by_role("button", name="保存并判定")
    save.click()
    expect(save).to_be_disabled()
    page.locator("#id_address").press("Enter")
    held[0].continue_()
    expect(page.get_by_text("已建立并完成判定")).to_be_visible()
    assert len(held) == 1


def test_a_line_that_is_down_is_told(at_desk, street):
    """No answer is not silence: the page says so and keeps what was typed."""
    page = at_desk()
    page.goto(LIST)
    page.context.set_offline(True)
    page.locator("#q").fill("面馆")
    expect(page.get_by_role("alert")).to_contain_text("网络可能已中断")
    expect(page.locator("#q")).to_have_value("面馆")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_phone_width(at_desk, street, no_axe_violations, locale):
    """At 390 px nothing scrolls sideways, rows are cards, a row opens as a page."""
    page = at_desk(width=390, height=844, locale=locale)
    number = street["老味道面馆"]
    for address in (LIST, f"{LIST}{number}/", f"{LIST}{number}/edit/", f"{LIST}new/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        no_axe_violations(page)
    page.goto(LIST)
    page.get_by_role("link", name=number).click()
    expect(page).to_have_url(re.compile(f"{number}/$"))


def test_without_script_the_list_still_works(at_desk, street):
    """The filters are a plain form, the reveal is a plain page."""
    page = at_desk(java_script_enabled=False)
    page.goto(LIST)
    page.get_by_role("searchbox").fill("面馆")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("status")).to_contain_text("共 1 户")
    page.goto(f"{LIST}{street['王小明']}/")
    page.get_by_role("link", name="查看 联系电话").click()
    page.get_by_label("查看事由").fill("预约入户安检")
    page.get_by_role("button", name="查看 联系电话").click()
    expect(page.get_by_text(PHONE)).to_be_visible()


def test_the_keyboard_walks_the_rows(at_desk, street):
    """j and k move from row to row, Enter opens the file."""
    page = at_desk()
    page.goto(LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=street["王小明"])).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name="老味道面馆")).to_be_visible()


def test_the_catalogue_of_pieces(at_desk, no_axe_violations):
    """Every piece, in both languages, without a finding."""
    for locale in ("zh-CN", "en-GB"):
        page = at_desk(locale=locale)
        page.goto("/ui/")
        no_axe_violations(page)
