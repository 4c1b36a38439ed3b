"""Counts and rates: of how many, how many, when, and which they are.

Unknown is never counted as met: it is in the denominator and not in the numerator. Files outside
the standard are in neither. Every number carries the filters of the list that shows exactly its files.
Each function is a fixed number of queries, however large the district.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, Func, Min, Q, QuerySet, Value
from django.db.models.functions import Left

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor
from anxin.accounts.terms import OrganisationKind, Permission
from anxin.kernel import Clause
from anxin.kernel.areas import LENGTHS, AreaLevel, is_within
from anxin.kernel.clock import local_day
from anxin.policy import load_pack
from anxin.registry import access
from anxin.registry.models import Verdict
from anxin.registry.queries.listing import Filters
from anxin.registry.queries.verdict import goals
from anxin.registry.rules.verdicts import closed_groups, closed_requirements
from anxin.registry.terms import GasKind, UserKind

# counts rows without reading a column, so that the index alone is enough
ONE = Value(1)
_DIGITS = {level: digits for digits, level in LENGTHS.items()}


@dataclass(frozen=True, slots=True)
class Tally:
    """The files of one area, company or kind, counted by outcome.

    Attributes:
        key: area code, organisation id, or the kind's word; "" for those whose key is not known.
        filters: of the list of all these files; None where the list cannot be asked for them alone.
        judged_on: the oldest legal day among the verdicts, None when there is none.
    """

    key: str
    label: str
    compliant: int
    not_compliant: int
    unknown: int
    outside: int
    late: int
    special: int
    without_plan: int
    judged_on: date | None
    at: datetime
    filters: Filters | None

    @property
    def numerator(self) -> int:
        """Known to meet every requirement that applies."""
        return self.compliant

    @property
    def denominator(self) -> int:
        """Every file the standard applies to, or may apply to."""
        return self.compliant + self.not_compliant + self.unknown

    @property
    def total(self) -> int:
        """Every open file, those outside the standard too."""
        return self.denominator + self.outside

    @property
    def rate(self) -> float | None:
        """Numerator by denominator, between 0 and 1; None of nothing, which is never "all"."""
        return self.numerator / self.denominator if self.denominator else None

    def only(self, **narrower: Any) -> Filters | None:
        """The filters of a part of these files, e.g. ``only(compliance="unknown")``."""
        return None if self.filters is None else replace(self.filters, **narrower)


@dataclass(frozen=True, slots=True)
class GoalTally:
    """Whose day is past, by goal of an objective.

    Attributes:
        judged: False where the text sets no yardstick, so that the count is a report and no reproach.
    """

    goal_id: str
    title: str
    title_en: str
    by: date | None
    judged: bool
    clause: Clause
    total: int
    compliant: int
    late_not_compliant: int
    late_unknown: int
    at: datetime
    filters: Filters

    @property
    def late(self) -> int:
        """Past the day and not known to comply."""
        return self.late_not_compliant + self.late_unknown


@dataclass(frozen=True, slots=True)
class RequirementTally:
    """One requirement of the standard: on how many files it is not met, on how many not known."""

    id: str
    title: str
    title_en: str
    column: str
    clause: Clause
    met: int
    not_met: int
    unknown: int
    at: datetime
    filters: Filters


@dataclass(frozen=True, slots=True)
class GroupTally:
    """One special group: how many are certainly in it, and how many of those have no plan."""

    id: str
    title: str
    title_en: str
    clause: Clause
    total: int
    without_plan: int
    at: datetime
    filters: Filters


def reads_whole_standard(actor: Actor) -> bool:
    """Whether no requirement is left out of this reader's counts (decision 0009)."""
    return access.knows_hardship_everywhere(actor)


def whole(*, actor: Actor, now: datetime, within: Filters | None = None) -> Tally:
    """All files within reach as one tally. One query."""
    within = within or Filters()
    counted = _files(actor, within).aggregate(**_counts(actor, local_day(now)))
    return _tally("", "", counted, now, within)


