"""The room's name for Django."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Staff pages."""

    name = "anxin.console"
