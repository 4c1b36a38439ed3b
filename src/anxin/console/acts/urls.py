"""Addresses of the acts desk."""

from django.urls import path

from anxin.console.acts import views

app_name = "acts"
urlpatterns = [
    path("", views.list_acts, name="list"),
    path("verification/", views.verification, name="verification"),
    path("<int:sequence>/", views.act, name="act"),
]