def by_area(
    level: AreaLevel, *, actor: Actor, now: datetime, within: Filters | None = None
) -> tuple[Tally, ...]:
    """Per town, village or grid within reach, those without a file too, in code order. Two queries.

    Files that lie no deeper than the area asked for come last, under the key "".
    """
    within = within or Filters()
    digits = _DIGITS[level]
    rows = _grouped(actor, now, within, Left("area_code", digits))
    names = _area_names(actor, level, within.area)
    tallies = [
        _tally(code, names.get(code, code), rows.get(code, {}), now, replace(within, area=code))
        for code in sorted({*names, *(code for code in rows if len(code) == digits)})
    ]
    shallow = [counted for code, counted in rows.items() if len(code) < digits]
    return (*tallies, *(_tally("", "", counted, now, None) for counted in shallow))


def by_kind(*, actor: Actor, now: datetime, within: Filters | None = None) -> tuple[Tally, ...]:
    """Residents and catering. One query."""
    return _by_word("kind", UserKind, actor, now, within or Filters())


def by_gas(*, actor: Actor, now: datetime, within: Filters | None = None) -> tuple[Tally, ...]:
    """Per kind of gas used now; not known comes last under the key "unknown". One query."""
    return _by_word("gas", GasKind, actor, now, within or Filters())


def by_company(*, actor: Actor, now: datetime, within: Filters | None = None) -> tuple[Tally, ...]:
    """Per supplying company, in name order; no supplier known comes last under "". Two queries."""
    within = within or Filters()
    rows = _grouped(actor, now, within, F("supplier_id"))
    names = {one.id: one.short_name for one in accounts.organisations(OrganisationKind.GAS_COMPANY)}
    known = sorted((key for key in rows if key is not None), key=lambda key: names.get(key, ""))
    tallies = [
        _tally(str(key), names.get(key, ""), rows[key], now, replace(within, supplier=key)) for key in known
    ]
    return (*tallies, *([_tally("", "", rows[None], now, None)] if None in rows else []))


def late_by_goal(*, actor: Actor, now: datetime, within: Filters | None = None) -> tuple[GoalTally, ...]:
    """Per goal that gives a day: how many files are due under it, comply, and are past it. One query."""
    within, today = within or Filters(), local_day(now)
    counts = {
        "total": Count(ONE),
        "compliant_": Count(ONE, filter=access.has_outcome("compliant", actor)),
        "late_not": _late(actor, today, "not_compliant"),
        "late_unknown": _late(actor, today, "unknown"),
    }
    rows = _files(actor, within).exclude(objective="").values("objective").annotate(**counts)
    known = goals(load_pack(settings.PACK))
    found = {row["objective"]: row for row in rows}
    return tuple(_goal(goal, found[id], now, within) for id, goal in known.items() if id in found)


def requirements(
    *, actor: Actor, now: datetime, within: Filters | None = None
) -> tuple[RequirementTally, ...]:
    """Per requirement, the most often failed first; none the reader may not know of. Three queries."""
    within, pack = within or Filters(), load_pack(settings.PACK)
    files = _files(actor, within)
    counts = {column: _unnested(files, column) for column in ("met", "not_met", "unknown")}
    hidden = frozenset() if access.knows_hardship_everywhere(actor) else closed_requirements(pack)
    tallies = [
        RequirementTally(
            id=row.id,
            title=row.title,
            title_en=row.title_en,
            column=row.column,
            clause=row.clause,
            **{name: found.get(row.id, 0) for name, found in counts.items()},
            at=now,
            filters=replace(within, requirement=row.id),
        )
        for row in pack.standard
        if row.id not in hidden
    ]
    return tuple(sorted(tallies, key=lambda tally: -tally.not_met))


def special_groups(*, actor: Actor, now: datetime, within: Filters | None = None) -> tuple[GroupTally, ...]:
    """Per special group: who is in it and who of them has no plan. Two queries."""
    within, pack = within or Filters(), load_pack(settings.PACK)
    files = _files(actor, within)
    total = _unnested(files, "special_groups")
    without = _unnested(files.filter(has_plan=False), "special_groups")
    hidden = frozenset() if access.knows_hardship_everywhere(actor) else closed_groups(pack)
    return tuple(
        GroupTally(
            id=row["id"],
            title=row["title"],
            title_en=row["title_en"],
            clause=pack.clause(row["clause"]),
            total=total.get(row["id"], 0),
            without_plan=without.get(row["id"], 0),
            at=now,
            filters=replace(within, group=row["id"]),
        )
        for row in pack.table("special_groups")
        if row["id"] not in hidden
    )


