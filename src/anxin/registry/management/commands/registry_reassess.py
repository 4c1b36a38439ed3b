"""Judge files anew: after a new pack, or on a new day."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anxin.accounts.contracts import Grant, house
from anxin.accounts.terms import Role
from anxin.registry.services import reassess


class Command(BaseCommand):
    """registry_reassess [--area CODE]"""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where."""
        parser.add_argument(
            "--area", default=settings.DISTRICT, help="code of a district, town, village or grid"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Judge and report."""
        area = options["area"]
        if not area.startswith(settings.DISTRICT):
            raise CommandError(
                f"{area} does not lie in {settings.DISTRICT}, the district of this installation"
            )
        done = reassess(
            actor=house("reassess", Grant(Role.DISTRICT_REGULATOR, settings.DISTRICT)),
            now=timezone.now(),
            area_code=area,
        )
        self.stdout.write(f"{done.judged} files judged, the outcome of {done.changed} is another than before")
