"""The first page: how far the standard is met, where, and what is late."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, signed_in
from anxin.console.context import first_desk
from anxin.console.overview.contexts import overview


@signed_in()
def home(request: StaffRequest) -> HttpResponse:
    """The overview of the actor's reach or of an area in it; others are led to the desk they have."""
    if not request.actor.may(Permission.STATISTICS_VIEW):
        return redirect(first_desk(request.actor))
    shown = overview(request.GET.get("area", ""), actor=request.actor, now=request.now)
    return render(request, "overview/home.html", {"overview": shown})
