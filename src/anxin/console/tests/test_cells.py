"""What stands in a workbook that we hand out is text, whatever somebody typed."""

from contextlib import suppress
from io import BytesIO
from xml.etree.ElementTree import ParseError

import openpyxl
import xlsxwriter

from anxin.console.cells import plain

MARKUP = "<r><t>x</t></r><f>1+1</f></r>"


def read_back(text: str) -> object:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as book:
        book.add_worksheet().write_string(0, 0, text)
    return openpyxl.load_workbook(content).active["A1"].value


def test_markup_comes_back_as_the_text_it_is() -> None:
    """Words that look like the writer's own markup are words."""
    assert str(read_back(plain(MARKUP))).strip() == MARKUP


def test_without_the_guard_markup_would_be_markup() -> None:
    """Broken twin: the bare text does not come back as it was typed."""
    with suppress(ParseError):  # or the file cannot even be opened
        assert read_back(MARKUP) != MARKUP


def test_a_cell_is_never_longer_than_excel_holds() -> None:
    """A longer text is cut, the workbook stays whole."""
    assert len(str(read_back(plain("长" * 40_000)))) == 32_000
