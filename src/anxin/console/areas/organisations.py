"""Organisations: offices as the district's folder has them, companies as the regulator keeps them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.accounts import queries, services
from anxin.accounts.contracts import OrganisationFile
from anxin.accounts.terms import COMPANY_KINDS, OrganisationKind, Permission
from anxin.console.access import StaffRequest, requires, signed_in
from anxin.console.acts.words import lines
from anxin.console.areas.forms import OrganisationForm, ReasonForm
from anxin.console.shapes import or_refuse
from anxin.ledger.queries import history

manages = requires(Permission.ORGANISATIONS_MANAGE)


@signed_in()
def list_organisations(request: StaffRequest) -> HttpResponse:
    """All organisations, filtered by the address."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in OrganisationKind.values else ""
    words, closed = request.GET.get("q", "").strip(), "closed" in request.GET
    context = {
        "files": queries.organisation_files(kind=kind, words=words, closed=closed),
        "chosen": {"kind": kind, "words": words, "closed": closed},
        "kinds": OrganisationKind.choices,
        "may_add": request.actor.may(Permission.ORGANISATIONS_MANAGE),
    }
    template = "areas/_organisations.html" if request.htmx else "areas/organisations.html"
    return render(request, template, context)


@manages
def new_organisation(request: StaffRequest) -> HttpResponse:
    """Add a company."""
    form = OrganisationForm(request.POST or None, actor=request.actor)
    if not form.is_valid():
        return render(request, "areas/new_organisation.html", {"form": form})
    made = services.add_organisation(draft=form.draft(), actor=request.actor, now=request.now)
    messages.success(request, _("%(name)s is added.") % {"name": made.name})
    return redirect("areas:organisation", made.id)


@signed_in()
def organisation(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation."""
    file = queries.organisation_file(organisation_id)
    may = _may_change(file, request)
    context = {
        "file": file,
        "form": OrganisationForm(actor=request.actor, kind=file.kind, initial=_initial(file))
        if may
        else None,
        "acts": lines(history("accounts.organisation", str(file.id), size=20)) if may else [],
    }
    return render(request, "areas/organisation.html", context)


@require_POST
@manages
def revision(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """Correct a company."""
    kind = queries.organisation_file(organisation_id).kind
    form = OrganisationForm(request.POST, actor=request.actor, kind=kind)
    or_refuse(form)
    services.revise_organisation(
        organisation_id=organisation_id, draft=form.draft(), actor=request.actor, now=request.now
    )
    messages.success(request, _("The organisation is corrected."))
    return redirect("areas:organisation", organisation_id)


@require_POST
@manages
def closure(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """Close a company."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.close_organisation(
        organisation_id=organisation_id, reason=reason, actor=request.actor, now=request.now
    )
    messages.success(request, _("The organisation is closed."))
    return redirect("areas:organisation", organisation_id)


def _may_change(file: OrganisationFile, request: StaffRequest) -> bool:
    """Companies that are open and within reach."""
    open_company = file.closed_on is None and file.kind in COMPANY_KINDS
    return open_company and queries.may_change_organisation(file, actor=request.actor)


def _initial(file: OrganisationFile) -> dict[str, object]:
    return {
        "name": file.name,
        "short_name": file.short_name,
        "credit_code": file.credit_code,
        "area": file.area_code,
        "gas_kinds": list(file.gas_kinds),
    }
