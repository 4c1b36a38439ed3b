"""The standard's table: every cell is asked by a requirement, states an aim, or is marked "/"."""

from collections.abc import Iterator

from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.rows import Row
from anxin.policy.source import squeeze

EMPTY = "/"


def uncovered(folder: Folder) -> Iterator[Fault]:
    """Cells that nobody asks, and requirements that cite an empty cell or another row's cell."""
    clauses = folder.tables.get("clauses", {})
    for group in folder.tables.get("cell_groups", {}).values():
        asked = {cells[group["id"]]: cells for cells in _cells(folder) if group["id"] in cells}
        aims = group.get("aims") or []
        for clause in _children(clauses, group.get("cite")):
            name, empty = clause["id"], squeeze(str(clause.get("text") or "")) == EMPTY
            if not empty and name not in asked and name not in aims:
                yield group.fault(
                    "id",
                    f"no requirement asks the cell {name!r}",
                    "add one to standard.yaml, or list it in aims",
                )
            if empty and name in asked:
                row = asked[name]
                yield row.fault(group["id"], f"the cell {name!r} is empty (/)", "drop it from cells")


def _cells(folder: Folder) -> Iterator[Row]:
    for row in folder.tables.get("standard", {}).values():
        if isinstance(row.get("cells"), Row):
            yield row["cells"]


def _children(clauses: dict[str, Row], parents: object) -> Iterator[Row]:
    wanted = parents if isinstance(parents, list) else [parents]
    yield from (clause for clause in clauses.values() if clause.get("parent") in wanted)


def misplaced(folder: Folder) -> Iterator[Fault]:
    """Requirements that cite a cell of another column than their own."""
    clauses = folder.tables.get("clauses", {})
    for row in folder.tables.get("standard", {}).values():
        cells, own = row.get("cells"), row.get("column")
        if not isinstance(cells, Row):
            continue
        for group, name in cells.items():
            header = _header(clauses, name) or own
            if header != own:
                yield cells.fault(group, f"{name!r} is in {header!r}, not {own!r}", "correct one of them")


def _header(clauses: dict[str, Row], cell: str) -> str | None:
    """The title of the column that a cell says it belongs to."""
    column = clauses[cell].get("column") if cell in clauses else None
    return str(clauses[column]["title"]) if column in clauses else None
