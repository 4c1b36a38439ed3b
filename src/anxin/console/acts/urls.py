"""Addresses of the acts desk."""

from django.urls import URLPattern

app_name = "acts"
urlpatterns: list[URLPattern] = []
