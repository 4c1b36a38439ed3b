"""Taking a pack, a clause or a row from the shelf; what is not there looks like any missing page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anxin.kernel import NotFound
from anxin.policy import ClauseEntry, Pack, PackInvalid, load_pack

Row = Mapping[str, Any]


def pack_of(pack_id: str) -> Pack:
    """The pack with this id.

    Raises:
        NotFound: no such pack, or one that cannot be used.
    """
    try:
        return load_pack(pack_id)
    except PackInvalid as invalid:
        raise NotFound(_("There is no usable policy pack “%(id)s”.") % {"id": pack_id}) from invalid


def clause_of(pack: Pack, clause_id: str) -> ClauseEntry:
    """One clause of a pack.

    Raises:
        NotFound: the document has no such clause.
    """
    if clause_id not in pack.clauses:
        raise NotFound(_("The document has no clause “%(id)s”.") % {"id": clause_id})
    return pack.clauses[clause_id]


def row_of(pack: Pack, table: str, row_id: str) -> Row:
    """One row of a table.

    Raises:
        NotFound: the table has no such row.
    """
    found = next((row for row in rows(pack, table) if row["id"] == row_id), None)
    if found is None:
        raise NotFound(_("The policy pack has no entry “%(id)s”.") % {"id": row_id})
    return found


def rows(pack: Pack, table: str) -> tuple[Row, ...]:
    """The rows of a table; a pack without the table has none."""
    return pack.tables.get(table, ())


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def said(row: Row, key: str) -> str:
    """A text of a row in the reader's language; the Chinese one where no other was written."""
    words = row.get(f"{key}_en") if english() else None
    return str(words or row.get(key) or "")
