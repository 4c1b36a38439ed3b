"""One's own pages: who am I, what may I see, my password, my second factor."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login

from anxin.accounts import queries, services
from anxin.accounts.contracts import Enrolment
from anxin.console.access import PASSWORD, StaffRequest, landing, signed_in
from anxin.console.accounts.forms import CodeForm, PasswordForm
from anxin.console.accounts.knocking import knock
from anxin.console.accounts.words import held
from anxin.console.acts.words import lines
from anxin.ledger.queries import own_acts


@signed_in()
def me(request: StaffRequest) -> HttpResponse:
    """Who I am, what each role lets me see and do and until when, and what I did lately."""
    account = queries.account(request.user.pk, actor=request.actor, now=request.now)
    in_force = [held(grant, request.actor) for grant in account.grants if grant.in_force]
    context = {
        "account": account,
        "grants": in_force,
        "acts": lines(own_acts(request.actor)),
        "enrolled": queries.has_second_factor(request.user),
    }
    return render(request, "accounts/me.html", context)


@signed_in(gates=(PASSWORD,))
@never_cache
@sensitive_post_parameters()
def password(request: StaffRequest) -> HttpResponse:
    """Change one's own password; a wrong present one counts towards the lock-out like any other."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["password"]
        if knock(request, request.user.get_username(), old) is None:
            form.add_error("old_password", _("The present password is not right."))
        else:
            services.change_password(old_password=old, new_password=new, actor=request.actor, now=request.now)
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
            messages.success(request, _("Your password is changed. Other devices are signed out."))
            return redirect(landing(request.actor))
    return render(request, "accounts/password.html", {"form": form, "due": bool(request.gate)})


@signed_in()
@never_cache
@sensitive_post_parameters("code")
def enrolment(request: StaffRequest) -> HttpResponse:
    """Set up an authenticator: scan, type its first code, keep the recovery codes."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device, codes = services.confirm_enrolment(
            code=form.cleaned_data["code"], actor=request.actor, now=request.now
        )
        otp_login(request, device)
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": True})
    begun = services.begin_enrolment(actor=request.actor)
    context = {"form": form, "enrolment": begun, "picture": _picture(begun)}
    return render(request, "accounts/enrolment.html", context)


@require_POST
@signed_in()
@never_cache
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    codes = services.renew_recovery_codes(actor=request.actor, now=request.now)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": False})


def _picture(enrolment: Enrolment) -> str:
    """The address as a QR code in a data address: nothing is fetched, nothing is kept."""
    picture: str = segno.make(enrolment.address, error="m").svg_data_uri(scale=5, border=2)
    return picture
