"""The door in a real browser: by keyboard, on a phone, with a second factor, and when it is locked."""

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import OTHER_PASSWORD, PASSWORD

SIGN_IN = "/accounts/sign-in/"


@pytest.fixture
def people(transactional_db: None) -> None:
    """A clerk and a security administrator who has set nothing up yet."""
    now = timezone.now()
    cast.set_the_scene()
    cast.holder(
        "clerk", Role.TOWN_CLERK, area=cast.TOWN, name="受理员甲", organisation_id=cast.OFFICE, now=now
    )
    cast.holder("keeper", Role.SECURITY_ADMINISTRATOR, name="安管员", now=now)


def knock(page: Page, username: str, password: str) -> None:
    """By keyboard alone: the first field has the focus."""
    page.goto(SIGN_IN)
    # On a busy machine keys pressed before that would be lost.
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    send(page)


def send(page: Page) -> None:
    """Enter, and wait for the answer."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def code_of(username: str) -> str:
    """What the authenticator shows now."""
    device = TOTPDevice.objects.get(user__username=username)
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_door_is_accessible(people, new_page, no_axe_violations, width, locale):
    """Sign-in, a wrong password, one's own page: no finding, no sideways scrolling."""
    page = new_page(width=width, height=844, locale=locale)
    page.goto(SIGN_IN)
    no_axe_violations(page)
    knock(page, "clerk", "wrong-wrong-wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label("密码" if locale == "zh-CN" else "Password").fill(PASSWORD)
    send(page)
    page.goto("/accounts/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("受理员甲")
    no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_five_wrong_passwords_show_the_locked_page(people, page, no_axe_violations):
    """In words, and the right password does not help."""
    for _attempt in range(5):
        knock(page, "clerk", "wrong-wrong-wrong")
    expect(page.get_by_role("heading", level=1)).to_have_text("尝试次数过多")
    no_axe_violations(page)
    knock(page, "clerk", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("尝试次数过多")


def test_an_administrator_sets_up_the_second_factor(people, new_page, no_axe_violations):
    """On a phone: scan, type the code, keep the recovery codes, and the desk is open."""
    page = new_page(width=390, height=844)
    knock(page, "keeper", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("设置二次验证")
    expect(page.locator(".qr img")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label("验证码").fill(code_of("keeper"))
    send(page)
    expect(page.locator(".recovery li")).to_have_count(10)
    no_axe_violations(page)
    page.get_by_role("link", name="我已妥善保管").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("账号")
    page.get_by_role("banner").locator(".person summary").click()
    page.get_by_role("banner").get_by_role("button", name="退出").click()
    knock(page, "keeper", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("二次验证")
    no_axe_violations(page)


def test_a_temporary_password_is_changed_first(people, page, no_axe_violations):
    """The page says why, names the faults beside the fields, and goes on when they are mended."""
    User.objects.filter(username="clerk").update(must_change_password=True)
    knock(page, "clerk", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("woaini1314520")
    page.get_by_label("再次输入新密码").fill("woaini1314520")
    send(page)
    expect(page.locator("#id_password_error")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill(OTHER_PASSWORD)
    page.get_by_label("再次输入新密码").fill(OTHER_PASSWORD)
    send(page)
    assert User.objects.get(username="clerk").check_password(OTHER_PASSWORD)
