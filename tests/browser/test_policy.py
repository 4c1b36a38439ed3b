"""The policy desk in a real browser: reading, finding one's way, both languages, phone width."""

from datetime import datetime
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from anxin.accounts.models import User
from anxin.kernel.clock import ZONE

DESK = "/policy/lishui-2023/"
PAGES = (
    "",
    "text/",
    "standard/",
    "requirements/",
    "requirements/STD-09/",
    "readings/",
    "readings/A01/",
    "objectives/",
    "departments/",
    "departments/housing_construction/",
    "situations/",
    "classes/",
    "search/?q=" + quote("气瓶"),
    "clauses/" + quote("附件1·餐饮·瓶装·泄漏安全保护装置") + "/",
    "clauses/" + quote("一(三)6") + "/",
)


@pytest.fixture
def open_desk(new_page, server):
    """A page on which somebody without any role is signed in."""
    reader = User.objects.create(
        username="reader", name="读者甲", created_at=datetime(2026, 1, 5, tzinfo=ZONE)
    )
    client = Client()
    client.force_login(reader)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": server}

    def open_page(**more):
        page = new_page(**more)
        page.context.add_cookies([cookie])
        return page

    return open_page


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_axe_finds_nothing(open_desk, no_axe_violations, locale):
    """Every page of the desk is free of accessibility findings, in both languages."""
    page = open_desk(locale=locale)
    for address in PAGES:
        page.goto(DESK + address)
        no_axe_violations(page)


def test_pages_fit_a_phone(open_desk, no_axe_violations):
    """At 390 pixels nothing sticks out to the right; wide tables scroll in their own frame."""
    page = open_desk(width=390, height=844)
    for address in PAGES:
        page.goto(DESK + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    no_axe_violations(page)


def test_from_the_table_to_the_clause_by_keyboard(open_desk):
    """A reader tabs to a cell of the standard, opens it beside the table, and goes on to its page."""
    page = open_desk()
    page.goto(DESK + "standard/")
    cell = page.get_by_role("link", name="工商业用途的燃气泄漏安全保护装置并保持24小时在线")
    cell.focus()
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer-body")
    expect(drawer.get_by_role("heading", name="泄漏安全保护装置", exact=True)).to_be_visible()
    drawer.get_by_role("link", name="打开页面").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("附件1 餐饮用户·管道天然气·泄漏安全保护装置")
    expect(page.get_by_role("link", name="STD-07")).to_be_visible()


def test_the_day_can_be_chosen(open_desk):
    """The objectives are read for another legal day."""
    page = open_desk(locale="en-GB")
    page.goto(DESK + "objectives/")
    page.get_by_label("Legal day").fill("2024-06-01")
    page.get_by_role("button", name="Read for this day").click()
    expect(page.locator("#OBJ-06-catering")).to_contain_text("29 days left")


def test_search_leads_to_a_clause(open_desk):
    """Words typed in the search box are found and marked."""
    page = open_desk()
    page.goto(DESK)
    page.get_by_role("searchbox").fill("气液双相")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("气液双相")
    page.get_by_role("link", name="附件3 第15项").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("附件3 第15项")
