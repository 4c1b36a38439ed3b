"""Addresses of the premises desk."""

from django.urls import URLPattern

app_name = "premises"
urlpatterns: list[URLPattern] = []
