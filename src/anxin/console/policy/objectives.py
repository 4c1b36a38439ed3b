"""The ten objectives: their days against the legal day, and who owes them."""

from datetime import date

from anxin.console.policy import days, links
from anxin.console.policy.shapes import Goal, Link, Objective
from anxin.console.policy.shelf import Row, rows, said
from anxin.policy import Pack


def objectives(pack: Pack, on: date) -> tuple[Objective, ...]:
    """Every objective, its days counted from a legal day."""
    return tuple(_shape(pack, row, on) for row in rows(pack, "objectives"))


def _shape(pack: Pack, row: Row, on: date) -> Objective:
    task = next((task for task in rows(pack, "tasks") if task["id"] == row.get("task")), None)
    return Objective(
        id=row["id"],
        number=row["number"],
        title=said(row, "title"),
        clause=links.shaped(pack, [row["clause"]])[0],
        goals=tuple(_goal(pack, goal, on) for goal in row["goals"]),
        task=links.task(pack, task) if task else None,
        lead=parties(pack, task["lead"]) if task else (),
        responsible=parties(pack, task["responsible"]) if task else (),
    )


def _goal(pack: Pack, row: Row, on: date) -> Goal:
    return Goal(
        id=row["id"],
        title=said(row, "title"),
        quote=row["quote"],
        countdown=days.countdown(row.get("by"), on),
        judged=row.get("judged") is not False,
        follows_opening=bool(row.get("by_fact")),
        readings=links.readings_of(pack, links.reading_ids(row)),
    )


def parties(pack: Pack, ids: list[str]) -> tuple[Link, ...]:
    """Who owes something: departments by id, and the towns, in the order given."""
    known = {row["id"]: row for row in rows(pack, "departments")}
    return tuple(links.department(pack, known[id]) if id in known else links.towns() for id in ids)
