"""The door: signing in and out, the second factor, the language."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice

from anxin.accounts import queries, services
from anxin.console.access import SECOND_FACTOR, StaffRequest, anyone, landing, signed_in
from anxin.console.accounts.forms import CodeForm, SignInForm
from anxin.console.accounts.knocking import knock
from anxin.console.accounts.outline import drawing

YEAR_SECONDS = 365 * 86400


@anyone
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a wrong name and a wrong password get the same answer."""
    if request.user.is_authenticated:
        return redirect(_next(request) or "/")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = knock(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if user is not None:
            return _let_in(request, user)
        form.add_error(None, _("Log-in name or password is not right."))
    context = {"form": form, "next": _next(request), "drawing": drawing()}
    return render(request, "accounts/sign_in.html", context)


def _let_in(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    """A new session, the act, the person's language, and on to where they wanted to go."""
    login(request, user)  # type: ignore[arg-type]
    now = timezone.now()
    request.session["began"] = request.session["seen"] = now.timestamp()
    request_id: str = getattr(request, "request_id", "")
    actor = queries.actor_for(user, now=now, second_factor=False, request_id=request_id)
    services.record_arrival(address=request.META["REMOTE_ADDR"], actor=actor, now=now)
    response = redirect(_next(request) or landing(actor))
    language = queries.language_of(user)
    if language:
        _remember(response, language)
    return response


@require_POST
@signed_in(gates=("accounts:second_factor", "accounts:password"))
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session."""
    services.record_departure(actor=request.actor, now=request.now)
    logout(request)
    return redirect("accounts:sign_in")


@signed_in(gates=(SECOND_FACTOR,))
@never_cache
@sensitive_post_parameters("code")
def second_factor(request: StaffRequest) -> HttpResponse:
    """Ask for the authenticator's code, or lead to setting one up."""
    if not queries.has_second_factor(request.user):
        return redirect("accounts:enrolment")
    if request.user.is_verified():  # type: ignore[attr-defined]
        return redirect(_next(request) or landing(request.actor))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = match_token(request.user, form.cleaned_data["code"])
        recovery = isinstance(device, StaticDevice)
        services.record_second_factor(
            passed=device is not None, recovery=recovery, actor=request.actor, now=request.now
        )
        if device is not None:
            otp_login(request, device)
            request.session.cycle_key()
            return redirect(_next(request) or "/")
        form.add_error("code", _("The code is not right, or was used before. Wait for the next one."))
    return render(request, "accounts/second_factor.html", {"form": form, "next": _next(request)})


@anyone
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; whoever is signed in keeps it for the next time."""
    response = redirect(_next(request) or "/")
    language = request.POST.get("language", "")
    if translation.check_for_language(language) and language in dict(settings.LANGUAGES):
        _remember(response, language)
        if request.user.is_authenticated:
            actor = getattr(request, "actor")  # noqa: B009 - set by the middleware
            services.choose_language(language=language, actor=actor)
    return response


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is ours."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # a bare word would be taken for the name of a view
    return address if ours and address.startswith("/") else ""


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
