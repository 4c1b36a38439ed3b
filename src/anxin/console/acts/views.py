"""The acts desk: who did what, and whether the chain is whole."""

from datetime import date

from django import forms
from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires, signed_in
from anxin.console.acts.words import ACTIONS, KINDS, row
from anxin.ledger import queries
from anxin.ledger.contracts import ActFilter


class DayForm(forms.Form):
    """A day as an address writes it."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])


@requires(Permission.ACTS_VIEW)
def list_acts(request: StaffRequest) -> HttpResponse:
    """The acts one may read, newest first, filtered by the address."""
    asked = request.GET
    page = queries.acts(
        actor=request.actor,
        chosen=chosen(asked),
        before=_number(asked.get("before")),
        after=_number(asked.get("after")),
    )
    context = {
        "rows": [row(act) for act in page.acts],
        "older": _turned(asked, before=page.older),
        "newer": _turned(asked, after=page.newer),
        "asked": asked,
        "actions": sorted((code, str(words)) for code, words in ACTIONS.items()),
        "kinds": list(KINDS.items()),
        "head": queries.head(),
        "export_url": _export_url(asked),
    }
    return render(request, "acts/_results.html" if request.htmx else "acts/list.html", context)


@signed_in()
def act(request: StaffRequest, sequence: int) -> HttpResponse:
    """One act with its place in the chain: the auditor's, an area's, or one's own."""
    shown = row(queries.act(sequence, actor=request.actor))
    drawer = request.htmx and request.htmx.target == "drawer-body"
    return render(request, "acts/_act.html" if drawer else "acts/act.html", {"row": shown})


@require_POST
@requires(Permission.ACTS_VIEW)
def verification(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain now."""
    found = queries.verify(settings.LEDGER_ANCHORS)
    template = "acts/_verification.html" if request.htmx else "acts/verification.html"
    return render(request, template, {"found": found, "at": request.now})


def chosen(asked: QueryDict) -> ActFilter:
    """The filters of an address; what cannot be read does not narrow."""
    action, kind, area = asked.get("action", ""), asked.get("kind", ""), asked.get("area", "")
    return ActFilter(
        action=action if action in ACTIONS else "",
        actor_name=asked.get("who", "").strip(),
        subject_kind=kind if kind in KINDS else "",
        subject_id=asked.get("id", "").strip(),
        area_code=area if area.isascii() and area.isdigit() else "",
        first_day=_day(asked.get("from")),
        last_day=_day(asked.get("to")),
        request_id=asked.get("request", "").strip(),
    )


def _day(text: str | None) -> date | None:
    """A day of the address; one that no calendar has does not narrow."""
    form = DayForm({"day": text})
    return form.cleaned_data["day"] if form.is_valid() else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _export_url(asked: QueryDict) -> str:
    """The same filters from the first act on; those left empty are dropped."""
    said = {name: value for name, value in asked.items() if value and name not in ("before", "after")}
    return reverse("acts:export", query=said)


def _turned(asked: QueryDict, **cursor: int | None) -> str:
    """The address of a neighbouring page, or nothing."""
    ((name, value),) = cursor.items()
    if value is None:
        return ""
    query = asked.copy()
    for other in ("before", "after"):
        query.pop(other, None)
    query[name] = str(value)
    return f"?{query.urlencode()}"
