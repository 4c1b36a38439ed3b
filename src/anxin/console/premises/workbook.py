"""The list as a workbook: row after row into a file, with no more than one row in memory.

Every text is a text cell of a column formatted as text: nothing a person typed is a formula, neither
when the workbook is opened nor when such a cell is edited.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anxin.console.cells import plain
from anxin.console.ui.words import gas_words, kind_words, state_words
from anxin.kernel.clock import local_day
from anxin.registry.queries.listing import ListedPremises
from anxin.registry.terms import PremisesState

HEADING, HEADER, FIRST = 0, 1, 2  # rows of the sheet
LINE_HEIGHT = 18  # points
TEXT, NUMBER, DAY = "@", "0", "yyyy-mm-dd"
SHADE = "#E8EEF7"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its words, its width in characters, what stands in it."""

    title: Promise
    width: int
    value: Callable[[ListedPremises], str | int | date | None]
    shape: str = TEXT


def write_workbook(content: IO[bytes], heading: Sequence[str], rows: Iterator[ListedPremises]) -> None:
    """Write the rows below a heading of some lines and a line of column titles, in the reader's language."""
    with TemporaryDirectory() as room:
        options = {"constant_memory": True, "tmpdir": room, "default_date_format": DAY}
        with xlsxwriter.Workbook(content, options) as book:
            sheet = book.add_worksheet(_("Premises"))
            _write_head(book, sheet, heading)
            last = HEADER
            for last, row in enumerate(rows, FIRST):
                _write_row(sheet, last, row)
            sheet.autofilter(HEADER, 0, last, len(COLUMNS) - 1)


def _write_head(book: Any, sheet: Any, heading: Sequence[str]) -> None:
    shapes = {shape: book.add_format({"num_format": shape}) for shape in (TEXT, NUMBER, DAY)}
    for position, column in enumerate(COLUMNS):
        sheet.set_column(position, position, column.width, shapes[column.shape])
    above = book.add_format({"num_format": TEXT, "text_wrap": True, "valign": "top", "bold": True})
    titles = book.add_format({"num_format": TEXT, "bold": True, "bg_color": SHADE, "bottom": 1})
    sheet.set_row(HEADING, LINE_HEIGHT * len(heading))
    sheet.merge_range(HEADING, 0, HEADING, len(COLUMNS) - 1, "", above)
    sheet.write_string(HEADING, 0, plain("\n".join(heading)), above)
    for position, column in enumerate(COLUMNS):
        sheet.write_string(HEADER, position, str(column.title), titles)
    sheet.freeze_panes(FIRST, 1)
    sheet.repeat_rows(HEADER)
    sheet.set_landscape()


def _write_row(sheet: Any, line: int, row: ListedPremises) -> None:
    for position, column in enumerate(COLUMNS):
        value = column.value(row)
        if isinstance(value, str):
            if value:
                sheet.write_string(line, position, plain(value))
        elif isinstance(value, int):
            sheet.write_number(line, position, value)
        elif value is not None:
            sheet.write_datetime(line, position, value)


def _verdict(row: ListedPremises) -> str:
    if row.applies:
        words = {True: _("Compliant"), False: _("Not compliant"), None: _("Not known")}
        return words[row.compliant]
    return "" if row.state == PremisesState.CLOSED else _("Outside the standard")


COLUMNS: tuple[Column, ...] = (
    Column(gettext_lazy("Number"), 15, lambda row: row.number),
    Column(pgettext_lazy("premises", "State"), 10, lambda row: state_words(row.state)),
    Column(gettext_lazy("Name"), 24, lambda row: row.name),
    Column(gettext_lazy("User"), 11, lambda row: kind_words(row.kind)),
    Column(gettext_lazy("Gas now"), 14, lambda row: gas_words(row.gas or "")),
    Column(gettext_lazy("Town"), 13, lambda row: row.town),
    Column(gettext_lazy("Village or grid"), 24, lambda row: row.place),
    Column(gettext_lazy("Address"), 44, lambda row: row.address),
    Column(gettext_lazy("Phone (masked)"), 15, lambda row: row.phone),
    Column(gettext_lazy("Verdict"), 13, _verdict),
    Column(gettext_lazy("Requirements not met"), 10, lambda row: row.not_met, NUMBER),
    Column(gettext_lazy("Requirements not known"), 10, lambda row: row.unknown, NUMBER),
    Column(gettext_lazy("Deadline"), 12, lambda row: row.due_on, DAY),
    Column(gettext_lazy("Late"), 8, lambda row: _("Late") if row.late else ""),
    Column(
        pgettext_lazy("filter", "Plan"),
        14,
        lambda row: _("Plan missing") if row.special and not row.has_plan else "",
    ),
    Column(gettext_lazy("Supplier"), 18, lambda row: row.supplier),
    Column(gettext_lazy("Updated on"), 12, lambda row: local_day(row.updated_at), DAY),
)
