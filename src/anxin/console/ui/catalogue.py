"""Every piece that pages are made of, on one page that is also its test."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anxin.console.access import StaffRequest, signed_in
from anxin.console.ui.tags import TONES
from anxin.policy import load_pack


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the example timeline."""

    at: datetime
    who: str
    what: str
    note: str


class ExampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    name = forms.CharField(help_text="{% field form.name %}")
    number = forms.CharField(max_length=2)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    agreed = forms.BooleanField(required=False)


@signed_in()
def catalogue(request: StaffRequest) -> HttpResponse:
    """The pieces with the tag that makes each."""
    form = ExampleForm({"name": "安心", "number": "too long", "kind": "a"})
    events = [
        Event(request.now, request.actor.name, _("File changed"), _("Stove")),
        Event(request.now, request.actor.name, _("File opened"), ""),
    ]
    pack = load_pack(settings.PACK)
    context = {
        "tones": TONES,
        "form": form,
        "events": events,
        "outcomes": ["met", "not_met", "unknown"],
        "verdicts": [True, False, None],
        "requirement": pack.standard[0],
    }
    return render(request, "ui/catalogue.html", context)
