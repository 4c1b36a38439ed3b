"""The living catalogue of the pieces."""

from django.urls import URLPattern, path

from anxin.console.ui import catalogue

app_name = "ui"
urlpatterns: list[URLPattern] = [path("", catalogue.catalogue, name="catalogue")]
