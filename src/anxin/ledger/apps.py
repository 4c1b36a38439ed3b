"""The room's name for Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only acts."""

    name = "anxin.ledger"
