"""The root of every address: one desk, one line."""

from django.urls import include, path

from anxin.console import health

urlpatterns = [
    path("health/", health.health, name="health"),
    path("", include("anxin.console.overview.urls")),
    path("accounts/", include("anxin.console.accounts.urls")),
    path("premises/", include("anxin.console.premises.urls")),
    path("imports/", include("anxin.console.imports.urls")),
    path("policy/", include("anxin.console.policy.urls")),
    path("areas/", include("anxin.console.areas.urls")),
    path("acts/", include("anxin.console.acts.urls")),
    path("ui/", include("anxin.console.ui.urls")),
]

handler400 = "anxin.console.errors.bad_request"
