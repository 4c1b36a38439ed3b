"""The imports desk: upload, map, look at faults and differences, decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.imports import showing
from anxin.console.imports.forms import UploadForm
from anxin.console.imports.steps import RUNNING, TONES, percent, steps
from anxin.kernel import NotFound, WrongState
from anxin.registry.queries import imports
from anxin.registry.services import imports as services
from anxin.registry.terms import ImportState, RowOutcome

PAGE = 50
DIGITS = 10  # of a page number; Python reads no number of thousands of them
DISCARDABLE = frozenset(
    {
        ImportState.UPLOADED,
        ImportState.READING,
        ImportState.MAPPING,
        ImportState.CHECKING,
        ImportState.CHECKED,
    }
)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def listing(request: StaffRequest) -> HttpResponse:
    """All imports within reach, the newest first."""
    found = [showing.batch_line(facts) for facts in imports.batches(request.actor)]
    return render(request, "imports/list.html", {"batches": found})


@require_http_methods(["GET", "POST"])
@requires(Permission.PREMISES_IMPORT)
def upload(request: StaffRequest) -> HttpResponse:
    """Hand in a workbook."""
    areas = imports.import_areas(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch_id = services.upload_workbook(
            name=file.name,
            chunks=file.chunks(),
            size=file.size,
            area_code=form.cleaned_data["area"],
            sheet=form.cleaned_data["sheet"],
            actor=request.actor,
            now=request.now,
        )
        return redirect("imports:batch", batch_id=batch_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/upload.html", {"form": form}, status=status)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """One import, at whatever step it stands."""
    facts = imports.batch(batch_id, actor=request.actor, now=request.now)
    context = _frame(request, facts) | {"not_read": showing.sheets_not_read(facts)}
    again = facts.state == ImportState.CHECKED and request.GET.get("step") == "mapping"
    if facts.state == ImportState.MAPPING or again:
        context |= _mapping_context(request, facts)
    elif facts.state == ImportState.CHECKED:
        context["tabs"] = showing.tabs(facts)
        context["plan"] = imports.planned(batch_id, actor=request.actor)
    if facts.state == ImportState.COMMITTED:
        written = imports.rows(batch_id, actor=request.actor).exclude(premises=None)[:PAGE]
        context["written"] = [showing.row_line(imports.row_facts(row)) for row in written]
    return render(request, "imports/batch.html", context)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def progress(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """How far the work is; when it is done, the page shows the next step by itself."""
    facts = imports.batch(batch_id, actor=request.actor, now=request.now)
    if facts.state not in RUNNING:
        return HttpResponseClientRefresh() if request.htmx else redirect("imports:batch", batch_id=batch_id)
    return render(request, "imports/_progress.html", _frame(request, facts))


@require_POST
@requires(Permission.PREMISES_IMPORT)
def mapping(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take the decided mapping and have the rows checked; from the check one may come back to it."""
    facts = imports.batch(batch_id, actor=request.actor)
    sheet = request.POST.get("sheet", facts.sheet)
    if "look" in request.POST:
        query = urlencode({"sheet": sheet, "step": "mapping"})
        return redirect(f"{reverse('imports:batch', args=[batch_id])}?{query}")
    decided = {
        header: request.POST.get(f"column-{position}") or None
        for position, header in enumerate(request.POST.getlist("header"))
    }
    services.choose_mapping(
        batch_id=batch_id, sheet=sheet, mapping=decided, actor=request.actor, now=request.now
    )
    return redirect("imports:batch", batch_id=batch_id)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def faults(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Every fault of every row, narrowed by column and kind."""
    facts = imports.batch(batch_id, actor=request.actor)
    column, code = request.GET.get("column", ""), request.GET.get("code", "")
    found = imports.faulty_rows(batch_id, actor=request.actor, column=column, code=code)
    page, context = _paged(request, found.count())
    lines = [imports.row_facts(row) for row in found[page * PAGE : (page + 1) * PAGE]]
    columns, codes = imports.fault_counts(batch_id, actor=request.actor)
    context |= _frame(request, facts) | {
        "tabs": showing.tabs(facts, here="faults"),
        "faults": [line for row in lines for line in showing.fault_lines(row, column, code)],
        "columns": showing.column_choices(columns, column),
        "codes": showing.code_choices(codes, code),
        "column": column,
        "code": code,
    }
    template = "imports/_faults.html" if request.htmx else "imports/faults.html"
    return render(request, template, context)


@require_GET
@requires(Permission.PREMISES_IMPORT)
def rows(request: StaffRequest, batch_id: UUID, outcome: str) -> HttpResponse:
    """The rows of one outcome, with before and after."""
    facts = imports.batch(batch_id, actor=request.actor)
    if outcome not in RowOutcome.values:
        raise NotFound(_("There is no such list."))
    found = imports.rows(batch_id, actor=request.actor, outcome=outcome)
    page, context = _paged(request, found.count())
    context |= _frame(request, facts) | {
        "tabs": showing.tabs(facts, here=outcome),
        "outcome": outcome,
        "outcome_words": RowOutcome(outcome).label,
        "rows": [showing.row_line(imports.row_facts(row)) for row in found[page * PAGE : (page + 1) * PAGE]],
        "decidable": facts.state == ImportState.CHECKED,
    }
    return render(request, "imports/rows.html", context)


@require_POST
@requires(Permission.PREMISES_IMPORT)
def row_decision(request: StaffRequest, batch_id: UUID, row_id: int) -> HttpResponse:
    """Decide one row."""
    chosen = request.POST.get("decision", "")
    services.decide_row(
        batch_id=batch_id, row_id=row_id, decision=chosen, actor=request.actor, now=request.now
    )
    row = imports.row_facts(imports.row(batch_id, row_id, actor=request.actor))
    if not request.htmx:
        return redirect("imports:rows", batch_id=batch_id, outcome=row.outcome)
    facts = imports.batch(batch_id, actor=request.actor)
    context = {"row": showing.row_line(row), "batch": facts, "decidable": True}
    return render(request, "imports/_row.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PREMISES_IMPORT)
def decision(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The one decision: what will be written, then write it."""
    facts = imports.batch(batch_id, actor=request.actor)
    if request.method == "POST":
        services.commit_import(batch_id=batch_id, actor=request.actor, now=request.now)
        messages.success(request, _("The decision is recorded; the files are being written."))
        return redirect("imports:batch", batch_id=batch_id)
    if facts.state != ImportState.CHECKED:
        raise WrongState(_("This import is not waiting for a decision. Open it to see where it stands."))
    plan = imports.planned(batch_id, actor=request.actor)
    return render(request, "imports/decision.html", _frame(request, facts) | {"plan": plan})


@require_POST
@requires(Permission.PREMISES_IMPORT)
def discard(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put the workbook aside."""
    services.discard_import(batch_id=batch_id, actor=request.actor, now=request.now)
    messages.success(request, _("The workbook was put aside. Nothing was written."))
    return redirect("imports:list")


@require_POST
@requires(Permission.PREMISES_IMPORT)
def resume(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take up work whose worker died."""
    services.resume_import(batch_id=batch_id, actor=request.actor, now=request.now)
    messages.success(request, _("The work is taken up again."))
    return redirect("imports:batch", batch_id=batch_id)


def _mapping_context(request: StaffRequest, facts: imports.BatchFacts) -> dict[str, Any]:
    sheets = showing.sheet_choices(facts)
    asked = request.GET.get("sheet", facts.sheet)
    sheet = asked if asked in dict(sheets) else facts.sheet
    return {"columns": showing.mapping_lines(facts, sheet), "sheets": sheets, "sheet": sheet}


def _frame(request: StaffRequest, facts: imports.BatchFacts) -> dict[str, Any]:
    running = facts.state in RUNNING
    return {
        "batch": facts,
        "state_words": ImportState(facts.state).label,
        "tone": TONES.get(ImportState(facts.state), "info"),
        "steps": steps(facts),
        "running": running,
        "percent": percent(facts),
        "worker_missing": running and not imports.worker_is_running(now=request.now),
        "discardable": facts.state in DISCARDABLE or facts.stuck,
    }


def _paged(request: StaffRequest, total: int) -> tuple[int, dict[str, Any]]:
    said = request.GET.get("page", "0")
    asked = int(said) if said.isascii() and said.isdigit() and len(said) < DIGITS else 0
    page = min(asked, max(0, (total - 1) // PAGE))

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    first, last = page * PAGE + bool(total), min(total, (page + 1) * PAGE)
    summary = ngettext("%(first)d–%(last)d of %(total)d row", "%(first)d–%(last)d of %(total)d rows", total)
    return page, {
        "total": total,
        "page_summary": summary % {"first": first, "last": last, "total": total},
        "previous": address(page - 1) if page else "",
        "next": address(page + 1) if last < total else "",
    }
