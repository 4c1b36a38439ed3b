"""What the filters of the list offer, and the chips of those in use."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.accounts.contracts import Actor, AreaFacts
from anxin.accounts.queries import areas_within, organisations
from anxin.accounts.terms import ROLES, AreaKind, OrganisationKind, Permission
from anxin.console.premises.asked import address
from anxin.console.ui.words import gas_words, in_language, kind_words
from anxin.policy import Pack, load_pack
from anxin.registry.terms import GasKind, UserKind

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Select:
    """One filter of the form."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use, and the address without it."""

    label: str
    value: str
    url: str


def selects(said: Mapping[str, str], actor: Actor) -> list[Select]:
    """The filters in their order."""
    offered: dict[str, tuple[str, Callable[[], list[Choice]]]] = {
        "area": (_("All areas"), lambda: area_choices(said.get("area", ""), actor)),
        "kind": (_("All kinds of user"), lambda: [(one.value, str(one.label)) for one in UserKind]),
        "gas": (_("All gases"), _gases),
        "compliance": (_("All verdicts"), compliance_choices),
        "requirement": (_("Any requirement"), lambda: requirement_choices(actor)),
        "group": (_("All special groups"), lambda: group_choices(actor)),
        "venue": (_("All venues"), _venues),
        "supplier": (_("All suppliers"), lambda: _suppliers(actor)),
    }
    return [
        Select(name, label, tuple(choices), said.get(name, ""))
        for name, (label, make) in offered.items()
        if len(choices := make()) > 1
    ]


def chips(said: Mapping[str, str], offered: list[Select]) -> Iterator[Chip]:
    """The filters in use, in words, each with the way to drop it."""
    words = {select.name: dict(select.choices) for select in offered}
    for name, value in said.items():
        if name in {"sort", "q"}:
            continue
        shown = words.get(name, {}).get(value) or _other(name, value)
        yield Chip(_label(name), shown.strip("\u3000 "), address(said, **{name: ""}))


def area_choices(chosen: str, actor: Actor) -> list[Choice]:
    """The towns within reach, and under the chosen area the areas on the way to it and in it."""
    roots = actor.reach(Permission.PREMISES_VIEW).area_codes or (settings.DISTRICT,)
    wanted = [area for root in roots for area in areas_within(root)]
    return [
        (area.code, "\u3000" * max(0, len(area.code) // 3 - 3) + area.name)
        for area in wanted
        if area.kind is not AreaKind.DISTRICT and _offered(area, chosen, roots)
    ]


def _offered(area: AreaFacts, chosen: str, roots: tuple[str, ...]) -> bool:
    """Towns always, deeper ones only along the chosen branch, and the roots' own children."""
    parent = area.parent_code or ""
    return (
        area.kind in (AreaKind.TOWN, AreaKind.DEVELOPMENT_ZONE)
        or area.code in roots
        or parent in roots
        or (bool(chosen) and len(parent) >= 9 and chosen.startswith(parent))
    )


def compliance_choices() -> list[Choice]:
    """The verdicts a file can have."""
    return [
        ("compliant", _("Compliant")),
        ("not_compliant", _("Not compliant")),
        ("unknown", _("Not known")),
        ("inside", _("Within the standard")),
        ("outside", _("Outside the standard")),
    ]


def requirement_choices(actor: Actor) -> list[Choice]:
    """The requirements by title; those that tell of hardship only for whoever may know."""
    pack = load_pack(settings.PACK)
    return [
        (one.id, _("%(requirement)s not met") % {"requirement": in_language(one.title, one.title_en)})
        for one in pack.standard
        if knows_hardship(actor) or "hardship" not in one.rests_on
    ]


def group_choices(actor: Actor) -> list[Choice]:
    """The special groups; hardship only for whoever may know."""
    rows = load_pack(settings.PACK).table("special_groups")
    return [
        (row["id"], in_language(row["title"], row["title_en"]))
        for row in rows
        if knows_hardship(actor) or "hardship" not in row["when"]
    ]


def goal_words(pack: Pack, goal_id: str) -> str:
    """The part of an objective that sets a deadline, in words."""
    goals: Iterator[Any] = (goal for row in pack.table("objectives") for goal in row["goals"])
    return next((in_language(g["title"], g["title_en"]) for g in goals if g["id"] == goal_id), goal_id)


def knows_hardship(actor: Actor) -> bool:
    """Whether any grant of the actor may know of hardship; which rows is the room's business."""
    return any(ROLES[grant.role].hardship for grant in actor.grants)


def _gases() -> list[Choice]:
    return [*((one.value, str(one.label)) for one in GasKind), ("unknown", gas_words(""))]


def _venues() -> list[Choice]:
    rows = load_pack(settings.PACK).table("venues")
    return [(row["id"], in_language(row["title"], row["title_en"])) for row in rows]


def _suppliers(actor: Actor) -> list[Choice]:
    if not actor.reach(Permission.PREMISES_VIEW).area_codes:
        return []
    return [(str(one.id), one.short_name) for one in organisations(OrganisationKind.GAS_COMPANY)]


def _label(name: str) -> str:
    return {
        "area": pgettext("filter", "Area"),
        "kind": pgettext("filter", "User"),
        "gas": pgettext("filter", "Gas"),
        "compliance": pgettext("filter", "Verdict"),
        "requirement": pgettext("filter", "Requirement"),
        "group": pgettext("filter", "Special group"),
        "plan": pgettext("filter", "Plan"),
        "late": pgettext("filter", "Deadline"),
        "objective": pgettext("filter", "Objective"),
        "supplier": pgettext("filter", "Supplier"),
        "venue": pgettext("filter", "Venue"),
    }[name]


def _other(name: str, value: str) -> str:
    if name == "late":
        return _("Past")
    if name == "plan":
        return _("Missing")
    if name == "objective":
        return goal_words(load_pack(settings.PACK), value)
    return kind_words(value) if name == "kind" and value in UserKind else value
