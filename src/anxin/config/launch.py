"""`script/server`: from a set-up checkout to a running platform, under one supervisor.

Database, migrations, district, demo (first run), static files; then web server and worker until
Ctrl-C. What is told on the screen is told once; the rest is in var/log.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from anxin.config import env, postgres
from anxin.config.supervisor import Part, supervise

PYTHON = sys.executable
OLDEST_POSTGRES = 150_000  # as server_version_num writes 15.0


class CannotStart(Exception):
    """The platform cannot start; the message says why and what to do."""


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        _must_be_free(given.host, given.port)
        with _database() as place:
            _prepare(demo=not given.no_demo)
            return supervise(
                _parts(given.host, given.port),
                is_ready=lambda: _is_healthy(given.host, given.port),
                say_ready=lambda: _say_ready(given.host, given.port),
                what_is_missing=lambda: _lost_database(place),
            )
    except (CannotStart, postgres.LaunchError) as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Set up what is missing and run the platform until Ctrl-C."
    )
    parser.add_argument("--no-demo", action="store_true", help="start empty, ask for the first administrator")
    parser.add_argument("--host", default=env.text("ANXIN_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=env.number("ANXIN_PORT", 8000))
    return parser


def _must_be_free(host: str, port: int) -> None:
    """Found out before minutes of preparation, not after."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} of {host} cannot be used ({error.strerror}). "
                f"Type: script/server --port {port + 1}"
            ) from error


# ── database ─────────────────────────────────────────────────────────────────


def _database() -> AbstractContextManager[postgres.Cluster | None]:
    external = os.environ.get("DATABASE_URL")
    if not external:
        return _embedded()
    _check_external(external)
    return nullcontext()


@contextmanager
def _embedded() -> Iterator[postgres.Cluster]:
    began = time.monotonic()
    with postgres.in_use() as place:
        _tell(f"PostgreSQL, data in {place.home}", began)
        yield place


def _lost_database(place: postgres.Cluster | None) -> str:
    if place is None or postgres.is_running(place):
        return ""
    return f"PostgreSQL ended. Its last words ({place.log}):\n{postgres.last_lines(place.log)}"


def _check_external(url: str) -> None:
    """Version and reach of the server we were given; the application's role gets its default grants."""
    import psycopg
    from psycopg import sql

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            role = sql.Identifier(connection.info.user)
        owner_url = os.environ.get("ANXIN_OWNER_DATABASE_URL")
        if version >= OLDEST_POSTGRES and owner_url:
            with psycopg.connect(owner_url, connect_timeout=10) as connection:
                for grant in postgres.GRANTS:
                    connection.execute(
                        sql.SQL("ALTER DEFAULT PRIVILEGES GRANT {} TO {}").format(sql.SQL(grant), role)
                    )
    except psycopg.Error as error:
        raise CannotStart(
            f"The database cannot be used: {str(error).strip()}\nCheck DATABASE_URL."
        ) from error
    if version < OLDEST_POSTGRES:
        raise CannotStart(f"PostgreSQL 15 or newer is needed; DATABASE_URL answers {version // 10_000}.")
    if not owner_url:
        print("  ! ANXIN_OWNER_DATABASE_URL is not set: the application owns its tables (docs/operating).")


# ── preparation ──────────────────────────────────────────────────────────────


def _prepare(*, demo: bool) -> None:
    _step("migrations", "anxin", "manage", "migrate", "--no-input", "--verbosity", "0")
    asked = ["anxin.config.prepare", *([] if demo else ["--no-demo"])]
    if subprocess.run([PYTHON, "-m", *asked], check=False).returncode:  # noqa: S603
        raise CannotStart("The preparation failed; the lines above say why.")


def _step(title: str, *module: str) -> None:
    began = time.monotonic()
    ended = subprocess.run(  # noqa: S603
        [PYTHON, "-m", *module], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise CannotStart(f"{ended.stdout}{ended.stderr}\nThe step {title!r} failed.")
    _tell(title, began)


def _tell(title: str, began: float) -> None:
    print(f"  {title} … {time.monotonic() - began:.1f} s", flush=True)


# ── the running platform ─────────────────────────────────────────────────────


def _parts(host: str, port: int) -> list[Part]:
    logs = postgres.var_directory() / "log"
    serve = ["uvicorn", "anxin.config.asgi:application", "--host", host, "--port", str(port)]
    quiet = ["--lifespan", "off", "--timeout-graceful-shutdown", "5", "--no-server-header"]
    # Only behind a proxy of ours may somebody else say from which address a person comes.
    believed = "--proxy-headers" if env.flag("ANXIN_HTTPS", False) else "--no-proxy-headers"
    work = ["django", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
    settings = {"DJANGO_SETTINGS_MODULE": "anxin.config.settings"}
    return [
        Part("web", [PYTHON, "-m", *serve, *quiet, believed], logs / "web.log"),
        Part("worker", [PYTHON, "-m", *work], logs / "worker.log", settings),
    ]


def _is_healthy(host: str, port: int) -> bool:
    """Asked as a browser behind the expected name and proxy would, so that no setting refuses us."""
    name = env.words("ANXIN_ALLOWED_HOSTS", "localhost")[0].lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(  # noqa: S310 (our own address)
        f"{_address(host, port)}health/", headers={"Host": name, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return bool(json.load(answer)["status"] == "ok")
    except (OSError, ValueError, urllib.error.HTTPError):
        return False


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _say_ready(host: str, port: int) -> None:
    print(f"\nReady: {_address(host, port)}   Ctrl-C stops everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
