"""Acts as a workbook. Every text is a text cell, so nothing that a person typed is a formula."""

from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from anxin.console.acts.words import row
from anxin.console.cells import plain
from anxin.kernel.clock import ZONE
from anxin.ledger.contracts import ActFacts

WIDTHS = (9, 19, 14, 18, 22, 14, 38, 18, 30, 44, 34, 66)


def write_workbook(content: IO[bytes], heading: str, acts: Iterator[ActFacts]) -> int:
    """Write a heading, a line of titles and the acts, in the reader's language; answers how many acts."""
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(_("Acts"))
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for position, width in enumerate(WIDTHS):
            sheet.set_column(position, position, width, text)
        sheet.write_string(0, 0, plain(heading), bold)
        _write(sheet, 1, _titles(), bold)
        sheet.freeze_panes(2, 1)
        last = 1
        for last, act in enumerate(acts, 2):
            _write(sheet, last, _cells(act), text)
        sheet.autofilter(1, 0, last, len(WIDTHS) - 1)
    return last - 1


def _titles() -> list[str]:
    return [
        _("No."),
        _("When"),
        _("Who"),
        _("Role"),
        _("Act"),
        _("On what"),
        _("Number of the thing"),
        _("Area"),
        _("Reason"),
        _("What it says"),
        _("Request"),
        _("Hash"),
    ]


def _cells(act: ActFacts) -> list[str]:
    told = row(act)
    said = {**told.before, **told.after, **told.more}
    return [
        str(act.sequence),
        f"{act.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
        told.who,
        told.roles,
        told.what,
        told.kind,
        act.subject.id,
        act.subject.area_code,
        act.reason,
        "\n".join(f"{name}: {value}" for name, value in said.items()),
        act.request_id,
        act.hash,
    ]


def _write(sheet: Any, line: int, cells: list[str], shape: Any) -> None:
    for position, words in enumerate(cells):
        if words:
            sheet.write_string(line, position, plain(words), shape)
