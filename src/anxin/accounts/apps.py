"""The room's name for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Areas, organisations, people, roles."""

    name = "anxin.accounts"