def _files(actor: Actor, within: Filters) -> QuerySet[Verdict]:
    exact = {"kind": within.kind, "gas": within.gas, "supplier_id": within.supplier}
    condition = Q(**{name: value for name, value in exact.items() if value and value != "unknown"})
    if within.gas == "unknown":
        condition &= Q(gas=None)
    if within.area:
        condition &= Q(area_code__startswith=within.area)
    return access.visible_verdicts(actor, Permission.STATISTICS_VIEW).filter(condition).order_by()


def _counts(actor: Actor, today: date) -> dict[str, Any]:
    special = access.is_special(actor)
    return {
        "compliant_": Count(ONE, filter=access.has_outcome("compliant", actor)),
        "not_compliant": Count(ONE, filter=access.has_outcome("not_compliant", actor)),
        "unknown_": Count(ONE, filter=access.has_outcome("unknown", actor)),
        "outside": Count(ONE, filter=access.has_outcome("outside", actor)),
        "late": Count(ONE, filter=access.is_late(today, actor)),
        "special_": Count(ONE, filter=special),
        "without_plan": Count(ONE, filter=special & Q(has_plan=False)),
        "oldest": Min("judged_on"),
    }


def _late(actor: Actor, today: date, outcome: str) -> Count:
    return Count(ONE, filter=Q(due_on__lt=today) & access.has_outcome(outcome, actor))


def _grouped(actor: Actor, now: datetime, within: Filters, key: Any) -> dict[Any, Mapping[str, Any]]:
    rows = _files(actor, within).annotate(key=key).values("key")
    return {row["key"]: row for row in rows.annotate(**_counts(actor, local_day(now)))}


def _tally(key: str, label: str, counted: Mapping[str, Any], now: datetime, filters: Filters | None) -> Tally:
    return Tally(
        key=key,
        label=label,
        compliant=counted.get("compliant_", 0),
        not_compliant=counted.get("not_compliant", 0),
        unknown=counted.get("unknown_", 0),
        outside=counted.get("outside", 0),
        late=counted.get("late", 0),
        special=counted.get("special_", 0),
        without_plan=counted.get("without_plan", 0),
        judged_on=counted.get("oldest"),
        at=now,
        filters=filters,
    )


def _by_word(
    column: str,
    words: type[UserKind] | type[GasKind],
    actor: Actor,
    now: datetime,
    within: Filters,
) -> tuple[Tally, ...]:
    rows = _grouped(actor, now, within, F(column))
    labels = {word.value: str(word.label) for word in words}
    if None in rows:
        labels["unknown"], rows["unknown"] = "", rows[None]
    return tuple(
        _tally(
            word,
            label,
            rows.get(word, {}),
            now,
            replace(within, kind=word) if column == "kind" else replace(within, gas=word),
        )
        for word, label in labels.items()
    )


def _area_names(actor: Actor, level: AreaLevel, within: str) -> dict[str, str]:
    """The areas of a level whose files the actor may count: of others not even the zero is told."""
    reach = actor.reach(Permission.STATISTICS_VIEW)
    roots = [code for code in reach.area_codes if is_within(code, within)]
    roots += [within] if any(is_within(within, code) for code in reach.area_codes) and within else []
    found = accounts.areas_within(within[:6] or (min(roots)[:6] if roots else "-"))
    return {
        area.code: area.name
        for area in found
        if len(area.code) == _DIGITS[level]
        and is_within(area.code, within)
        and any(is_within(area.code, code) for code in reach.area_codes)
    }


def _unnested(files: QuerySet[Verdict], column: str) -> dict[str, int]:
    member = Func(F(column), function="unnest", output_field=CharField())
    member.set_returning = True
    rows = files.annotate(member=member).values("member").annotate(files=Count(ONE))
    return {row["member"]: row["files"] for row in rows}


def _goal(goal: Mapping[str, Any], row: Mapping[str, Any], now: datetime, within: Filters) -> GoalTally:
    pack = load_pack(settings.PACK)
    objective = next(one for one in pack.table("objectives") if one["id"] == goal["objective"])
    return GoalTally(
        goal_id=goal["id"],
        title=goal.get("title", ""),
        title_en=goal.get("title_en", ""),
        by=goal.get("by"),
        judged=goal.get("judged") is not False,
        clause=pack.clause(objective["clause"]),
        total=row["total"],
        compliant=row["compliant_"],
        late_not_compliant=row["late_not"],
        late_unknown=row["late_unknown"],
        at=now,
        filters=replace(within, objective=goal["id"]),
    )
