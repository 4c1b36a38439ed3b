"""Walk the whole chain of acts; exit 1 and the places where it is broken, 0 when it is sound."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from anxin.ledger.queries import verify


class Command(BaseCommand):
    """ledger_verify [--anchors FILE]"""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which anchors to hold the chain against."""
        parser.add_argument("--anchors", type=Path, default=settings.LEDGER_ANCHORS)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Verify and report."""
        began = time.monotonic()
        found = verify(options["anchors"])
        seconds = max(time.monotonic() - began, 0.001)
        self.stdout.write(
            f"{found.count} acts, {found.heads} daily heads, {found.anchors} anchors, "
            f"{found.count / seconds:.0f} acts/s"
        )
        if not found.anchors:
            self.stdout.write("no anchors: a cut tail would not be seen; write one by: ledger head")
        for fault in found.faults:
            self.stderr.write(f"broken at act {fault.sequence} ({fault.code}): {fault.words}")
        if not found.sound:
            sys.exit(1)
        self.stdout.write("sound")
