"""What `script/server` does between the migrations and the first request, as the application's role.

    python -m anxin.config.prepare [--no-demo]

Static files when they changed, the district, the demo on the first run or the first administrator.
"""

import hashlib
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

ADMINISTRATOR = "script/anxin manage first_administrator"


def main() -> int:
    """Returns 0 when the platform may start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    import django

    django.setup()
    from django.core.management import CommandError

    try:
        _static_files()
        return _empty_platform() if "--no-demo" in sys.argv[1:] else _demo_platform()
    except CommandError as refused:
        print(f"\n{refused}", file=sys.stderr)
        return 1


def _demo_platform() -> int:
    """The demo is made on the first run; its accounts come last, so a run cut short is taken up again."""
    from django.conf import settings

    if not _has_accounts():
        _timed(f"district {settings.DISTRICT}", lambda: _call("load_district", settings.DISTRICT, demo=True))
        title = "demo data, generated (the first run only)"
        _timed(title, lambda: _call("demo", stdout=Progress(title)))
    elif not _is_demo():
        print("\nThis platform was begun without the demo. Type: script/server --no-demo", file=sys.stderr)
        return 1
    print(flush=True)
    _call("demo_accounts", stdout=sys.stdout)
    return 0


def _empty_platform() -> int:
    """No demo: official areas and offices, and somebody who may open accounts for the others."""
    from django.conf import settings

    _timed(f"district {settings.DISTRICT}", lambda: _call("load_district", settings.DISTRICT))
    if _has_accounts():
        return 0
    told = any(name.startswith("ANXIN_ADMIN_") for name in os.environ)
    if not (sys.stdin.isatty() or told):
        print(f"  ! Nobody has an account yet. In another terminal, type: {ADMINISTRATOR}", flush=True)
        return 0
    print(f"\nNobody has an account yet. The first administrator (later: {ADMINISTRATOR}):", flush=True)
    _call("first_administrator", stdout=sys.stdout)
    return 0


def _has_accounts() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.filter(is_active=True).exists()


def _is_demo() -> bool:
    from django.apps import apps

    return apps.get_model("accounts", "Organisation")._default_manager.filter(is_demo=True).exists()


def _call(command: str, *arguments: str, stdout: TextIO | None = None, **options: object) -> None:
    """Run a management command; its report is not for the screen unless a stream is given."""
    from django.core.management import call_command

    with Path(os.devnull).open("w") as nowhere:
        call_command(command, *arguments, stdout=stdout or nowhere, **options)


class Progress(io.StringIO):
    """A command's lines shown one over the other behind a title, where there is a terminal."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def write(self, text: str) -> int:
        """Show a line in the place of the one before."""
        if sys.stdout.isatty() and text.strip():
            print(f"\r\033[K  {self.title} … {text.strip()}", end="", flush=True)
        return len(text)


def _timed(title: str, work: Callable[[], None]) -> None:
    print(f"  {title} …", end="", flush=True)
    began = time.monotonic()
    work()
    clear = f"\r\033[K  {title} …" if sys.stdout.isatty() else ""
    print(f"{clear} {time.monotonic() - began:.1f} s", flush=True)


# ── static files ─────────────────────────────────────────────────────────────


def _static_files() -> None:
    """Collect and compress, unless nothing changed since the last time."""
    from django.conf import settings

    stamp = settings.VAR / "static.stamp"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.is_dir():
        return
    stamp.unlink(missing_ok=True)
    _timed("static files", lambda: _call("collectstatic", interactive=False, clear=True))
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for path, storage_path in _found():
        facts = Path(path).stat()
        seen.update(f"{storage_path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _found() -> Iterator[tuple[str, str]]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            yield storage.path(name), name


if __name__ == "__main__":
    sys.exit(main())
