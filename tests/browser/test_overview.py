"""The overview in a real browser: the map, the way from a rate to a premises, both languages, phone width."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from anxin.accounts.queries import areas_within
from anxin.accounts.terms import AreaKind, Role
from anxin.accounts.tests import cast
from anxin.console.tests.street import SOURCE, WRITER
from anxin.registry.contracts import EquipmentDraft, PremisesDraft
from anxin.registry.services import write_premises
from anxin.registry.terms import EquipmentKind


@pytest.fixture
def district(transactional_db):
    """The whole district with its outlines, and two shops in two towns."""
    call_command("load_district", "320117", verbosity=0)
    villages = [areas_within(town, AreaKind.VILLAGE)[0].code for town in (cast.TOWN, cast.OTHER_TOWN)]
    drafts = [_shop(villages[0], "老味道面馆"), _shop(villages[1], "柘塘面馆")]
    write_premises(drafts=drafts, source=SOURCE, actor=WRITER, now=timezone.now())


def _shop(area: str, sign: str) -> PremisesDraft:
    stove = EquipmentDraft(EquipmentKind.STOVE, {}, {"present": True, "flame_failure": False})
    values = {"kind": "catering", "address": f"{sign}旁", "sign_name": sign, "gas_now": "bottled"}
    return PremisesDraft(None, area, values, (stove,))


@pytest.fixture
def bureau(district):
    """The district's regulator."""
    return cast.holder("bureau", Role.DISTRICT_REGULATOR, area=cast.DISTRICT, now=timezone.now())


@pytest.fixture
def at_desk(new_page, sign_in, bureau):
    """A page on which the regulator is signed in."""

    def open_page(**more):
        page = new_page(**more)
        sign_in(page, bureau)
        return page

    return open_page


def test_from_a_rate_to_a_premises(at_desk, no_axe_violations):
    """Overview, a town on the map, its number, the list, the file, the reason."""
    page = at_desk()
    page.goto("/")
    expect(page.locator("path.area")).to_have_count(9)
    expect(page.locator(".map-label span").first).to_be_visible()
    expect(page.get_by_text("示意边界")).to_be_visible()
    no_axe_violations(page)
    page.locator("path.area").first.click()
    expect(page).to_have_url(re.compile(r"area=320117\d{3}$"))
    page.goto("/")
    page.get_by_role("link", name="永阳街道").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("永阳街道")
    no_axe_violations(page)
    page.get_by_role("list", name="主要数据").get_by_role("link", name=re.compile("不符合")).click()
    expect(page.get_by_role("status")).to_contain_text("共 1 户")
    page.locator("a[data-row]").first.click()
    page.get_by_role("dialog").get_by_role("link", name="打开完整档案").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("老味道面馆")
    expect(page.get_by_role("main")).to_contain_text("须使用带熄火保护功能的低压燃烧器具")


def test_the_language_switch_keeps_the_page(at_desk, no_axe_violations):
    """One click, the same page in English, and back."""
    page = at_desk()
    page.goto("/?area=320117001")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Ranking of villages and communities")).to_be_visible()
    expect(page).to_have_url(re.compile("area=320117001"))
    no_axe_violations(page)
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_text("村（社区）排名")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_phone_width(at_desk, no_axe_violations, locale):
    """At 390 px nothing scrolls sideways, every number is in sight and opens, the desks are in a menu."""
    page = at_desk(width=390, height=844, locale=locale)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    hidden = page.evaluate(
        "[...document.querySelectorAll('.table-responsive')].filter(e => e.scrollWidth > e.clientWidth)"
    )
    assert hidden == []
    no_axe_violations(page)
    page.locator(".ranking-card td[data-label] a").last.click()
    expect(page).to_have_url(re.compile(r"/premises/\?"))
    page.go_back()
    page.locator(".headline").nth(1).click()
    expect(page).to_have_url(re.compile("compliance=compliant"))
    page.go_back()
    page.locator("header .menu > summary").first.click()
    page.get_by_role("link", name=re.compile("用气场所|Premises")).first.click()
    expect(page).to_have_url(re.compile("/premises/$"))
