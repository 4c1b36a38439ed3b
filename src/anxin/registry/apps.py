"""The room's name for Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """One premises, one file."""

    name = "anxin.registry"
