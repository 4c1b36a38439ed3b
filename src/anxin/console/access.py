"""Who may open a page: every view says so with one of three decorators, or a test fails.

    @requires(Permission.PREMISES_VIEW)     any of the permissions named
    @signed_in()                            everybody with an account
    @anyone                                 strangers too

A stranger is led to the sign-in page, a person whose role waits for the second factor to that
page, everybody else gets a refusal in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import ROLES, Permission
from anxin.kernel import NotPermitted

P = ParamSpec("P")

SIGN_IN = "accounts:sign_in"
SECOND_FACTOR = "accounts:second_factor"
PASSWORD = "accounts:password"  # noqa: S105 - an address
HOME = "/"
# Where a working day begins for those whom the overview shows nothing.
BEGINNINGS = (
    (Permission.ACCOUNTS_MANAGE, "accounts:list"),
    (Permission.ACTS_VIEW, "acts:list"),
)


class StaffRequest(HttpRequest):
    """A request as the middleware hands it to a guarded view.

    Attributes:
        gate: the address that must be passed first (second factor, new password), or "".
    """

    user: AbstractBaseUser  # type: ignore[assignment]  # never anonymous here
    actor: Actor
    now: datetime
    request_id: str
    htmx: HtmxDetails
    gate: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view declares about itself, for the guard and for the test that walks all addresses."""

    strangers: bool = False
    permissions: frozenset[Permission] = frozenset()
    gates: frozenset[str] = frozenset()


Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Staffed = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def requires(*permissions: Permission) -> Callable[[Staffed[P]], Guarded[P]]:
    """Open the view to whoever holds one of the permissions; rows are the room's business."""
    if not permissions:
        raise TypeError("requires() without a permission opens nothing: name one, or use signed_in()")
    return _guard(Rule(permissions=frozenset(permissions)))


def signed_in(*, gates: tuple[str, ...] = ()) -> Callable[[Staffed[P]], Guarded[P]]:
    """Open the view to everybody with an account, also while one of the named gates is closed."""
    return _guard(Rule(gates=frozenset(gates)))


def anyone(view: Guarded[P]) -> Guarded[P]:
    """Open the view to strangers."""
    view.access = Rule(strangers=True)  # type: ignore[attr-defined]
    return view


def _guard(rule: Rule) -> Callable[[Staffed[P]], Guarded[P]]:
    def decorate(view: Staffed[P]) -> Guarded[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if getattr(request, "actor", None) is None:
                return _lead(request, SIGN_IN, remember=True)
            staff = cast(StaffRequest, request)
            if staff.gate and staff.gate not in rule.gates:
                return _lead(request, staff.gate, remember=True)
            return _refuse_or_lead(staff, rule) or view(staff, *args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refuse_or_lead(request: StaffRequest, rule: Rule) -> HttpResponseBase | None:
    if not rule.permissions or any(request.actor.may(permission) for permission in rule.permissions):
        return None
    if any(rule.permissions & ROLES[role].permissions for role in request.actor.closed_roles):
        return _lead(request, SECOND_FACTOR, remember=True)
    if request.path == HOME:
        return redirect(landing(request.actor))
    raise NotPermitted(
        _("Your role does not include this page. The security administrator of your office grants roles.")
    )


def landing(actor: Actor) -> str:
    """The page where this person begins: the first desk that their roles open, or their own page."""
    if not actor.grants and actor.closed_roles:
        return reverse(SECOND_FACTOR)
    if actor.may(Permission.STATISTICS_VIEW):
        return HOME
    for permission, address in BEGINNINGS:
        if actor.may(permission):
            return reverse(address)
    return reverse("accounts:me")


def _lead(request: HttpRequest, name: str, *, remember: bool) -> HttpResponse:
    """Send the browser elsewhere, the whole page also when only a fragment was asked for."""
    url = reverse(name)
    came_for = _whole_page(request)
    if remember and came_for not in ("", HOME):
        url = f"{url}?{urlencode({'next': came_for})}"
    htmx = getattr(request, "htmx", None)
    return HttpResponseClientRedirect(url) if htmx else redirect(url)


def _whole_page(request: HttpRequest) -> str:
    """The page a person would want to come back to; nothing after a posted form."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return htmx.current_url_abs_path or ""
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""
