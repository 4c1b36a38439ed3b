"""The classifications of a pack: kinds of user, gas, venue, hardship, special groups, service lives."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anxin.console.policy import links
from anxin.console.policy.shapes import Class, ClassTable
from anxin.console.policy.shelf import Row, rows, said
from anxin.policy import Pack


def _no_note(_pack: Pack, _row: Row) -> str:
    return ""


def _venue(_pack: Pack, row: Row) -> str:
    notes = {
        _("Public venue of objective six"): row.get("public") is True,
        _("Canteen"): row.get("canteen") is True,
        _("No connection grant"): row.get("connection_excluded") is True,
    }
    return " · ".join(str(note) for note, holds in notes.items() if holds)


def _hardship(_pack: Pack, row: Row) -> str:
    notes = {
        _("Must have a leak device"): row.get("installs"),
        _("Paid in full by the government"): row.get("funded"),
    }
    return " · ".join(str(note) for note, holds in notes.items() if holds)


def _life(pack: Pack, row: Row) -> str:
    source = next(source for source in rows(pack, "sources") if source["id"] == row["source"])
    months = row["life_months"]
    life = ngettext("%(months)d month", "%(months)d months", months) % {"months": months}
    return f"{life} · {source['number']} ({source['date']}) · {CERTAINTY[row['certainty']]}"


CERTAINTY: dict[str, Promise] = {
    "verified": _("Text of the source read"),
    "secondary": _("From second-hand pages"),
    "unverified": _("To be verified"),
}
TABLES: tuple[tuple[str, Promise, Callable[[Pack, Row], str]], ...] = (
    ("user_types", _("Kinds of user"), _no_note),
    ("gas_kinds", _("Kinds of gas"), _no_note),
    ("venues", _("Kinds of venue"), _venue),
    ("hardships", _("Hardship"), _hardship),
    ("special_groups", _("Special groups: each needs a plan of its own"), _no_note),
    ("service_lives", _("Service lives"), _life),
)


def tables(pack: Pack) -> tuple[ClassTable, ...]:
    """Every classification that the pack has."""
    return tuple(
        ClassTable(name, str(title), tuple(_class(pack, row, note) for row in rows(pack, name)))
        for name, title, note in TABLES
        if rows(pack, name)
    )


def _class(pack: Pack, row: Row, note: Callable[[Pack, Row], str]) -> Class:
    return Class(
        id=row["id"],
        title=said(row, "title"),
        note=note(pack, row),
        clauses=links.shaped(pack, row["clauses"]),
        readings=links.readings_of(pack, links.reading_ids(row)),
    )
