"""Addresses of the areas desk: the tree, and the organisations."""

from django.urls import path

from anxin.console.areas import organisations, views

app_name = "areas"
urlpatterns = [
    path("", views.tree, name="list"),
    path("organisations/", organisations.list_organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path("organisations/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<uuid:organisation_id>/revision/", organisations.revision, name="organisation_revision"
    ),
    path("organisations/<uuid:organisation_id>/closure/", organisations.closure, name="organisation_closure"),
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/grids/", views.grids, name="grids"),
    path("<str:code>/name/", views.name, name="name"),
    path("<str:code>/closure/", views.closure, name="closure"),
]
