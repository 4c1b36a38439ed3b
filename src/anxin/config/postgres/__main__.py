"""The command line: python -m anxin.config.postgres start | stop | status | url [--owner]."""

import argparse
import sys
import time

from anxin.config import postgres
from anxin.config.postgres.place import DATABASE, LaunchError, cluster, url
from anxin.config.postgres.server import is_running
from anxin.config.postgres.service import kept, start, stop


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m anxin.config.postgres", description=(postgres.__doc__ or "").split("\n")[0]
    )
    parser.add_argument("command", choices=("start", "stop", "status", "url"))
    parser.add_argument("--owner", action="store_true", help="url of the role that owns the tables")
    parser.add_argument("--database", default=DATABASE, help="database named in the url")
    given = parser.parse_args(arguments)
    try:
        return _command(given)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1


def _command(given: argparse.Namespace) -> int:
    if given.command == "url":
        print(url(owner=given.owner, database=given.database))
        return 0
    if given.command == "start":
        began = time.monotonic()
        place = start()
        kept(place).touch()
        print(f"PostgreSQL is up ({time.monotonic() - began:.1f} s), data in {place.home}")
        return 0
    if given.command == "stop":
        kept(cluster()).unlink(missing_ok=True)
        print("stopped" if stop() else "was not running")
        return 0
    running = is_running(cluster())
    print("running" if running else "stopped")
    return 0 if running else 3  # 3 is what service scripts use for "not running"


if __name__ == "__main__":
    sys.exit(main())
