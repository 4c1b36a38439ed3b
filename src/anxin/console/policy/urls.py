"""Addresses of the policy desk."""

from django.urls import URLPattern

app_name = "policy"
urlpatterns: list[URLPattern] = []
