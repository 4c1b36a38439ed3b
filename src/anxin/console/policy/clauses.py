"""The document as a tree of clauses."""

from dataclasses import replace

from anxin.console.policy import links
from anxin.console.policy.shapes import ClauseShape
from anxin.console.policy.shelf import rows, said
from anxin.policy import ClauseEntry, Pack


def tree(pack: Pack) -> tuple[ClauseShape, ...]:
    """The whole document: its chapters and annexes with everything below, parts of sentences left out."""
    inline = {row["id"] for row in rows(pack, "clauses") if row.get("inline")}
    titles = {row["id"]: said(row, "title") for row in rows(pack, "clauses")}
    below: dict[str | None, list[ClauseEntry]] = {}
    for entry in pack.clauses.values():
        if entry.id not in inline:
            below.setdefault(entry.parent, []).append(entry)
    return tuple(_branch(pack, entry, below, titles, 0) for entry in below.get(None, ()))


def _branch(
    pack: Pack,
    entry: ClauseEntry,
    below: dict[str | None, list[ClauseEntry]],
    titles: dict[str, str],
    depth: int,
) -> ClauseShape:
    leaf = links.shape(pack, entry, titles)
    children = tuple(_branch(pack, child, below, titles, depth + 1) for child in below.get(entry.id, ()))
    return replace(leaf, depth=depth, children=children)


def path(pack: Pack, entry: ClauseEntry) -> tuple[ClauseShape, ...]:
    """The clauses above one, from the chapter down."""
    above: list[str] = []
    while entry.parent:
        above.insert(0, entry.parent)
        entry = pack.clauses[entry.parent]
    return links.shaped(pack, above)


def neighbours(pack: Pack, clause_id: str) -> tuple[ClauseShape | None, ClauseShape | None]:
    """The clauses before and after one, in the order of the document."""
    ids = list(pack.clauses)
    at = ids.index(clause_id)
    before = links.shaped(pack, ids[at - 1 : at] if at else ())
    after = links.shaped(pack, ids[at + 1 : at + 2])
    return (before[0] if before else None, after[0] if after else None)


def children(pack: Pack, clause_id: str) -> tuple[ClauseShape, ...]:
    """The clauses directly below one."""
    return links.shaped(pack, [entry.id for entry in pack.clauses.values() if entry.parent == clause_id])


def merged_with(pack: Pack, clause_id: str) -> ClauseShape | None:
    """The cell of annex 1 that a merged cell belongs to."""
    row = next(row for row in rows(pack, "clauses") if row["id"] == clause_id)
    above = row.get("merged_with")
    return links.shaped(pack, [above])[0] if above else None
