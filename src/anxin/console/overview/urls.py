"""Addresses of the overview desk."""

from django.urls import URLPattern, path

from anxin.console.overview import views

app_name = "overview"
urlpatterns: list[URLPattern] = [path("", views.home, name="home")]
