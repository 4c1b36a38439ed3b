"""Print the head of the chain, and write it to the anchors; or print the head of a sealed day."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anxin.ledger.queries import head
from anxin.ledger.services import write_anchor


class Command(BaseCommand):
    """ledger_head [--day 2026-11-23] [--anchors FILE]"""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A day, or where to write the head of now."""
        parser.add_argument("--day", type=date.fromisoformat)
        parser.add_argument("--anchors", type=Path, default=settings.LEDGER_ANCHORS)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Find, write, print."""
        day = options["day"]
        found = head(day) if day else write_anchor(path=options["anchors"], now=timezone.now())
        if found is None:
            raise CommandError(f"no sealed head of {day}" if day else "the chain is empty")
        self.stdout.write(f"{found.day} {found.sequence} {found.hash}")
