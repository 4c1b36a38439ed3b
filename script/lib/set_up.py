"""Everything a fresh checkout needs before Anxin's own code can run, in plain standard library.

    python3 script/lib/set_up.py [--browser] [--no-frontend]

Each step looks first whether its inputs changed since it last succeeded; what it does it prints,
with the seconds it took; where it cannot go on it ends with the line to type next.
"""

import argparse
import fcntl
import sys

import browser
import frontend
import python_environment
import translations
from steps import VAR, CannotGoOn


def main() -> int:
    parser = argparse.ArgumentParser(prog="set_up", description=__doc__)
    parser.add_argument("--browser", action="store_true", help="also what browser tests need")
    parser.add_argument("--no-frontend", action="store_true", help="leave the pages' assets out")
    given = parser.parse_args()
    try:
        VAR.mkdir(exist_ok=True)
        with (VAR / "set-up.lock").open("a") as lock:  # a second terminal waits for the first
            fcntl.flock(lock, fcntl.LOCK_EX)
            _make_ready(assets=not given.no_frontend, chromium=given.browser)
    except CannotGoOn as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _make_ready(*, assets: bool, chromium: bool) -> None:
    python_environment.ready()
    translations.ready()
    if assets:
        frontend.ready()
    if chromium:
        browser.ready()


if __name__ == "__main__":
    sys.exit(main())
