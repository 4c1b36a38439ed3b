"""Pages of the premises desk: ask the registry, show the answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.context import imports_url
from anxin.console.premises import asked, choices, labels, telling
from anxin.console.premises.forms import PlanForm, RevealForm
from anxin.console.premises.place import place_map
from anxin.console.ui.words import in_language
from anxin.kernel.clock import local_day
from anxin.registry import services
from anxin.registry.contracts import PremisesFile
from anxin.registry.queries.file import changes, premises_file
from anxin.registry.queries.listing import premises_page
from anxin.registry.terms import PremisesState, UserKind


@requires(Permission.PREMISES_VIEW)
def listing(request: StaffRequest) -> HttpResponse:
    """The list; htmx gets its results only, and the address that stands for them."""
    said = asked.asked(request.GET)
    if asked.needs_tidying(request.GET) and not request.htmx:
        return redirect(reverse("premises:list") + asked.address(said))
    page = premises_page(
        asked.filters(said),
        actor=request.actor,
        now=request.now,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    offered = choices.selects(said, request.actor)
    context = {
        "said": said,
        "page": page,
        "selects": offered,
        "chips": list(choices.chips(said, offered)),
        "next_url": asked.address(said, after=page.after) if page.after else "",
        "previous_url": asked.address(said, before=page.before) if page.before else "",
        "current": said.get("sort", "number"),
        "summary": _("Page of %(rows)d") % {"rows": len(page.rows)},
        "clear_url": reverse("premises:list"),
        "without_text": asked.address(said, q=""),
        "imports_url": imports_url(request.actor),
        "export_url": reverse("premises:export") + asked.address(said),
        "may_add": request.actor.may(Permission.PREMISES_IMPORT),
    }
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "premises/list.html", context)
    response = render(request, "premises/_results.html", context)
    response["HX-Push-Url"] = reverse("premises:list") + asked.address(said)
    return response


@requires(Permission.PREMISES_VIEW)
def file(request: StaffRequest, number: str) -> HttpResponse:
    """One file; the drawer gets its summary."""
    found = premises_file(number, actor=request.actor, now=request.now)
    if "drawer-body" in (request.htmx.target or ""):
        return render(request, "premises/_drawer.html", _told(found, request) | {"summary": _summary(found)})
    return render(request, "premises/file.html", file_context(found, request))


@requires(Permission.PREMISES_REVEAL)
def reveal(request: StaffRequest, number: str, field: str) -> HttpResponse:
    """Ask why, then show one personal value; without htmx on a page of its own."""
    context: dict[str, Any] = {"number": number, "field": field, "label": labels.label(field)}
    premises_file(number, actor=request.actor, now=request.now)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        context["value"] = services.reveal(
            number=number,
            field=field,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=request.now,
        )
        return render(request, "premises/_revealed.html" if request.htmx else "premises/reveal.html", context)
    context["form"] = form
    return render(request, "premises/_reveal.html" if request.htmx else "premises/reveal.html", context)


def file_context(
    found: PremisesFile, request: StaffRequest, plan_form: PlanForm | None = None
) -> dict[str, Any]:
    """All that the page of a file shows."""
    groups = found.verdict.special_groups if found.verdict else ()
    plannable = any(one.certain or found.knows_hardship for one in groups)
    may_plan = bool(found.editable) and plannable and _all_done(found)
    return _told(found, request) | {
        "sections": list(telling.sections(found)),
        "history": telling.changes(changes(found.number, actor=request.actor)),
        "map": place_map(found),
        "plan_form": (plan_form or PlanForm()) if may_plan else None,
        "planned_before": any(one.certain for one in groups) and bool(found.plans) and _all_done(found),
        "today": local_day(request.now),
    }


def _all_done(found: PremisesFile) -> bool:
    return all(plan.done_on for plan in found.plans)


def _told(found: PremisesFile, request: StaffRequest) -> dict[str, Any]:
    groups = found.verdict.special_groups if found.verdict else ()
    return {
        "file": found,
        "kind_words": str(UserKind(found.kind).label),
        "kind_icon": "shop" if found.kind is UserKind.CATERING else "house-door",
        "state_words": str(PremisesState(found.state).label),
        "requirements": telling.requirements(found),
        "equipment": telling.equipment(found, local_day(request.now)),
        "groups": [
            {
                "title": in_language(one.title, one.title_en),
                "clause_id": one.clause.id,
                "certain": one.certain,
            }
            for one in groups
        ],
        "edit_url": reverse("premises:edit", args=[found.number]) if found.editable else "",
    }


def _summary(found: PremisesFile) -> list[telling.ToldField]:
    names = ("address", "holder_name", "holder_phone", "supplier_id", "venue", "last_checked_on")
    return [
        telling.told_field(found.fields[name], found)
        for name in names
        if name in found.fields and (found.fields[name].is_known or name in labels.ALWAYS)
    ]
