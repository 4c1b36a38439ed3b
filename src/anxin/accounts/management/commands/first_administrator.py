"""Make the first security administrator, who makes everybody else. Refused once there is one."""

import getpass
import os
import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anxin.accounts.models import RoleGrant
from anxin.accounts.services import first_administrator
from anxin.accounts.terms import Role
from anxin.kernel import Refusal
from anxin.kernel.clock import local_day


class Command(BaseCommand):
    """first_administrator [--if-none]; asks, or reads ANXIN_ADMIN_USERNAME, _NAME and _PASSWORD."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For scripts: do nothing quietly when there is one already."""
        parser.add_argument("--if-none", action="store_true", help="end quietly when there is one already")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Ask for what is not in the environment, make the account, grant the role."""
        if options["if_none"] and RoleGrant.objects.filter(role=Role.SECURITY_ADMINISTRATOR).exists():
            return
        now = timezone.now()
        try:
            facts = first_administrator(
                username=_ask("ANXIN_ADMIN_USERNAME", "log-in name / 登录名: "),
                name=_ask("ANXIN_ADMIN_NAME", "name / 姓名: "),
                password=_ask("ANXIN_ADMIN_PASSWORD", "password / 密码 (≥ 12): ", secret=True),
                ends_on=local_day(now) + timedelta(days=settings.GRANT_LONGEST_DAYS),
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{facts.username}: security administrator until {facts.grants[0].ends_on}")


def _ask(variable: str, question: str, *, secret: bool = False) -> str:
    given = os.environ.get(variable)
    if given:
        return given
    if not sys.stdin.isatty():
        raise CommandError(f"{variable} is not set and there is nobody to ask; set it and start again")
    return (getpass.getpass(question) if secret else input(question)).strip()
