"""Load a district folder: areas, boundaries, organisations. Repeating it changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anxin.accounts.contracts import house
from anxin.accounts.districts import DistrictInvalid, read_district
from anxin.accounts.services import load_district


class Command(BaseCommand):
    """load_district CODE [--demo] [--folder PATH]"""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The district's code, and whether to bring the invented companies and grids as well."""
        parser.add_argument("code", nargs="?", default=settings.DISTRICT)
        parser.add_argument("--demo", action="store_true", help="also invented companies and stand-in grids")
        parser.add_argument("--folder", type=Path, help="default: districts/CODE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Read, load, report."""
        folder = options["folder"] or settings.DISTRICTS_DIR / options["code"]
        try:
            district = read_district(folder)
        except DistrictInvalid as fault:
            raise CommandError(str(fault)) from None
        report = load_district(
            district=district, demo=options["demo"], actor=house("load_district"), now=timezone.now()
        )
        self.stdout.write(
            f"{district.name}: areas {report.areas_made} made, {report.areas_changed} changed; "
            f"organisations {report.organisations_made} made, {report.organisations_changed} changed"
        )
