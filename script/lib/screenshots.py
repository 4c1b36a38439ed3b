"""Take the pictures of docs/screenshots/ from a running demo platform.

    .venv/bin/python script/lib/screenshots.py http://127.0.0.1:8000

The ledger that is imported comes from the generator of the tests; it is checked and not written.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright
from steps import ROOT

from anxin.registry.tests.ledgers import write_ledger

PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = "anxin-yanshi-2026"  # noqa: S105 - of the demo accounts, printed by script/server
DESKTOP, LAPTOP, PHONE = (1440, 900), (1280, 720), (390, 844)
POLICY = "/policy/lishui-2023"
LATE_SHOPS = "/premises/?area=320117001&kind=catering&gas=bottled&late=1"


def main(site: str) -> None:
    """Every picture, one reader after the other."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        with visitor(browser, site, size=LAPTOP) as page:
            page.goto("/")
            take(page, "signin-zh")
        with visitor(browser, site, "regulator") as page:
            of_the_district(page)
        with visitor(browser, site, "regulator", locale="en-GB") as page:
            page.goto("/")
            take(page, "overview-en")
            open_first_late_shop(page)
            take(page, "premises-en")
        with visitor(browser, site, "regulator", size=PHONE) as page:
            page.goto("/")
            take(page, "overview-phone-zh", height=1500)
        with visitor(browser, site, "clerk") as page, TemporaryDirectory() as folder:
            ledger = Path(folder) / "永阳街道用户台账.xlsx"
            write_ledger(ledger, seed=4, rows=60)
            of_an_import(page, ledger)


def of_the_district(page: Page) -> None:
    """What the bureau sees: overview, list, file, standard, objectives."""
    page.goto("/")
    take(page, "overview-zh", height=1100)
    page.goto(LATE_SHOPS)
    take(page, "premises-list-zh")
    open_first_late_shop(page)
    take(page, "premises-zh", height=860)
    page.goto(f"{POLICY}/standard/")
    take(page, "policy-standard-zh")
    page.goto(f"{POLICY}/objectives/#OBJ-06")
    take(page, "policy-objectives-zh")


def of_an_import(page: Page, ledger: Path) -> None:
    """From the workbook to the decision."""
    page.goto("/imports/new/")
    page.get_by_label("工作簿（.xlsx）").set_input_files(ledger)
    page.get_by_label("台账所属区域").select_option("320117001")
    page.get_by_role("button", name="上传并读取").click()
    check = page.get_by_role("button", name="按此对应检查全部行")
    expect(check).to_be_visible(timeout=60_000)
    take(page, "import-mapping-zh")
    check.click()
    expect(page.get_by_role("heading", name="写入后的结果")).to_be_visible(timeout=60_000)
    take(page, "import-decision-zh", height=520)
    lists = page.get_by_role("navigation", name="本次导入的清单")
    lists.get_by_role("link", name="问题").click()
    expect(page.get_by_role("region", name="问题")).to_be_visible()
    take(page, "import-faults-zh")


def open_first_late_shop(page: Page) -> None:
    """The file of the first bottled-gas restaurant that is late, as a page of its own."""
    page.goto(LATE_SHOPS)
    page.goto(page.locator("a[data-row]").first.get_attribute("href") or "")


@contextmanager
def visitor(
    browser: Browser, site: str, account: str = "", *, locale: str = "zh-CN", size: tuple[int, int] = DESKTOP
) -> Iterator[Page]:
    """A page of somebody signed in (nobody: at the door)."""
    width, height = size
    context = browser.new_context(
        base_url=site,
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    if account:
        page.goto("/accounts/sign-in/")
        page.locator("[name=username]").fill(account)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form button.btn-primary").click()
        page.wait_for_load_state("networkidle")
    yield page
    context.close()


def take(page: Page, name: str, height: int = 0) -> None:
    """One picture of the window, of another height where the page is."""
    shown = page.viewport_size or {"width": DESKTOP[0], "height": DESKTOP[1]}
    if height:
        page.set_viewport_size({"width": shown["width"], "height": height})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    page.set_viewport_size(shown)


if __name__ == "__main__":
    main(sys.argv[1])
