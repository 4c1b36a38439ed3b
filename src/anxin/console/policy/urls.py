"""Addresses of the policy desk."""

from django.urls import path

from anxin.console.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:pack>/", views.overview, name="pack"),
    path("<slug:pack>/text/", views.text, name="text"),
    path("<slug:pack>/clauses/<str:clause>/", views.clause, name="clause"),
    path("<slug:pack>/standard/", views.standard, name="standard"),
    path("<slug:pack>/requirements/", views.requirements, name="requirements"),
    path("<slug:pack>/requirements/<str:requirement>/", views.requirement, name="requirement"),
    path("<slug:pack>/readings/", views.readings, name="readings"),
    path("<slug:pack>/readings/<str:reading>/", views.reading, name="reading"),
    path("<slug:pack>/objectives/", views.objectives, name="objectives"),
    path("<slug:pack>/departments/", views.departments, name="departments"),
    path("<slug:pack>/departments/<slug:department>/", views.department, name="department"),
    path("<slug:pack>/situations/", views.situations, name="situations"),
    path("<slug:pack>/classes/", views.classes, name="classes"),
    path("<slug:pack>/search/", views.search, name="search"),
]
