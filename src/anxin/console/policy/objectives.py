"""The ten objectives: their days against the legal day, and who owes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from anxin.accounts.contracts import Actor
from anxin.console.policy import days, links
from anxin.console.policy.shapes import Goal, GoalRate, Link, Objective
from anxin.console.policy.shelf import Row, rows, said
from anxin.console.premises.asked import address_of
from anxin.policy import Pack
from anxin.registry.queries.rates import GoalTally, late_by_goal

Rates = Mapping[str, GoalRate]


def objectives(pack: Pack, on: date, rates: Rates) -> tuple[Objective, ...]:
    """Every objective, its days counted from a legal day."""
    return tuple(_shape(pack, row, on, rates) for row in rows(pack, "objectives"))


def goal_rates(*, actor: Actor, now: datetime) -> Rates:
    """By goal: how far it is met on the premises whose counts the actor may see. One query."""
    return {one.goal_id: _rate(one) for one in late_by_goal(actor=actor, now=now)}


def _rate(one: GoalTally) -> GoalRate:
    return GoalRate(
        met=one.compliant,
        due=one.total,
        late=one.late,
        at=one.at,
        met_url=address_of(replace(one.filters, compliance="compliant")),
        due_url=address_of(one.filters),
        late_url=address_of(replace(one.filters, late=True)) if one.judged else "",
    )


def _shape(pack: Pack, row: Row, on: date, rates: Rates) -> Objective:
    task = next((task for task in rows(pack, "tasks") if task["id"] == row.get("task")), None)
    return Objective(
        id=row["id"],
        number=row["number"],
        title=said(row, "title"),
        clause=links.shaped(pack, [row["clause"]])[0],
        goals=tuple(_goal(pack, goal, on, rates) for goal in row["goals"]),
        task=links.task(pack, task) if task else None,
        lead=parties(pack, task["lead"]) if task else (),
        responsible=parties(pack, task["responsible"]) if task else (),
    )


def _goal(pack: Pack, row: Row, on: date, rates: Rates) -> Goal:
    return Goal(
        id=row["id"],
        title=said(row, "title"),
        quote=row["quote"],
        countdown=days.countdown(row.get("by"), on),
        judged=row.get("judged") is not False,
        follows_opening=bool(row.get("by_fact")),
        readings=links.readings_of(pack, links.reading_ids(row)),
        rate=rates.get(row["id"]),
    )


def parties(pack: Pack, ids: list[str]) -> tuple[Link, ...]:
    """Who owes something: departments by id, and the towns, in the order given."""
    known = {row["id"]: row for row in rows(pack, "departments")}
    return tuple(links.department(pack, known[id]) if id in known else links.towns() for id in ids)
