"""Addresses of the acts desk."""

from django.urls import path

from anxin.console.acts import exporting, views

app_name = "acts"
urlpatterns = [
    path("", views.list_acts, name="list"),
    path("export/", exporting.export, name="export"),
    path("verification/", views.verification, name="verification"),
    path("<int:sequence>/", views.act, name="act"),
]
