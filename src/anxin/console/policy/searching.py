"""Search in the text, the titles and the readings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from anxin.console.policy import links
from anxin.console.policy.shapes import Hit, Link
from anxin.console.policy.shelf import Row, rows, said
from anxin.policy import Pack

AROUND = 36  # characters shown on either side of a hit


def search(pack: Pack, query: str) -> tuple[Hit, ...]:
    """Clauses, requirements and readings that contain every word of a query, in this order.

    Words are parted by white space; case does not matter. An empty query finds nothing.
    """
    words = query.casefold().split()
    if not words:
        return ()
    return (*_clauses(pack, words), *_requirements(pack, words), *_readings(pack, words))


def _clauses(pack: Pack, words: list[str]) -> Iterator[Hit]:
    for row in rows(pack, "clauses"):
        text = "".join(row["text"].split("\n"))
        if not row.get("merged_with") and _found(words, text, row["title"], row["title_en"], row["place"]):
            yield _hit(links.clause(pack, row["id"]), _("Clause"), text, words)


def _requirements(pack: Pack, words: list[str]) -> Iterator[Hit]:
    for row in rows(pack, "standard"):
        if _found(words, row["id"], row["title"], row["title_en"]):
            yield _hit(links.requirement(pack, row), _("Requirement"), said(row, "text"), words)


def _readings(pack: Pack, words: list[str]) -> Iterator[Hit]:
    for row in rows(pack, "readings"):
        if _found(words, row["id"], *_words_of(row)):
            yield _hit(links.reading(pack, row), _("Reading"), said(row, "ours"), words)


def _hit(link: Link, kind: str, text: str, words: list[str]) -> Hit:
    return Hit(link.mark, link.title, link.url, *_around(text, words), kind=kind)


def _words_of(row: Row) -> Iterator[str]:
    for key in ("title", "title_en", "question", "question_en", "ours", "ours_en"):
        yield row[key]


def _found(words: list[str], *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words)


def _around(text: str, words: list[str]) -> tuple[str, str, str]:
    """The text before, at and after the first hit; its beginning when only the title was hit."""
    at, word = min(
        ((text.casefold().find(word), word) for word in words if word in text.casefold()),
        default=(-1, ""),
    )
    if at < 0:
        return (text[: 2 * AROUND] + ("…" if len(text) > 2 * AROUND else ""), "", "")
    start, end = max(0, at - AROUND), at + len(word) + AROUND
    before = ("…" if start else "") + text[start:at]
    return (before, text[at : at + len(word)], text[at + len(word) : end] + ("…" if end < len(text) else ""))
