"""Addresses of everything in a pack, and what rests on a clause."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anxin.console.policy.shapes import ClauseShape, Group, Link
from anxin.console.policy.shelf import Row, rows, said
from anxin.policy import ClauseEntry, Pack

SENTENCE_ENDS = ("。", "；", "：", "）", "/")


def clause(pack: Pack, clause_id: str) -> Link:
    """The link to a clause, marked with its place."""
    entry = pack.clauses[clause_id]
    return Link(entry.place, title_of(pack, entry), _url("clause", pack, clause_id))


def title_of(pack: Pack, entry: ClauseEntry) -> str:
    """A clause's title in the reader's language."""
    row = next((row for row in rows(pack, "clauses") if row["id"] == entry.id), None)
    return said(row, "title") if row else entry.title


def shaped(pack: Pack, clause_ids: Iterable[str]) -> tuple[ClauseShape, ...]:
    """Clauses by id, ready to show, without their children."""
    titles = {row["id"]: said(row, "title") for row in rows(pack, "clauses")}
    return tuple(shape(pack, pack.clauses[id], titles) for id in clause_ids)


def shape(pack: Pack, entry: ClauseEntry, titles: dict[str, str]) -> ClauseShape:
    """One clause, ready to show."""
    paragraphs = entry.text.split("\n")
    number = paragraphs.pop(0) if paragraphs[0].isdigit() else ""
    return ClauseShape(
        entry=entry,
        title=titles.get(entry.id, entry.title),
        url=_url("clause", pack, entry.id),
        paragraphs=tuple(paragraphs),
        number=number,
        headed=not paragraphs[0].endswith(SENTENCE_ENDS),
    )


def requirement(pack: Pack, row: Row) -> Link:
    """The link to a requirement of the standard."""
    return Link(row["id"], said(row, "title"), _url("requirement", pack, row["id"]))


def reading(pack: Pack, row: Row) -> Link:
    """The link to a reading."""
    return Link(row["id"], said(row, "title"), _url("reading", pack, row["id"]))


def objective(pack: Pack, row: Row) -> Link:
    """The link to an objective on the page of objectives."""
    return Link(row["id"], said(row, "title"), f"{_url('objectives', pack)}#{row['id']}")


def department(pack: Pack, row: Row) -> Link:
    """The link to a department."""
    name = said(row, "brief") or said(row, "name")
    return Link(str(row["number"]), name, _url("department", pack, row["id"]))


def towns() -> Link:
    """The towns and the development zone, which are no departments and have no page here."""
    return Link("", str(_("Development zone and towns")), "")


def duty(pack: Pack, row: Row) -> Link:
    """The link to a duty on its department's page."""
    return Link(row["id"], said(row, "title"), f"{_url('department', pack, row['department'])}#{row['id']}")


def situation(pack: Pack, row: Row) -> Link:
    """The link to a situation on the page of situations."""
    return Link(row["id"], said(row, "title"), f"{_url('situations', pack)}#{row['id']}")


def task(pack: Pack, row: Row) -> Link:
    """The link to a task: its clause, for a task has no page of its own."""
    return Link(row["id"], said(row, "title"), _url("clause", pack, row["clause"]))


def klass(pack: Pack, row: Row) -> Link:
    """The link to a kind of user, gas, venue … on the page of classes."""
    return Link("", said(row, "title"), f"{_url('classes', pack)}#{row['id']}")


# What may rest on a clause: table, heading, and how a row is linked. In the order of the page.
RESTING: tuple[tuple[str, Promise, Callable[[Pack, Row], Link]], ...] = (
    ("standard", _("Requirements"), requirement),
    ("objectives", _("Objectives"), objective),
    ("tasks", _("Tasks"), task),
    ("departments", _("Departments"), department),
    ("duties", _("Duties"), duty),
    ("situations", _("Situations"), situation),
    ("special_groups", _("Special groups"), klass),
    ("venues", _("Kinds of venue"), klass),
    ("hardships", _("Hardship"), klass),
    ("user_types", _("Kinds of user"), klass),
    ("gas_kinds", _("Kinds of gas"), klass),
    ("service_lives", _("Service lives"), klass),
    ("readings", _("Readings"), reading),
)


def resting_on(pack: Pack, clause_id: str) -> tuple[Group, ...]:
    """Everything in the pack that cites a clause, by kind."""
    return grouped(pack, lambda row: clause_id in row.get("clauses", ()))


def resting_on_reading(pack: Pack, row: Row) -> tuple[Group, ...]:
    """Everything that depends on a reading: what it names, and what names it."""
    named = {id for table in ("requirements", "objectives", "special_groups") for id in row.get(table) or ()}
    return grouped(
        pack, lambda other: other["id"] in named or row["id"] in reading_ids(other), but="readings"
    )


def grouped(pack: Pack, wanted: Callable[[Row], bool], but: str = "") -> tuple[Group, ...]:
    """Links to the rows wanted, by table; empty kinds are left out."""
    groups = (
        Group(str(title), tuple(link(pack, row) for row in rows(pack, table) if wanted(row)))
        for table, title, link in RESTING
        if table != but
    )
    return tuple(group for group in groups if group.links)


def readings_of(pack: Pack, ids: Iterable[str]) -> tuple[Link, ...]:
    """Links to readings by id."""
    wanted = set(ids)
    return tuple(reading(pack, row) for row in rows(pack, "readings") if row["id"] in wanted)


def reading_ids(row: Row) -> tuple[str, ...]:
    """The readings a row names: one, several or none."""
    named = row.get("readings") or row.get("reading") or ()
    return (named,) if isinstance(named, str) else tuple(named)


def _url(name: str, pack: Pack, *args: str) -> str:
    return reverse(f"policy:{name}", args=[pack.id, *args])
