"""The departments with their duties, and the situations they answer for."""

from anxin.console.policy import links
from anxin.console.policy.objectives import parties
from anxin.console.policy.shapes import DepartmentShape, Duty, Link, Situation
from anxin.console.policy.shelf import Row, row_of, rows, said
from anxin.policy import Pack


def departments(pack: Pack) -> tuple[DepartmentShape, ...]:
    """Every department in the order of annex 2."""
    return tuple(_department(pack, row) for row in rows(pack, "departments"))


def department(pack: Pack, department_id: str) -> DepartmentShape:
    """One department.

    Raises:
        NotFound: the pack has no such department.
    """
    return _department(pack, row_of(pack, "departments", department_id))


def _department(pack: Pack, row: Row) -> DepartmentShape:
    link = links.department(pack, row)
    return DepartmentShape(
        id=row["id"],
        number=row["number"],
        name=said(row, "name"),
        generic=row.get("generic") or "",
        url=link.url,
        clause=links.shaped(pack, [row["clause"]])[0],
        duties=tuple(_duty(pack, duty) for duty in rows(pack, "duties") if duty["department"] == row["id"]),
        leads=_situations_where(pack, row["id"], "lead"),
        supports=_situations_where(pack, row["id"], "support"),
        tasks_led=_tasks_where(pack, row["id"], "lead"),
        tasks_shared=_tasks_where(pack, row["id"], "responsible"),
        objectives_led=_objectives_where(pack, row["id"], "lead"),
        objectives_shared=_objectives_where(pack, row["id"], "responsible"),
        members=tuple(row.get("members") or ()),
    )


def _duty(pack: Pack, row: Row) -> Duty:
    clause = links.shaped(pack, [row["clause"]])[0]
    return Duty(row["id"], row["number"], said(row, "title"), row["text"], clause)


def _situations_where(pack: Pack, department_id: str, role: str) -> tuple[Link, ...]:
    found = (row for row in rows(pack, "situations") if _named(row[role], department_id))
    return tuple(links.situation(pack, row) for row in found)


def _tasks_where(pack: Pack, department_id: str, role: str) -> tuple[Link, ...]:
    return tuple(links.task(pack, row) for row in rows(pack, "tasks") if _named(row[role], department_id))


def _objectives_where(pack: Pack, department_id: str, role: str) -> tuple[Link, ...]:
    """Who owes a task owes the objective it serves."""
    tasks = {task["id"] for task in rows(pack, "tasks") if _named(task[role], department_id)}
    return tuple(links.objective(pack, row) for row in rows(pack, "objectives") if row.get("task") in tasks)


def _named(value: str | list[str], department_id: str) -> bool:
    return department_id == value if isinstance(value, str) else department_id in value


def situations(pack: Pack) -> tuple[Situation, ...]:
    """Every situation in the order of annex 3."""
    measures = {row["id"]: said(row, "title") for row in rows(pack, "measures")}
    return tuple(
        Situation(
            id=row["id"],
            number=row["number"],
            title=said(row, "title"),
            text=row["text"],
            clause=links.shaped(pack, [row["clause"]])[0],
            lead=parties(pack, [row["lead"]])[0],
            support=parties(pack, row["support"]),
            measures=tuple(measures[id] for id in row.get("measures") or ()),
        )
        for row in rows(pack, "situations")
    )
