"""Addresses of the imports desk."""

from django.urls import path

from anxin.console.imports import downloads, views

app_name = "imports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.upload, name="upload"),
    path("template/<str:kind>/", downloads.template, name="template"),
    path("<uuid:batch_id>/", views.batch, name="batch"),
    path("<uuid:batch_id>/progress/", views.progress, name="progress"),
    path("<uuid:batch_id>/mapping/", views.mapping, name="mapping"),
    path("<uuid:batch_id>/faults/", views.faults, name="faults"),
    path("<uuid:batch_id>/faults.xlsx", downloads.faults, name="faults_file"),
    path("<uuid:batch_id>/rows/<str:outcome>/", views.rows, name="rows"),
    path("<uuid:batch_id>/rows/<int:row_id>/decision/", views.row_decision, name="row_decision"),
    path("<uuid:batch_id>/decision/", views.decision, name="decision"),
    path("<uuid:batch_id>/resume/", views.resume, name="resume"),
    path("<uuid:batch_id>/discard/", views.discard, name="discard"),
]
