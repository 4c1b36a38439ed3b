"""Fill the district with generated premises. Repeating it adds only what is missing."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anxin.accounts.contracts import Grant, house
from anxin.accounts.terms import Role
from anxin.kernel import Refusal
from anxin.registry.services.demo import fill_demo


class Command(BaseCommand):
    """demo [--share 0.1]"""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much of the usual size."""
        parser.add_argument("--share", type=float, default=1.0, help="of the usual number of premises")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Village by village, with a line now and then."""
        began, files, villages = monotonic(), 0, 0
        district = settings.DISTRICT
        actor = house("demo", Grant(Role.TOWN_ADMINISTRATOR, district))
        try:
            for done in fill_demo(
                district_code=district, actor=actor, now=timezone.now(), share=options["share"]
            ):
                files, villages = files + done.files, villages + done.is_new
                if done.is_new and villages % 20 == 0:
                    self.stdout.write(f"{files} premises, {monotonic() - began:.0f} s")
        except Refusal as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(
            f"{files} generated premises in {villages} villages, {monotonic() - began:.1f} s"
            if villages
            else "nothing to do: every village has its generated premises"
        )
