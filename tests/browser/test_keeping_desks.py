"""Accounts, areas, organisations and acts in a real browser."""

import re

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from anxin.accounts.models import Area, User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.ledger import services
from anxin.ledger.contracts import Subject

HANDED_OVER = re.compile(r"^[a-z2-9]{4}(-[a-z2-9]{4}){3}$")


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """One of each who keeps something."""
    now = timezone.now()
    cast.set_the_scene()
    roles = {
        "keeper": (Role.SECURITY_ADMINISTRATOR, None),
        "auditor": (Role.AUDIT_ADMINISTRATOR, None),
        "regulator": (Role.DISTRICT_REGULATOR, cast.DISTRICT),
        "boss": (Role.TOWN_ADMINISTRATOR, cast.TOWN),
    }
    return {
        name: cast.holder(name, role, area=area, name=f"演员{number}", now=now)
        for number, (name, (role, area)) in enumerate(roles.items())
    }


def fits(page: Page) -> bool:
    """No sideways scrolling."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "locale"), [(1440, "zh-CN"), (390, "en-GB")])
def test_every_page_is_accessible_and_fits(people, new_page, sign_in, no_axe_violations, width, locale):
    """All pages of the desks, wide in Chinese and on a phone in English."""
    clerk = cast.account("li.na", name="李娜")
    visits = {
        "keeper": ["/accounts/", "/accounts/?q=zzz", "/accounts/new/", f"/accounts/{clerk.id}/"],
        "auditor": ["/acts/", "/acts/1/", "/acts/?who=zzz"],
        "regulator": [
            "/areas/organisations/",
            "/areas/organisations/new/",
            f"/areas/organisations/{cast.GAS}/",
            f"/areas/{cast.VILLAGE}/",
            f"/areas/{cast.GRID}/",
        ],
        "boss": ["/areas/", "/acts/", "/accounts/"],  # the last one is refused in words
    }
    for who, addresses in visits.items():
        page = new_page(width=width, height=900, locale=locale)
        sign_in(page, people[who], second_factor=True)
        for address in addresses:
            page.goto(address)
            no_axe_violations(page)
            assert fits(page), address


def test_an_account_from_making_to_revoking(people, page, sign_in):
    """Make it, hand the password over, grant a role, find it by a filter, revoke the role."""
    sign_in(page, people["keeper"], second_factor=True)
    page.goto("/accounts/")
    page.get_by_role("link", name="新建账号").click()
    page.get_by_label("登录名").fill("li.na")
    page.get_by_label("姓名").fill("李娜")
    page.get_by_label("单位").select_option(label="永阳街道办事处")
    page.get_by_role("button", name="开立账号").click()
    expect(page.locator(".secret")).to_have_text(HANDED_OVER)
    page.get_by_role("link", name="进入账号").click()
    form = page.locator("form.in-a-row")
    form.get_by_label("角色").select_option(label="镇街受理员")
    form.get_by_label("区域").select_option(label="永阳街道")
    form.get_by_label("事由").fill("新到岗")
    page.get_by_role("button", name="授予", exact=True).click()
    expect(page.get_by_role("row", name="镇街受理员")).to_contain_text("永阳街道")
    page.goto("/accounts/")
    page.get_by_role("search").get_by_label("角色").select_option(label="镇街受理员")
    expect(page.locator("#accounts tbody tr")).to_have_count(1)
    assert "role=town_clerk" in page.url
    page.get_by_role("link", name="li.na").click()
    row = page.get_by_role("row", name="镇街受理员")
    row.locator("summary").click()
    row.get_by_label("事由").fill("转岗")
    row.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("row", name="镇街受理员")).to_contain_text("已撤销")


def test_a_grid_is_added_by_keyboard(people, page, sign_in):
    """From the tree down to the village, and the new grid stands in the list."""
    sign_in(page, people["boss"])
    page.goto("/areas/")
    page.get_by_role("link", name="永阳街道").click()
    page.get_by_role("link", name="中山路居委会").click()
    page.get_by_label("名称").focus()
    page.keyboard.type("老街网格")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="老街网格")).to_be_visible()
    assert Area.objects.get(name="老街网格").code == cast.VILLAGE + "002"


def test_an_act_opens_in_the_drawer_and_the_chain_is_verified(people, page, sign_in):
    """The list keeps its place; the answer to "is it whole" appears above it."""
    with transaction.atomic():
        services.record(
            "registry.premises_added",
            subject=Subject("registry.premises", "p1", cast.VILLAGE),
            actor=cast.SETUP,
            at=cast.NOW,
            reason="测试",
        )
    sign_in(page, people["auditor"], second_factor=True)
    page.goto("/acts/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("链上位置")
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    page.get_by_role("button", name="校验链条").click()
    expect(page.locator("#verification")).to_contain_text("链条完整")
