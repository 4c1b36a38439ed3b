"""Codes of the reading process in words: what it is, where it stands, what to do now."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FAULTS = {
    "digits_lost": gettext_lazy(
        "Digits of this number were lost because the cell is a number (“%(value)s”). "
        "Format the column as text and enter the number again."
    ),
    "bad_phone": gettext_lazy(
        "“%(value)s” is neither a mobile nor a landline number. Correct it or leave it blank."
    ),
    "bad_id_number": gettext_lazy(
        "“%(value)s” is not a valid ID number (length, birthday or check digit). Compare it with the card."
    ),
    "bad_credit_code": gettext_lazy(
        "“%(value)s” is not a valid unified social credit code (18 characters with a check digit). "
        "Compare it with the licence."
    ),
    "bad_date": gettext_lazy("“%(value)s” is not a date. Write it like 2023-06-21."),
    "future_date": gettext_lazy(
        "“%(value)s” lies in the future, where this cannot have happened yet. Correct the date."
    ),
    "bad_number": gettext_lazy("“%(value)s” is not a number with a known unit. Write one number."),
    "out_of_range": gettext_lazy("“%(value)s” cannot be right for this column. Check number and unit."),
    "unknown_word": gettext_lazy(
        "“%(value)s” is none of the words known for this column. Use a word of the template."
    ),
    "several_answers": gettext_lazy("“%(value)s” names more than one. Write the one that counts."),
    "ditto": gettext_lazy("“%(value)s” refers to another cell. Write the value itself into every row."),
    "became_a_date": gettext_lazy(
        "The spreadsheet turned this text into a date (“%(value)s”). "
        "Format the cell as text and enter it again."
    ),
    "not_a_name": gettext_lazy("“%(value)s” is a number, not a name."),
    "too_long": gettext_lazy(
        "This text has %(length)s characters; at most %(limit)s can be kept. Shorten it."
    ),
    "wrong_area": gettext_lazy(
        "“%(value)s” is not within the area of this import. Take the row out or import it with its own area."
    ),
    "unknown_area": gettext_lazy("There is no area called “%(value)s” here.%(hint)s"),
    "ambiguous_area": gettext_lazy("“%(value)s” names more than one area here. Write the town as well."),
    "coordinates_swapped": gettext_lazy(
        "“%(value)s”: longitude and latitude seem to be swapped. Exchange the two."
    ),
    "coordinates_outside": gettext_lazy("“%(value)s” lies outside the country. Check the coordinates."),
    "cell_error": gettext_lazy(
        "The cell %(cell)s shows an error of the spreadsheet. Enter the value itself."
    ),
    "formula_without_value": gettext_lazy(
        "The cell %(cell)s holds a formula without a result. Save the workbook with values instead."
    ),
    "missing_address": gettext_lazy("Without an address the row cannot become a file. Enter the address."),
    "ends_before_it_begins": gettext_lazy(
        "“%(value)s” lies before the day it was made or installed. Check both."
    ),
    "other_company": gettext_lazy(
        "This row names another supplier. A company imports its own customers only."
    ),
    "cannot_stand": gettext_lazy("This value cannot be kept: %(text)s"),
}
NOTICES = {
    "precision_month": gettext_lazy("“%(value)s” names no day: kept as written, no day is invented."),
    "precision_year": gettext_lazy("“%(value)s” names only a year: kept as written, no day is invented."),
    "more_phones": gettext_lazy(
        "More than two numbers: the first two are kept in the field, all as written."
    ),
    "kept_as_written": gettext_lazy("Kept as written."),
    "supplier_not_known": gettext_lazy("No company of this name is known here: kept as written."),
    "grid_not_known": gettext_lazy("The grid “%(value)s” is not known here: kept as written."),
    "not_yours": gettext_lazy("Your role may not write this field: the value was not taken in."),
    "sheet_not_read": gettext_lazy(
        "The sheet “%(sheet)s” (%(rows)s rows) was not read: "
        "it has other columns, is hidden or was not chosen. Choose it as the sheet to import it by itself."
    ),
    "half_a_position": gettext_lazy("Only one of longitude and latitude is given: kept as written."),
}
REFUSALS = {
    "not_a_workbook": gettext_lazy(
        "This is not an .xlsx workbook. Open it in the spreadsheet and save it as .xlsx."
    ),
    "old_xls": gettext_lazy("This is an old .xls file by its content. Save it as .xlsx and upload that."),
    "xlsb": gettext_lazy("This is a binary .xlsb workbook. Save it as .xlsx and upload that."),
    "encrypted": gettext_lazy(
        "The workbook is protected by a password. Remove the password and upload it again."
    ),
    "macros": gettext_lazy("The workbook contains macros. Save it as .xlsx without macros and upload that."),
    "external_links": gettext_lazy(
        "The workbook refers to other workbooks. Replace those formulas by their values and upload it again."
    ),
    "embedded": gettext_lazy("The workbook contains embedded objects. Remove them and upload it again."),
    "dde": gettext_lazy("A formula of the workbook would start a program. Replace it by its value."),
    "entities": gettext_lazy(
        "The workbook defines XML entities, which no spreadsheet does. It is not opened."
    ),
    "leads_outside": gettext_lazy(
        "A part of the workbook is named so that it would be unpacked elsewhere. It is not opened."
    ),
    "broken": gettext_lazy(
        "The workbook is damaged and cannot be read. Open it, save it again and upload that."
    ),
    "too_many_parts": gettext_lazy(
        "The workbook has %(count)s parts; at most %(limit)s are read. Remove pictures and sheets."
    ),
    "too_large": gettext_lazy(
        "Unpacked, the workbook has %(megabytes)s MB; at most %(limit)s MB are read. Split it."
    ),
    "bomb": gettext_lazy(
        "The workbook unpacks to %(ratio)s times its size; at most %(limit)s times is opened."
    ),
    "too_many_rows": gettext_lazy(
        "The sheet reaches to cell %(cell)s; at most %(limit)s rows are read. "
        "Delete what stands there or split it."
    ),
    "too_many_columns": gettext_lazy(
        "The sheet reaches to cell %(cell)s; at most %(limit)s columns are read. Delete what stands there."
    ),
    "too_much_memory": gettext_lazy(
        "Reading the workbook took more memory than it may. Split it into smaller ones."
    ),
    "too_slow": gettext_lazy("Reading the workbook took longer than it may. Split it into smaller ones."),
    "failed": gettext_lazy(
        "Something went wrong on our side; nothing was written. The system administrator finds it in the log."
    ),
    "reading_ended": gettext_lazy("The reading process was ended from outside. Upload the workbook again."),
    "no_such_sheet": gettext_lazy("There is no sheet “%(sheet)s”. The workbook has: %(sheets)s."),
    "no_header": gettext_lazy(
        "No header row was recognised in “%(sheet)s”. The first row of the table must name the columns."
    ),
    "no_ledger": gettext_lazy("No sheet of this workbook looks like a ledger: no header row was recognised."),
    "file_too_big": gettext_lazy("The file has more than %(limit)s MB. Split it."),
}
REASONS = {
    "number": gettext_lazy("same number"),
    "account": gettext_lazy("same account number"),
    "credit": gettext_lazy("same credit code"),
    "place": gettext_lazy("same address"),
    "near_place": gettext_lazy("address nearly the same"),
    "name": gettext_lazy("same or similar name"),
    "phone": gettext_lazy("same phone"),
    "holder": gettext_lazy("same person"),
}


def fault_words(code: str, params: Mapping[str, Any]) -> str:
    """One sentence for a fault or a notice."""
    told = dict(params)
    if code == "unknown_area":
        meant = told.get("meant")
        told["hint"] = _(" Did you mean “%(name)s”?") % {"name": meant} if meant else _(" Check the name.")
    words = FAULTS.get(code) or NOTICES.get(code)
    return str(words) % told if words else code


def refusal_words(code: str, params: Mapping[str, Any]) -> str:
    """One line for a refused workbook."""
    return str(REFUSALS[code]) % dict(params) if code in REFUSALS else code
