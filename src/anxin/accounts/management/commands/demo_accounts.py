"""Open and list the demo district's accounts, one per role, with their one known password."""

from base64 import b32encode
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django_otp.oath import totp

from anxin.accounts.services.demo_accounts import DemoAccount, open_demo_accounts
from anxin.kernel import Refusal

# Known to everybody who reads this; the service refuses to use it on a platform served to others.
PASSWORD = "anxin-yanshi-2026"  # noqa: S105


class Command(BaseCommand):
    """demo_accounts"""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Open what is missing, then print every account."""
        try:
            accounts = open_demo_accounts(
                folder=settings.DISTRICTS_DIR / settings.DISTRICT, password=PASSWORD, now=timezone.now()
            )
        except Refusal as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Demo accounts 演示账号 (generated data only; password of all: {PASSWORD})")
        with translation.override("zh-hans"):
            for account in accounts:
                self.stdout.write(_line(account))


def _line(account: DemoAccount) -> str:
    text = f"  {account.username:<10} {account.role.label}  {account.where}"
    if account.device is None:
        return text
    secret = b32encode(account.device.bin_key).decode()
    return f"{text}  second factor 动态口令: {secret} (now: {totp(account.device.bin_key):06d})"
