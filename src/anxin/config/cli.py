"""The command line: one word for the room, one for the verb.

`anxin policy …` runs without Django. `anxin <room> <verb> …` runs the room's management command
`<room>_<verb>`; `anxin manage …` is Django's own command line. Exit codes pass through.
"""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from anxin.config import postgres

SOURCE = Path(__file__).resolve().parents[1]
HELP_WORDS = {"-h", "--help", "help"}
OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations"}
WITHOUT_DATABASE = HELP_WORDS | {"--version", "version", "collectstatic", "findstatic", "makemessages"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; 2 when there is no such command."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in HELP_WORDS:
        print(_help())
        return 0
    if words[0] == "policy":
        from anxin.policy.cli import main as policy

        return policy(words[1:])
    if words[0] == "manage":
        return _manage(words[1:])
    return _room_command(words)


def room_commands() -> dict[str, Path]:
    """Every `room verb` there is, by its words, with the file that answers; found without Django."""
    found = {}
    for file in sorted(SOURCE.glob("*/management/commands/[a-z]*.py")):
        room, _, verb = file.stem.partition("_")
        if room == file.parents[2].name and verb:
            found[f"{room} {verb.replace('_', '-')}"] = file
    return found


def _room_command(words: list[str]) -> int:
    known = room_commands()
    name = " ".join(words[:2]).replace("_", "-")
    if name not in known:
        print(f"anxin: there is no command {name!r}\n\n{_help()}", file=sys.stderr)
        return 2
    asks_for_help = bool(HELP_WORDS & set(words[2:3]))
    with _django(needs_database=not asks_for_help):
        from django.core.management import load_command_class

        file = known[name]
        command = load_command_class(f"anxin.{file.parents[2].name}", file.stem)
        command.run_from_argv(["anxin", name, *words[2:]])
    return 0


def _manage(words: list[str]) -> int:
    if OWNER_COMMANDS & set(words[:1]):
        os.environ.setdefault("ANXIN_DATABASE_ROLE", "owner")
    with _django(needs_database=bool(words) and words[0] not in WITHOUT_DATABASE):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["anxin manage", *words])
    return 0


def _django(*, needs_database: bool) -> AbstractContextManager[object]:
    """Django set up, the embedded database up for as long as the command runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    needs_ours = needs_database and not os.environ.get("DATABASE_URL")
    database = postgres.in_use() if needs_ours else nullcontext()
    import django

    django.setup()
    return database


def _help() -> str:
    rooms = "\n".join(f"  anxin {words:<22}{_first_line(file)}" for words, file in room_commands().items())
    return f"""\
usage: anxin COMMAND …

  anxin policy check         validate the policy packs; also: show, evaluate
{rooms}
  anxin manage …             Django's management commands (migrate, shell …)

Each answers --help. Settings come from the environment: see src/anxin/config/settings.py."""


def _first_line(file: Path) -> str:
    return file.read_text(encoding="utf-8").split('"""')[1].strip().split("\n")[0].rstrip(".")
