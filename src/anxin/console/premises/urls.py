"""Addresses of the premises desk."""

from django.urls import URLPattern, path

from anxin.console.premises import editing, exporting, views

app_name = "premises"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="list"),
    path("new/", editing.add, name="add"),
    path("export/", exporting.export, name="export"),
    path("<str:number>/", views.file, name="file"),
    path("<str:number>/edit/", editing.edit, name="edit"),
    path("<str:number>/plan/", editing.plan, name="plan"),
    path("<str:number>/plan/<uuid:plan_id>/closing/", editing.closing, name="closing"),
    path("<str:number>/reveal/<str:field>/", views.reveal, name="reveal"),
]
