"""The standard of annex 1 as the table it is in the document."""

from itertools import groupby

from anxin.console.policy import links
from anxin.console.policy.shapes import Cell, ClauseShape, Link, MatrixRow
from anxin.console.policy.shelf import Row, rows
from anxin.policy import Pack

NO_DEMAND = "/"


def columns(pack: Pack) -> tuple[ClauseShape, ...]:
    """The columns of the standard, in order."""
    return links.shaped(pack, dict.fromkeys(row["column"] for row in _cells(pack)))


def matrix(pack: Pack) -> tuple[MatrixRow, ...]:
    """The rows of the standard, merged cells spanning the rows they were merged over."""
    table = [(gas, tuple(cells)) for gas, cells in groupby(_cells(pack), lambda row: row["parent"])]
    merged = [row["merged_with"] for _, cells in table for row in cells if row.get("merged_with")]
    users = [pack.clauses[gas].parent or gas for gas, _ in table]
    return tuple(
        MatrixRow(
            user=links.shaped(pack, [user])[0],
            user_span=0 if at and users[at - 1] == user else users.count(user),
            gas=links.shaped(pack, [gas])[0],
            cells=tuple(_cell(pack, cell, merged) for cell in cells),
        )
        for at, ((gas, cells), user) in enumerate(zip(table, users, strict=True))
    )


def annex(pack: Pack) -> str:
    """The clause id of the annex that the table is."""
    return next((pack.clauses[row["column"]].parent or "" for row in _cells(pack)), "")


def _cell(pack: Pack, row: Row, merged: list[str]) -> Cell:
    return Cell(
        clause=links.shaped(pack, [row["id"]])[0],
        column=links.shaped(pack, [row["column"]])[0],
        requirements=demanded_by(pack, row["id"]),
        span=0 if row.get("merged_with") else 1 + merged.count(row["id"]),
        empty=row["text"] == NO_DEMAND,
    )


def demanded_by(pack: Pack, clause_id: str) -> tuple[Link, ...]:
    """The requirements that stand in a cell."""
    standard = rows(pack, "standard")
    return tuple(links.requirement(pack, row) for row in standard if clause_id in row.get("clauses", ()))


def _cells(pack: Pack) -> tuple[Row, ...]:
    return tuple(row for row in rows(pack, "clauses") if row.get("column"))
