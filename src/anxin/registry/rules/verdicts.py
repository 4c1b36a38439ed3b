"""From the outcomes of the requirements to what is stored of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from anxin.policy import Outcome, Pack, deadline_for, judge, judge_many, special_groups_of
from anxin.policy.terms import Kind
from anxin.registry.rules.facts import Facts

Outcomes = dict[str, Outcome]
_TYPES = {Kind.BOOL: pl.Boolean, Kind.DATE: pl.Date, Kind.NUMBER: pl.Float64, Kind.INT: pl.Int64}


def outcomes(pack: Pack, told: Facts, on: date) -> Outcomes:
    """Requirement → outcome, for those that apply or may apply to one file."""
    return {finding.requirement_id: finding.outcome for finding in judge(pack, told, on).findings}


def outcomes_of_many(pack: Pack, told: Sequence[Facts], on: date) -> list[Outcomes]:
    """The same for many files in one plan, in their order."""
    names = _names(pack)
    columns = {name: [row.get(name) for row in told] for name in names}
    frame = judge_many(pack, pl.DataFrame(columns, schema={n: _type(pack, n) for n in names}), on)
    ids = [requirement.id for requirement in pack.standard]
    applies = {id: frame[f"{id}?"].to_list() for id in ids}
    met = {id: frame[id].to_list() for id in ids}
    return [
        {id: _outcome(applies[id][row], met[id][row]) for id in ids if applies[id][row] is not False}
        for row in range(len(told))
    ]


def verdict_fields(pack: Pack, told: Facts, found: Outcomes, on: date, *, has_plan: bool) -> dict[str, Any]:
    """The columns of a stored verdict that follow from facts and outcomes."""
    groups = [hit.id for hit in special_groups_of(pack, told, on) if hit.outcome is Outcome.MET]
    due = deadline_for(pack, told, on) if found else None
    return {
        "applies": bool(found),
        "compliant": _compliant(found),
        "compliant_open": _compliant(
            {id: o for id, o in found.items() if id not in closed_requirements(pack)}
        ),
        "met": _with(found, Outcome.MET),
        "not_met": _with(found, Outcome.NOT_MET),
        "unknown": _with(found, Outcome.UNKNOWN),
        "special_groups": groups,
        "special": bool(groups),
        "special_open": bool(set(groups) - closed_groups(pack)),
        "has_plan": has_plan,
        "due_on": due.by if due else None,
        "objective": due.goal_id if due else "",
        "facts": {name: _plain(value) for name, value in told.items()},
    }


def _open(pack: Pack, found: Outcomes) -> Outcomes:
    closed = closed_requirements(pack)
    return {id: outcome for id, outcome in found.items() if id not in closed}


@lru_cache(maxsize=8)
def closed_requirements(pack: Pack) -> frozenset[str]:
    """Requirements whose outcome, or whose being asked at all, tells who is in hardship."""
    return frozenset(r.id for r in pack.standard if closed_fields(pack) & set(r.rests_on))


@lru_cache(maxsize=8)
def closed_groups(pack: Pack) -> frozenset[str]:
    """Special groups that tell who is in hardship."""
    rules = pack.rules.special_groups
    closed = closed_fields(pack)
    return frozenset(str(rule.row["id"]) for rule in rules if closed & set(pack.rules.uses(rule.when)))


@lru_cache(maxsize=8)
def closed_fields(pack: Pack) -> frozenset[str]:
    """The facts that the pack itself calls sensitive."""
    return frozenset(name for name, field in pack.fields.items() if field.sensitive)


@lru_cache(maxsize=8)
def judged_goals(pack: Pack) -> tuple[str, ...]:
    """Goals for which the text sets a yardstick, so that a premises can be late under them."""
    goals = (goal for row in pack.table("objectives") for goal in row["goals"])
    return tuple(str(goal["id"]) for goal in goals if goal.get("judged") is not False)


def _compliant(found: Mapping[str, Outcome]) -> bool | None:
    """All met; one failure decides; outside the standard there is nothing to comply with."""
    answers = set(found.values())
    if Outcome.NOT_MET in answers:
        return False
    return None if Outcome.UNKNOWN in answers or not answers else True


def _outcome(applies: bool | None, met: bool | None) -> Outcome:
    if met is True:
        return Outcome.MET
    return Outcome.NOT_MET if applies is True and met is False else Outcome.UNKNOWN


def _with(found: Outcomes, wanted: Outcome) -> list[str]:
    return [id for id, outcome in found.items() if outcome is wanted]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=8)
def _names(pack: Pack) -> tuple[str, ...]:
    return tuple(
        sorted(
            {name for requirement in pack.standard for name in requirement.rests_on}
            | {"user_type", "gas_after"}
        )
    )


def _type(pack: Pack, name: str) -> Any:
    return _TYPES.get(pack.fields[name].type, pl.String)
