"""Workbooks that the desk hands out: the template and the faults. Every text is written as text."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.cells import MEDIA_TYPE, plain
from anxin.console.imports.showing import fault_lines
from anxin.kernel import NotFound
from anxin.registry.queries import imports, vocabulary

# Nothing a person typed may become a formula or a link in what we hand out.
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ROWS_OF_TEMPLATE = 2000
TEMPLATES = {
    "catering": [
        "area.town",
        "area.village",
        "area.grid",
        "sign_name",
        "licence_name",
        "credit_code",
        "food_licence_number",
        "venue",
        "scale",
        "floor_area_m2",
        "opened_on",
        "covered_by_network",
        "holder_name",
        "holder_phone",
        "safety_manager",
        "address",
        "floor_position",
        "building_kind",
        "longitude",
        "latitude",
        "gas_now",
        "supplier_id",
        "contract_number",
        "contract_signed_on",
        "cylinder",
        "stove",
        "stove.flame_failure",
        "stove.low_pressure",
        "hose.hose_kind",
        "hose.length_mm",
        "hose.threaded",
        "hose.double_thread",
        "hose.expires_on",
        "regulator",
        "leak_device",
        "leak_device.device_kind",
        "leak_device.brand_model",
        "leak_device.installed_on",
        "leak_device.expires_on",
        "leak_device.networked",
        "leak_device.online",
        "interlock",
        "main_pipe",
        "last_checked_on",
    ],
    "resident": [
        "area.town",
        "area.village",
        "area.grid",
        "account_number",
        "holder_name",
        "holder_id_number",
        "holder_phone",
        "address",
        "estate",
        "building",
        "unit",
        "room",
        "hardship",
        "gas_now",
        "supplier_id",
        "stove",
        "stove.flame_failure",
        "stove.low_pressure",
        "stove.expires_on",
        "hose.hose_kind",
        "hose.length_mm",
        "hose.threaded",
        "hose.expires_on",
        "regulator",
        "leak_device",
        "leak_device.expires_on",
        "meter.smart",
        "self_closing_valve",
        "last_checked_on",
    ],
}
TEXT_TYPES = frozenset({"phone", "id_number", "credit_code", "code"})
YES_NO_TYPES = frozenset({"yesno", "present", "leak_device"})


@require_GET
@requires(Permission.PREMISES_IMPORT)
def template(_request: StaffRequest, kind: str) -> HttpResponse:
    """An empty ledger with drop-down lists; phones and numbers are formatted as text."""
    if kind not in TEMPLATES:
        raise NotFound(_("There is no such template."))
    paths = TEMPLATES[kind]
    content = BytesIO()
    with xlsxwriter.Workbook(content, PLAIN) as book:
        _template_sheet(book, paths)
    return _download(content, f"anxin-{kind}.xlsx")


def _template_sheet(book: Any, paths: Sequence[str]) -> None:
    known = vocabulary.fields()
    sheet = book.add_worksheet("台账")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, path in enumerate(paths):
        field = known[path]
        sheet.write_string(0, column, field.usual, head)
        shape = as_text if field.type in TEXT_TYPES else as_day if field.type.endswith("date") else None
        sheet.set_column(column, column, 16, shape)
        words = ["有", "无"] if field.type in YES_NO_TYPES else vocabulary.option_words(path)
        if words:
            rule = {"validate": "list", "source": words, "error_type": "warning"}
            sheet.data_validation(1, column, ROWS_OF_TEMPLATE, column, rule)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def faults(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """All faults as a workbook: sheet, row, column, kind, what to do."""
    facts = imports.batch(batch_id, actor=request.actor)
    content = BytesIO()
    with xlsxwriter.Workbook(content, PLAIN) as book:
        sheet = book.add_worksheet(_("Faults")[:31])
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        titles = (_("Sheet"), _("Row"), _("Column"), _("Kind"), _("What to do"), _("Value as written"))
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, head)
        sheet.set_column(0, 3, 16)
        sheet.set_column(4, 4, 80)
        sheet.freeze_panes(1, 0)
        line = 0
        for row in imports.faulty_rows(batch_id, actor=request.actor).iterator(chunk_size=1000):
            for fault in fault_lines(imports.row_facts(row), "", ""):
                line += 1
                sheet.write_number(line, 1, fault.row)
                for column, text in (
                    (0, fault.sheet),
                    (2, fault.column),
                    (3, fault.kind),
                    (4, fault.message),
                    (5, fault.written),
                ):
                    sheet.write_string(line, column, plain(text))
    return _download(content, f"faults-{facts.id}.xlsx")


def _download(content: BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
