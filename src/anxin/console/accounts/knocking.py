"""Knocking at the door: the password held against the account, and what is recorded when it stays shut."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anxin.accounts import services


def knock(request: HttpRequest, username: str, password: str) -> AbstractBaseUser | None:
    """The person whose name and password these are; None when they are not, or the door is locked.

    A locked door stays shut for the right password too, and turns the answer into the locked page.
    Knocking at it again leaves no further act, so that nobody can flood the ledger.
    """
    was_open = AxesProxyHandler.is_allowed(request, {"username": username})
    user = authenticate(request, username=username, password=password)
    if user is None and was_open:
        services.record_refusal(
            username=username,
            address=request.META["REMOTE_ADDR"],
            locked=getattr(request, "axes_locked_out", False),
            request_id=getattr(request, "request_id", ""),
            now=timezone.now(),
        )
    return user


def locked_page(request: HttpRequest, *_given: Any, **_more: Any) -> HttpResponse:
    """What stands on the locked door; axes asks for it."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
