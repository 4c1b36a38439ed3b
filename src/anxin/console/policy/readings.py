"""The readings: what the text leaves open and how the pack reads it."""

from anxin.console.policy import links
from anxin.console.policy.shapes import ReadingShape
from anxin.console.policy.shelf import Row, row_of, rows, said
from anxin.policy import Pack


def readings(pack: Pack) -> tuple[ReadingShape, ...]:
    """Every reading in the order of the pack."""
    return tuple(_shape(pack, row) for row in rows(pack, "readings"))


def reading(pack: Pack, reading_id: str) -> ReadingShape:
    """One reading.

    Raises:
        NotFound: the pack has no such reading.
    """
    return _shape(pack, row_of(pack, "readings", reading_id))


def _shape(pack: Pack, row: Row) -> ReadingShape:
    link = links.reading(pack, row)
    return ReadingShape(
        id=row["id"],
        title=link.title,
        question=said(row, "question"),
        ours=said(row, "ours"),
        alternatives=tuple(said(other, "text") for other in row.get("alternatives") or ()),
        ask_first=bool(row.get("ask_first")),
        grants=bool(row.get("schemes")),
        clauses=links.shaped(pack, row["clauses"]),
        rests=links.resting_on_reading(pack, row),
        url=link.url,
    )
