"""Adding and correcting files, and making a plan.

The forms check shape only. What the registry refuses comes back as an alert above the form, which
stays as it was typed (or as a page of its own where there is no script).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.premises import forms
from anxin.console.premises.views import file_context
from anxin.registry import services
from anxin.registry.contracts import PremisesFile
from anxin.registry.queries.file import premises_file
from anxin.registry.terms import PREMISES_FIELDS

ALL = frozenset(PREMISES_FIELDS)


# Whoever only visits corrects what is seen there; files are opened by those who keep the ledger.
@requires(Permission.PREMISES_IMPORT)
def add(request: StaffRequest) -> HttpResponse:
    """A new file."""
    hidden = forms.hidden_anywhere(request.actor)
    form = forms.PremisesForm(request.POST or None, actor=request.actor, hidden=hidden)
    pieces = forms.pieces([], request.POST or None)
    if request.method == "POST" and _all_valid(form, pieces):
        written = services.add_premises(
            area_code=form.cleaned_data["area_code"],
            values=form.values() | {"kind": form.cleaned_data["kind"]},
            equipment=forms.drafts(pieces, {}),
            actor=request.actor,
            now=request.now,
        )
        return _done(
            request, written.number, _("File %(number)s opened and judged.") % {"number": written.number}
        )
    return _form_page(request, form, pieces, title=_("Add premises"), number="")


@requires(Permission.PREMISES_EDIT)
def edit(request: StaffRequest, number: str) -> HttpResponse:
    """A correction of the version that was read."""
    found = premises_file(number, actor=request.actor, now=request.now)
    known = forms.known_pieces(found)
    form = forms.PremisesForm(
        request.POST or None, actor=request.actor, hidden=ALL - found.editable, initial=forms.initial(found)
    )
    pieces = forms.pieces(known, request.POST or None)
    if request.method == "POST" and _all_valid(form, pieces):
        written = services.revise_premises(
            number=number,
            expected_version=form.cleaned_data["version"] or 0,
            values=form.values(),
            equipment=forms.drafts(pieces, forms.piece_ids(found)),
            area_code=form.cleaned_data["area_code"],
            actor=request.actor,
            now=request.now,
        )
        said = _("Saved and judged anew.") if written.changed else _("Nothing was changed.")
        return _done(request, number, said)
    return _form_page(request, form, pieces, title=_("Edit %(name)s") % {"name": found.name}, number=number)


@requires(Permission.PREMISES_EDIT)
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """A plan for one premises."""
    found: PremisesFile = premises_file(number, actor=request.actor, now=request.now)
    form = forms.PlanForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "premises/file.html", file_context(found, request, form))
    services.add_plan(number=number, **form.cleaned_data, actor=request.actor, now=request.now)
    messages.success(request, _("Plan saved."))
    return redirect("premises:file", number)


@require_POST
@requires(Permission.PREMISES_EDIT)
def closing(request: StaffRequest, number: str, plan_id: UUID) -> HttpResponse:
    """A plan is carried out."""
    services.close_plan(number=number, plan_id=plan_id, actor=request.actor, now=request.now)
    messages.success(request, _("Plan closed."))
    return redirect("premises:file", number)


def _all_valid(form: forms.PremisesForm, pieces: list[forms.PieceForm]) -> bool:
    return all([form.is_valid(), *(piece.is_valid() for piece in pieces)])


def _done(request: StaffRequest, number: str, said: str) -> HttpResponse:
    messages.success(request, said)
    url = reverse("premises:file", args=[number])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _form_page(
    request: StaffRequest, form: forms.PremisesForm, pieces: list[forms.PieceForm], *, title: str, number: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "pieces": pieces,
        "title": title,
        "number": number,
        "cancel_url": reverse("premises:file", args=[number]) if number else reverse("premises:list"),
    }
    if not request.htmx:
        return render(request, "premises/edit.html", context)
    return reswap(retarget(render(request, "premises/_edit_form.html", context), "#edit-form"), "outerHTML")
