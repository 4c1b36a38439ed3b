"""Who issued a document, how far it has come, and what that means on the legal day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.console.policy import days
from anxin.console.policy.shapes import Clock
from anxin.console.policy.shelf import english, rows
from anxin.policy import Pack
from anxin.policy.terms import Status


@dataclass(frozen=True, slots=True)
class Identity:
    """The head of every page of the desk."""

    id: str
    title: str
    issuer: str
    document: str
    version: str
    content_hash: str
    status: str
    tone: str
    status_words: str
    force_badge: str
    force_words: str
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the pack has."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the desk in its navigation."""

    title: str
    url: str
    here: bool


def identity(pack: Pack, on: date) -> Identity:
    """The identity of a pack, read on a legal day."""
    word, tone, words = _status(pack.status)
    return Identity(
        id=pack.id,
        title=pack.title_en if english() else pack.title,
        issuer=pack.issuer_en if english() else pack.issuer,
        document=pack.document,
        version=pack.version,
        content_hash=pack.content_hash,
        status=word,
        tone=tone,
        status_words=words,
        force_badge=_force_badge(pack, on),
        force_words=_force(pack, on),
        clocks=days.clocks(pack, on),
    )


def _status(status: Status) -> tuple[str, str, str]:
    draft = _(
        "This is the draft sent for approval, without number or date of publication. "
        "It shows how the text would apply; a decision needs the published text."
    )
    known: dict[Status, tuple[str, str, str]] = {
        Status.DRAFT: (_("Draft"), "warn", draft),
        Status.REVIEWED: (_("Reviewed"), "info", _("Checked against the text, not yet in effect.")),
        Status.EFFECTIVE: (_("In effect"), "ok", _("Checked against the published text.")),
        Status.SUPERSEDED: (_("Superseded"), "neutral", _("A later edition has taken its place.")),
    }
    return known[status]


def _force_badge(pack: Pack, on: date) -> str:
    """What a badge says when the document does not hold on the legal day."""
    if pack.in_force(on):
        return ""
    return _("Not yet in force") if on < pack.valid.first else _("No longer in force")


def _force(pack: Pack, on: date) -> str:
    if pack.valid.last and on > pack.valid.last:
        return _(
            "On the legal day the document is no longer in force. Verdicts still show the standard "
            "as it stood, and works completed while it was in force can still be settled."
        )
    if on < pack.valid.first:
        return _("On the legal day the document is not yet in force.")
    return _("On the legal day the document is in force.")


def sections(here: str, pack: Pack) -> tuple[Section, ...]:
    """The pages of the desk, in the order of its navigation."""
    names = (
        ("pack", _("Document")),
        ("text", _("Text")),
        ("standard", _("Standard")),
        ("requirements", _("Requirements")),
        ("readings", _("Readings")),
        ("objectives", _("Objectives")),
        ("departments", _("Departments")),
        ("situations", _("Situations")),
        ("classes", _("Classes")),
    )
    return tuple(
        Section(title, reverse(f"policy:{name}", args=[pack.id]), name == here) for name, title in names
    )


def counts(pack: Pack) -> tuple[Count, ...]:
    """What the pack holds, each with the page that shows it."""
    tables = (
        ("clauses", "text", _("clauses")),
        ("standard", "requirements", _("requirements")),
        ("objectives", "objectives", _("objectives")),
        ("departments", "departments", _("departments")),
        ("duties", "departments", _("duties")),
        ("situations", "situations", _("situations")),
        ("readings", "readings", _("readings")),
    )
    return tuple(
        Count(len(rows(pack, table)), title, reverse(f"policy:{page}", args=[pack.id]))
        for table, page, title in tables
    )
