"""Before and after every page: an identity for the request, the actor, and refusals in words."""

from collections.abc import Callable
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.accounts.queries import actor_for, has_second_factor, password_is_due
from anxin.console.access import PASSWORD, SECOND_FACTOR, StaffRequest
from anxin.kernel import Invalid, NotPermitted, Refusal

Respond = Callable[[HttpRequest], HttpResponse]
# A session is written again only when its last sign of life is this old, not at every request.
SIGN_OF_LIFE_SECONDS = 60


def request_identity(respond: Respond) -> Respond:
    """Give each request an id that its acts and its error page share."""

    def handle(request: HttpRequest) -> HttpResponse:
        cast(StaffRequest, request).request_id = uuid4().hex
        response = respond(request)
        response["X-Request-Id"] = cast(StaffRequest, request).request_id
        return response

    return handle


def session_limits(respond: Respond) -> Respond:
    """Sign a person out who was idle too long, or signed in too long ago."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if _is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out because time ran out. Please sign in again."))
            elif now - request.session["seen"] > SIGN_OF_LIFE_SECONDS:
                request.session["seen"] = now
        return respond(request)

    return handle


def _is_over(request: HttpRequest, now: float) -> bool:
    began = request.session.setdefault("began", now)
    seen = request.session.setdefault("seen", now)
    idle: float = now - seen
    whole: float = now - began
    return bool(idle > settings.SESSION_IDLE_SECONDS or whole > settings.SESSION_ABSOLUTE_SECONDS)


def actor(respond: Respond) -> Respond:
    """Put the actor on the request, None for a stranger, and the gate to pass first."""

    def handle(request: HttpRequest) -> HttpResponse:
        staff = cast(StaffRequest, request)
        staff.now = timezone.now()
        staff.actor, staff.gate = None, ""  # type: ignore[assignment]
        if request.user.is_authenticated:
            _recognise(staff, request.user)
        response = respond(request)
        if staff.actor is not None and "Cache-Control" not in response:
            # nobody reads it with the back button after signing out, or out of a proxy
            response["Cache-Control"] = "private, no-store"
        return response

    return handle


def _recognise(request: StaffRequest, user: AbstractBaseUser) -> None:
    """Who acts, and whether a second factor or a new password is due before anything else."""
    verified = bool(getattr(user, "is_verified", lambda: False)())
    request.actor = actor_for(user, now=request.now, second_factor=verified, request_id=request.request_id)
    if not verified and has_second_factor(user):
        request.gate = SECOND_FACTOR
    elif password_is_due(user, now=request.now, second_factor=verified):
        request.gate = PASSWORD


class refusals:  # noqa: N801 - named like its neighbours, a class only for process_exception
    """Turn a refusal into a page, or into an alert fragment for htmx."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address with a zero byte, which no database keeps, before any view asks for it."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return _refusal(request, Invalid(_("The address holds a character that no text has.")))
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refusals only: everything else is a bug and stays one."""
        return _refusal(request, exception) if isinstance(exception, Refusal) else None


def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    fragment = getattr(request, "htmx", False)
    template = "ui/refusal_fragment.html" if fragment else "ui/refusal_page.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)


def form_not_trusted(request: HttpRequest, **_why: str) -> HttpResponse:
    """A form without its token: mostly one left open while the same person signed in anew elsewhere."""
    text = _("You signed in anew since this page was loaded. Load it again, then send it once more.")
    return _refusal(request, NotPermitted(text))
