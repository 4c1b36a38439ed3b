"""Add, rename and close areas. Towns and villages come from the district's folder; grids are made here."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import access, journal, queries, rules
from anxin.accounts.contracts import Actor, AreaFacts
from anxin.accounts.models import Area
from anxin.accounts.terms import AreaKind
from anxin.kernel import Invalid, WrongState
from anxin.kernel.clock import local_day

KIND = "accounts.area"


@transaction.atomic
def add_grid(*, village_code: str, name: str, actor: Actor, now: datetime) -> AreaFacts:
    """A new grid in a village or community, under the next free code.

    Raises:
        NotPermitted: the actor may not change areas.
        NotFound: the village is not within the actor's reach.
        Invalid: not a village, or the name is taken there.
        WrongState: the village is closed, or has 999 grids.
    """
    village = access.area_for_change(village_code, actor=actor)
    if village.kind != AreaKind.VILLAGE:
        raise Invalid(_("Grids lie in villages and communities; open one of them."))
    if village.closed_on:
        raise WrongState(_("%(area)s is closed.") % {"area": village.name})
    name = _free_name(name, parent=village)
    code = rules.next_grid_code(village.code, village.children.values_list("code", flat=True))
    if code is None:
        raise WrongState(_("%(area)s has no free grid number left.") % {"area": village.name})
    grid = Area.objects.create(code=code, name=name, kind=AreaKind.GRID, parent=village)
    _write("accounts.area_added", grid, actor, now, after={"name": name})
    return queries.area_facts_of(grid)


@transaction.atomic
def rename_area(*, code: str, name: str, actor: Actor, now: datetime, reason: str = "") -> AreaFacts:
    """Give a grid another name. Official areas take theirs from the district's folder.

    Raises:
        NotPermitted, NotFound, Invalid.
        WrongState: not a grid, or closed.
    """
    grid = _open_grid(code, actor)
    before = {"name": grid.name}
    grid.name = _free_name(name, parent=grid.parent, besides=grid)
    grid.save(update_fields=["name"])
    _write("accounts.area_renamed", grid, actor, now, before=before, after={"name": grid.name}, reason=reason)
    return queries.area_facts_of(grid)


@transaction.atomic
def close_area(*, code: str, reason: str, actor: Actor, now: datetime) -> AreaFacts:
    """Close a grid: it takes nothing new, what lies in it keeps its history.

    Raises:
        NotPermitted, NotFound.
        WrongState: not a grid, or closed already.
    """
    grid = _open_grid(code, actor)
    grid.closed_on = local_day(now)
    grid.save(update_fields=["closed_on"])
    after = {"name": grid.name, "closed_on": grid.closed_on}
    _write("accounts.area_closed", grid, actor, now, before={"name": grid.name}, after=after, reason=reason)
    return queries.area_facts_of(grid)


def _open_grid(code: str, actor: Actor) -> Area:
    area = access.area_for_change(code, actor=actor)
    if area.kind != AreaKind.GRID:
        raise WrongState(
            _("Official areas follow the statistics office's list; only grids are changed here.")
        )
    if area.closed_on:
        raise WrongState(_("%(area)s is closed.") % {"area": area.name})
    return area


def _free_name(name: str, *, parent: Area | None, besides: Area | None = None) -> str:
    name = name.strip()
    taken = Area.objects.filter(parent=parent, name=name, closed_on=None).exclude(pk=besides and besides.pk)
    if taken.exists():
        words = _("There is a grid of this name here already.")
        raise Invalid(words, fields={"name": words})
    return name


def _write(
    action: str,
    area: Area,
    actor: Actor,
    now: datetime,
    *,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    journal.write(
        action,
        kind=KIND,
        id=area.code,
        area_code=area.code,
        actor=actor,
        at=now,
        before=before,
        after=after,
        reason=reason,
    )
