"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.registry.queries.sources import demo_is_loaded


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry of the navigation."""

    title: Promise
    icon: str
    url: str
    here: bool


GENERATED_SECONDS = 300

# Address, title, icon, and the permissions of which one opens the desk (none: everybody).
DESKS: tuple[tuple[str, Promise, str, tuple[Permission, ...]], ...] = (
    ("overview:home", _("Overview"), "speedometer2", (Permission.STATISTICS_VIEW,)),
    ("premises:list", _("Premises"), "houses", (Permission.PREMISES_VIEW,)),
    ("imports:list", _("Ledger import"), "file-earmark-spreadsheet", (Permission.PREMISES_IMPORT,)),
    ("policy:home", _("Policy"), "journal-text", ()),
    ("areas:list", _("Areas"), "diagram-3", ()),
    ("areas:organisations", _("Organisations"), "building", ()),
    ("accounts:list", _("Accounts"), "people", (Permission.ACCOUNTS_MANAGE,)),
    ("acts:list", _("Acts"), "clock-history", (Permission.ACTS_VIEW,)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor and the frame of the page: desks, language, sign-out."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "frame": {
            "desks": _desks(request, actor) if actor else [],
            "organisation": actor.organisation_name if actor else "",
            "home_url": reverse("overview:home"),
            "language_url": reverse("accounts:set_language"),
            "sign_out_url": reverse("accounts:sign_out"),
            "me_url": reverse("accounts:me"),
            "pack_id": settings.PACK,
            "generated": _generated(),
        },
    }


def _generated() -> bool:
    """Whether to say that the data is generated; asked again now and then, not at every page."""
    return bool(cache.get_or_set("generated", demo_is_loaded, GENERATED_SECONDS))


def first_desk(actor: Actor) -> str:
    """Where somebody without statistics begins: the first desk a permission opens, else policy."""
    own = (name for name, _title, _icon, needed in DESKS if any(actor.may(one) for one in needed))
    return reverse(next(own, "policy:home"))


def imports_url(actor: Actor) -> str:
    """Where a ledger is uploaded; "" for whoever may not."""
    return reverse("imports:list") if actor.may(Permission.PREMISES_IMPORT) else ""


def _desks(request: HttpRequest, actor: Actor) -> list[Desk]:
    here = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    return [
        Desk(title, icon, reverse(name), name == here or _same_desk(name, here))
        for name, title, icon, permissions in DESKS
        if not permissions or any(actor.may(one) for one in permissions)
    ]


def _same_desk(name: str, here: str) -> bool:
    """A page deeper in a desk lights the desk, unless another entry of the same desk is that page."""
    named = {entry[0] for entry in DESKS}
    first = next(entry[0] for entry in DESKS if entry[0].partition(":")[0] == name.partition(":")[0])
    return here not in named and name == first and name.partition(":")[0] == here.partition(":")[0]
