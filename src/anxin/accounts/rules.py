"""Pure answers: which grants go together, where a role may reach, how long."""

from collections.abc import Iterable
from datetime import date

from anxin.accounts.terms import ADMINISTRATORS, ROLES, Axis, Role


def axis_is_right(role: Role, *, area: bool, organisation: bool) -> bool:
    """Whether a grant names exactly the axis that its role is cut by."""
    axis = ROLES[role].axis
    return (area, organisation) == (axis is Axis.AREA, axis is Axis.COMPANY)


def go_together(role: Role, held: Iterable[Role]) -> bool:
    """Whether one person may hold a role beside others: an administrator holds nothing else."""
    others = set(held) - {role}
    return not others if role in ADMINISTRATORS else not others & ADMINISTRATORS


def overlap(starts_on: date, ends_on: date, other_starts_on: date, other_ends_on: date) -> bool:
    """Whether two periods share a day, both ends included."""
    return starts_on <= other_ends_on and other_starts_on <= ends_on


def next_grid_code(village_code: str, taken: Iterable[str]) -> str | None:
    """The first free grid code of a village after the highest one taken, or None when all are used."""
    highest = max((int(code[12:]) for code in taken), default=0)
    return f"{village_code}{highest + 1:03d}" if highest < 999 else None
