"""The room's name for Django, and its pen for the room below."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only acts."""

    name = "anxin.ledger"

    def ready(self) -> None:
        """Hand the pen to the accounts, which may not import this room."""
        from anxin.accounts import journal
        from anxin.ledger import services

        journal.hand_over(services.write_for_accounts)
