"""The security administrator's pages: accounts and their grants."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.accounts import queries, services
from anxin.accounts.queries import AccountFilter
from anxin.accounts.terms import Permission, Role
from anxin.console.access import StaffRequest, requires
from anxin.console.accounts.forms import AccountForm, GrantForm, ReasonForm
from anxin.console.accounts.words import reach
from anxin.console.acts.words import lines
from anxin.console.shapes import or_refuse
from anxin.kernel.clock import local_day
from anxin.ledger.queries import history

keeper = requires(Permission.ACCOUNTS_MANAGE)


@keeper
def list_accounts(request: StaffRequest) -> HttpResponse:
    """All accounts, filtered by the address, in order of log-in name."""
    chosen = _chosen(request)
    page = queries.accounts(
        chosen=chosen, actor=request.actor, now=request.now, after=request.GET.get("after", "")
    )
    more = request.GET.copy()
    more["after"] = page.after
    context = {
        "page": page,
        "chosen": chosen,
        "organisations": queries.organisations(),
        "roles": Role.choices,
        "next": f"?{more.urlencode()}" if page.after else "",
        "first": "?" if request.GET.get("after") else "",
        "alone": page.total == 1 and chosen == AccountFilter(),
    }
    template = "accounts/_results.html" if request.htmx else "accounts/list.html"
    return render(request, template, context)


def _chosen(request: StaffRequest) -> AccountFilter:
    asked = request.GET
    role, state = asked.get("role", ""), asked.get("state", "")
    return AccountFilter(
        words=asked.get("q", "").strip(),
        role=role if role in Role.values else "",
        organisation_id=_uuid(asked.get("organisation", "")),
        state=state if state in ("open", "closed", "no_role") else "",
    )


def _uuid(text: str) -> UUID | None:
    """An id out of an address, or None when it is not one."""
    plain = text.replace("-", "")
    return UUID(plain) if len(plain) == 32 and all(c in "0123456789abcdefABCDEF" for c in plain) else None


@keeper
@never_cache
def new_account(request: StaffRequest) -> HttpResponse:
    """Make an account; its temporary password is shown this once."""
    form = AccountForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/new.html", {"form": form})
    password = services.fresh_password()
    made = services.create_account(
        username=form.cleaned_data["username"],
        name=form.cleaned_data["name"],
        organisation_id=form.cleaned_data["organisation"],
        phone=form.cleaned_data["phone"],
        password=password,
        actor=request.actor,
        now=request.now,
    )
    return render(request, "accounts/handed_over.html", {"account": made, "password": password})


@keeper
def account(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """One account: who, which grants, what happened to it."""
    facts = queries.account(user_id, actor=request.actor, now=request.now)
    initial = {"name": facts.name, "organisation": facts.organisation_id, "phone": facts.phone}
    context = {
        "account": facts,
        "own": facts.id == request.actor.user_id,
        "grants": [(grant, reach(grant)) for grant in facts.grants],
        "grant_form": GrantForm(today=local_day(request.now)),
        "revision_form": AccountForm(with_username=False, initial=initial),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "acts": lines(history("accounts.account", str(facts.id), size=30)),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@keeper
def revision(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Correct name, organisation, telephone."""
    said = or_refuse(AccountForm(request.POST, with_username=False))
    services.revise_account(
        user_id=user_id,
        name=said["name"],
        organisation_id=said["organisation"],
        phone=said["phone"],
        actor=request.actor,
        now=request.now,
    )
    return _done(request, user_id, _("The account is corrected."))


@require_POST
@keeper
def grants(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Grant a role."""
    said = or_refuse(GrantForm(request.POST, today=local_day(request.now)))
    services.grant_role(
        user_id=user_id,
        role=Role(said["role"]),
        area_code=said["area"] or None,
        organisation_id=said["organisation"],
        ends_on=said["ends_on"],
        reason=said["reason"],
        actor=request.actor,
        now=request.now,
    )
    return _done(request, user_id, _("The role is granted."))


@require_POST
@keeper
def revocation(request: StaffRequest, user_id: UUID, grant_id: UUID) -> HttpResponse:
    """Revoke a grant."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.revoke_grant(grant_id=grant_id, reason=reason, actor=request.actor, now=request.now)
    return _done(request, user_id, _("The role is revoked."))


@require_POST
@keeper
def closure(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Close an account."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.deactivate_account(user_id=user_id, reason=reason, actor=request.actor, now=request.now)
    return _done(request, user_id, _("The account is closed; its sessions have ended."))


@require_POST
@keeper
def reopening(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.reactivate_account(user_id=user_id, reason=reason, actor=request.actor, now=request.now)
    return _done(request, user_id, _("The account is open again."))


@require_POST
@keeper
def unlocking(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Open a locked account before its time."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.unlock_account(user_id=user_id, reason=reason, actor=request.actor, now=request.now)
    return _done(request, user_id, _("The account is unlocked; the right password opens it again."))


@require_POST
@keeper
@never_cache
def password_reset(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Give a temporary password, shown this once."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    password = services.fresh_password()
    services.reset_password(
        user_id=user_id, password=password, reason=reason, actor=request.actor, now=request.now
    )
    facts = queries.account(user_id, actor=request.actor, now=request.now)
    return render(request, "accounts/handed_over.html", {"account": facts, "password": password})


@require_POST
@keeper
def second_factor_reset(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Take a lost second factor away."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.reset_second_factor(user_id=user_id, reason=reason, actor=request.actor, now=request.now)
    return _done(
        request, user_id, _("The second factor is taken away; a new one is set up at the next sign-in.")
    )


def _done(request: StaffRequest, user_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:account", user_id)
