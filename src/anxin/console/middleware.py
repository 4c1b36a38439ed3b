"""Before and after every page: an identity for the request, the actor, and refusals in words."""

from collections.abc import Callable
from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anxin.accounts.models import User
from anxin.accounts.queries import actor_for
from anxin.kernel import Refusal

Respond = Callable[[HttpRequest], HttpResponse]


def request_identity(respond: Respond) -> Respond:
    """Give each request an id that its acts and its error page share."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex  # type: ignore[attr-defined]
        response = respond(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    return handle


def actor(respond: Respond) -> Respond:
    """Put the actor on the request; None for a stranger."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return respond(request)

    return handle


def _actor(request: HttpRequest) -> object:
    if not request.user.is_authenticated:
        return None
    user = cast(User, request.user)
    verified = bool(getattr(user, "is_verified", lambda: False)())
    return actor_for(user, now=request.now, second_factor=verified, request_id=request.request_id)  # type: ignore[attr-defined]


class refusals:  # noqa: N801 - named like its neighbours, a class only for process_exception
    """Turn a refusal into a page, or into an alert fragment for htmx."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refusals only: everything else is a bug and stays one."""
        if not isinstance(exception, Refusal):
            return None
        fragment = getattr(request, "htmx", False)
        template = "ui/refusal_fragment.html" if fragment else "ui/refusal_page.html"
        return render(request, template, {"refusal": exception}, status=exception.status)
