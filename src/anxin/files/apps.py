"""The room's name for Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "anxin.files"
