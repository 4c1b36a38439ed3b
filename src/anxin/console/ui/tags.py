"""Inclusion tags of the house; built in to every template. All of them are shown at /ui/."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.accounts.contracts import AreaFacts
from anxin.console.ui.shapes import percent_words, share
from anxin.console.ui.words import gas_words, kind_words, state_words

register = template.Library()

TONES = ("ok", "bad", "unknown", "info", "warn", "neutral")


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite, by its Bootstrap Icons name; the sprite holds those that templates name."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("ui/badge.html")
def badge(text: object, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A word on a quiet ground. Tones: ok, bad, unknown, info, warn, neutral."""
    return {"text": text, "tone": tone if tone in TONES else "neutral", "icon": icon}


@register.inclusion_tag("ui/outcome.html")
def outcome(value: str | bool | None) -> dict[str, Any]:
    """Met, not met or not known: by word, icon and colour. Takes an Outcome or ``bool | None``."""
    if value in (True, "met"):
        return {"tone": "ok", "icon": "check-circle-fill", "word": _("Met")}
    if value is False or value == "not_met":
        return {"tone": "bad", "icon": "x-circle-fill", "word": _("Not met")}
    return {"tone": "unknown", "icon": "question-circle-fill", "word": _("Not known")}


@register.inclusion_tag("ui/outcome.html")
def compliance(value: bool | None) -> dict[str, Any]:
    """The verdict on a whole premises: compliant, not compliant or not known."""
    if value is None:
        return {"tone": "unknown", "icon": "question-circle-fill", "word": _("Not known")}
    if value:
        return {"tone": "ok", "icon": "check-circle-fill", "word": _("Compliant")}
    return {"tone": "bad", "icon": "x-circle-fill", "word": _("Not compliant")}


@register.simple_tag
def clause(pack_id: str, clause_id: str, label: str = "") -> SafeString:
    """A small mark that opens the policy text: ``{% clause pack_id clause_id [label] %}``."""
    if not clause_id:
        return SafeString("")
    return format_html(
        '<a class="clause" href="{}" title="{}">{}</a>',
        reverse("policy:clause", args=[pack_id, clause_id]),
        clause_id,
        label or clause_id,
    )


@register.simple_tag
def requirement(pack_id: str, requirement_id: str) -> SafeString:
    """A small mark that opens a requirement with the cells that ask for it, each its own clause."""
    address = reverse("policy:requirement", args=[pack_id, requirement_id])
    return format_html('<a class="clause" href="{}">{}</a>', address, requirement_id)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, placeholder: str = "") -> dict[str, Any]:
    """A form field with label, hint and errors tied to it."""
    checkbox = isinstance(bound.field.widget, CheckboxInput)
    plain = "form-select" if isinstance(bound.field.widget, Select) else "form-control"
    attrs: dict[str, str | bool] = {"class": "form-check-input" if checkbox else plain}
    if placeholder:
        attrs["placeholder"] = placeholder
    if bound.errors:
        attrs["class"] = f"{attrs['class']} is-invalid"
        attrs["aria-invalid"] = "true"
    told = [f"{bound.auto_id}_hint"] * bool(bound.help_text) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "checkbox": checkbox,
        "errors": bound.errors,
    }


@register.inclusion_tag("ui/fact.html")
def fact(label: str, value: object, source: str = "") -> dict[str, Any]:
    """One line of a definition list (inside ``<dl class="facts">``), with where it comes from."""
    return {"label": label, "value": value if value not in ("", None) else None, "source": source}


@register.inclusion_tag("ui/source.html")
def source(text: str) -> dict[str, Any]:
    """Where a value comes from: opens on click, Enter and hover."""
    return {"text": text}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """Nothing here: say so, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: object) -> dict[str, Any]:
    """What happened, newest first: objects with ``at``, ``what`` and perhaps ``who`` and ``note``."""
    return {"events": events}


@register.inclusion_tag("ui/pager.html")
def pager(summary: str, previous: str = "", next: str = "") -> dict[str, Any]:
    """Back and forth through a list by two addresses, either of which may be empty."""
    return {"summary": summary, "previous": previous, "next": next}


@register.inclusion_tag("ui/rate.html")
def rate(met: int, total: int, unknown: int = 0, at: datetime | None = None) -> dict[str, Any]:
    """A bar from 0 to 100 %: met, not met and (the rest) not known, of all."""
    spoken = _("%(met)d of %(total)d met, %(unknown)d not known") % {
        "met": met,
        "total": total,
        "unknown": unknown,
    }
    return {
        "met_width": share(met, total),
        "not_met_width": share(total - met - unknown, total),
        "percent": percent_words(met, total),
        "spoken": spoken,
        "at": at,
    }


@register.inclusion_tag("ui/masked.html")
def masked(id: str, value: str, url: str = "", label: str = "") -> dict[str, Any]:
    """A masked personal value; with an address, a link that asks for the reason and shows it."""
    return {"id": id, "value": value, "url": url, "label": label}


@register.inclusion_tag("ui/sort.html", takes_context=True)
def sort(context: template.Context, label: str, key: str, current: str = "") -> dict[str, Any]:
    """A column head that sorts: ``?sort=key`` and, clicked again, ``?sort=-key``."""
    query = context["request"].GET.copy()
    for page in ("after", "before", "page"):
        query.pop(page, None)
    query["sort"] = f"-{key}" if current == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction}


@register.filter
def in_words(value: str | None, kind: str) -> str:
    """A registry term in words: ``row.gas|in_words:"gas"``; None is "not known"."""
    return {"gas": gas_words, "state": state_words}.get(kind, kind_words)(value or "")


@register.filter
def gas_tone(value: str | None) -> str:
    """Bottled gas stands out, an unknown gas looks unknown."""
    return {"bottled": "warn", "piped": "info", None: "unknown"}.get(value, "neutral")


@register.filter
def join_names(areas: Iterable[AreaFacts]) -> str:
    """The names of a path of areas, as an address begins."""
    return " ".join(area.name for area in areas)


@register.filter
def yes_no(value: bool | None) -> str:
    """Yes, no or not known."""
    if value is None:
        return _("Not known")
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


@register.simple_tag
def counted(value: int, url: str = "") -> SafeString:
    """A count, and where an address is known the way to what was counted."""
    words = floatformat(value, "g")
    return format_html('<a href="{}">{}</a>', url, words) if url else format_html("{}", words)


@register.inclusion_tag("ui/share.html")
def share_bar(part: int, whole: int) -> dict[str, Any]:
    """A bar from 0 to 100 % of one colour, with the percentage."""
    return {"width": share(part, whole), "percent": percent_words(part, whole)}
