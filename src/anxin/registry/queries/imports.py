"""Imports as pages and commands show them: within the actor's reach, in the reader's language."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor, AreaFacts
from anxin.accounts.terms import AreaKind, Permission, Sensitivity
from anxin.kernel import NotFound
from anxin.registry.imports import choosing
from anxin.registry.imports.messages import refusal_words
from anxin.registry.models import ImportBatch, ImportRow
from anxin.registry.rules import composed_address
from anxin.registry.rules.masking import masked
from anxin.registry.terms import ImportState, RowOutcome

MASKED = frozenset({"holder_name", "safety_manager", "holder_phone", "holder_id_number"})
WORKER_SILENT = timedelta(seconds=60)
STUCK_AFTER = timedelta(minutes=2)
UNDER_WAY = frozenset(
    {ImportState.UPLOADED, ImportState.READING, ImportState.CHECKING, ImportState.COMMITTING}
)
_FAULTS_BY_KIND = """
SELECT fault->>'column', fault->>'code', count(*)
FROM registry_importrow, jsonb_array_elements(faults) AS fault WHERE batch_id = %s GROUP BY 1, 2
"""
_TOWNS = (AreaKind.DISTRICT, AreaKind.TOWN, AreaKind.DEVELOPMENT_ZONE)


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One import.

    Attributes:
        sheets: every sheet as surveyed.
        counts: rows, each outcome, faults; after writing also created, updated, stale.
        refusal: one sentence, or "".
    """

    id: UUID
    state: str
    file_name: str
    area_code: str
    area_name: str
    uploaded_by: str
    uploaded_at: datetime
    updated_at: datetime
    sheet: str
    sheets: list[dict[str, Any]]
    mapping: Mapping[str, str | None]
    progress_done: int
    progress_total: int
    counts: Mapping[str, Any]
    refusal: str
    decided_by: str
    decided_at: datetime | None
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a row would change; a personal value on file is masked until it is revealed there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row of an import.

    Attributes:
        name: who or what the row is about, as handed in.
        number: of the file it speaks of, or "".
        candidates: [{"number" or "row", "reasons", "certain"}].
        written: header → the cell's text as it stands in the sheet.
        will_write: what happens to it when the import is decided now.
    """

    id: int
    sheet: str
    row: int
    outcome: str
    name: str
    address: str
    number: str
    changes: tuple[Change, ...]
    candidates: tuple[dict[str, Any], ...]
    faults: tuple[dict[str, Any], ...]
    notices: tuple[dict[str, Any], ...]
    decision: str
    will_write: bool
    written: Mapping[str, str]


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """The imports of the areas the actor may import for; of a company, its own uploads.

    A workbook holds whatever its office keeps, ID numbers and hardship too: who may not read those sees
    the uploads of their own organisation only.
    """
    reach = actor.reach(Permission.PREMISES_IMPORT)
    condition = Q(pk__in=[])
    for code in reach.area_codes:
        uploaded = Q() if _reads_all(actor, code) else _own(actor)
        condition |= Q(area__code__startswith=code) & uploaded
    if reach.company_ids:
        condition |= Q(organisation_id__in=reach.company_ids)
    return ImportBatch.objects.filter(condition)


def _reads_all(actor: Actor, area_code: str) -> bool:
    knows = actor.may_know_hardship(area_code, None)
    return knows and actor.sensitivity(area_code, None) >= Sensitivity.SENSITIVE


def _own(actor: Actor) -> Q:
    if actor.organisation_id:
        return Q(organisation_id=actor.organisation_id)
    return Q(uploaded_by_id=actor.user_id) if actor.user_id else Q(pk__in=[])


def batches(actor: Actor, *, limit: int = 50) -> list[BatchFacts]:
    """The newest imports first."""
    rows = visible_batches(actor).select_related("file", "area").defer("sheets", "mapping")
    return [_facts(row, whole=False) for row in rows.order_by("-uploaded_at")[:limit]]


def batch(batch_id: UUID, *, actor: Actor, now: datetime | None = None) -> BatchFacts:
    """One import.

    Args:
        now: to tell whether its work has stopped; None where nobody asks.

    Raises:
        NotFound: no such import, or another's: the two look alike.
    """
    row = visible_batches(actor).select_related("file", "area").filter(pk=batch_id).first()
    if row is None:
        raise NotFound(_("There is no such import among those you may see."))
    return _facts(row, whole=True, stuck=now is not None and is_stuck(row, now=now))


def rows(batch_id: UUID, *, actor: Actor, outcome: str = "", decided: str = "") -> QuerySet[ImportRow]:
    """The rows of one import, in the sheet's order, with the files they speak of."""
    batch(batch_id, actor=actor)
    found = ImportRow.objects.filter(batch_id=batch_id).select_related("premises")
    if outcome:
        found = found.filter(outcome=outcome)
    return found.filter(decision=decided) if decided else found


def row(batch_id: UUID, row_id: int, *, actor: Actor) -> ImportRow:
    """One row.

    Raises:
        NotFound: no such row within reach.
    """
    found = rows(batch_id, actor=actor).filter(pk=row_id).first()
    if found is None:
        raise NotFound(_("There is no such row in this import."))
    return found


def faulty_rows(batch_id: UUID, *, actor: Actor, column: str = "", code: str = "") -> QuerySet[ImportRow]:
    """The rows with faults, narrowed to a column and a kind of fault."""
    found = rows(batch_id, actor=actor).exclude(faults=[])
    wanted = {key: value for key, value in (("column", column), ("code", code)) if value}
    return found.filter(faults__contains=[wanted]) if wanted else found


def fault_counts(batch_id: UUID, *, actor: Actor) -> tuple[dict[str, int], dict[str, int]]:
    """How many faults per column, and per kind."""
    batch(batch_id, actor=actor)
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS_BY_KIND, [batch_id])
        found = cursor.fetchall()
    columns: dict[str, int] = {}
    codes: dict[str, int] = {}
    for column, code, times in found:
        columns[column] = columns.get(column, 0) + times
        codes[code] = codes.get(code, 0) + times
    return columns, codes


def import_areas(actor: Actor) -> list[AreaFacts]:
    """The towns (and districts) an actor may import for; a company imports for the whole district."""
    reach = actor.reach(Permission.PREMISES_IMPORT)
    codes = reach.area_codes or ((accounts.this_district().code,) if reach.company_ids else ())
    found = {area.code: area for code in codes for area in accounts.areas_within(code, *_TOWNS)}
    found |= {code: area for code in codes if (area := accounts.area_facts(code))}
    return [found[code] for code in sorted(found)]


def worker_is_running(*, now: datetime) -> bool:
    """Whether a background worker gave a sign of life in the last minute."""
    return bool(ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - WORKER_SILENT).exists())


def columns_of_sheet(facts: BatchFacts, sheet: str) -> list[dict[str, Any]]:
    """The columns of one sheet, or of those read together for ""."""
    return choosing.columns_of(facts.sheets, choosing.chosen_sheets(facts.sheets, sheet))


def read_together(facts: BatchFacts) -> list[str]:
    """The sheets that are one ledger when none is named."""
    return choosing.chosen_sheets(facts.sheets, "") if facts.sheets else []


def left_out(facts: BatchFacts) -> list[Mapping[str, Any]]:
    """The sheets with data that this import does not read."""
    if not facts.sheets or facts.state == ImportState.REFUSED:
        return []
    return choosing.sheets_left_out(facts.sheets, choosing.chosen_sheets(facts.sheets, facts.sheet))


def is_stuck(row: ImportBatch, *, now: datetime) -> bool:
    """Whether work under way has stopped: no job waits for it and no living worker has one."""
    if row.state not in UNDER_WAY or now - row.updated_at < STUCK_AFTER:
        return False
    jobs = ProcrastinateJob.objects.filter(lock=job_lock(row.pk), status__in=("todo", "doing"))
    return not jobs.exclude(pk__in=[job.pk for job in stalled_jobs(now=now, batch_id=row.pk)]).exists()


def stalled_jobs(*, now: datetime, batch_id: UUID | None = None) -> list[ProcrastinateJob]:
    """The jobs of imports whose worker gave no sign of life for a minute."""
    jobs = ProcrastinateJob.objects.filter(status="doing", lock__startswith=job_lock(batch_id))
    alive = Q(worker__last_heartbeat__gte=now - WORKER_SILENT)
    return [job for job in jobs.exclude(alive).order_by("pk") if "batch_id" in job.args]


def job_lock(batch_id: UUID | None) -> str:
    """The lock of an import's jobs: one at a time."""
    return f"import-{batch_id or ''}"


def row_facts(row: ImportRow) -> RowFacts:
    """A row as a page shows it."""
    values = row.parsed["values"]
    return RowFacts(
        id=row.pk,
        sheet=row.sheet,
        row=row.row,
        outcome=row.outcome,
        name=str(values.get("sign_name") or values.get("licence_name") or values.get("holder_name") or ""),
        address=str(values.get("address") or composed_address(values)),
        number=row.premises.number if row.premises else "",
        changes=tuple(
            _change(field, pair, known=bool(row.premises_id)) for field, pair in row.difference.items()
        ),
        candidates=tuple(row.candidates),
        faults=tuple(row.faults),
        notices=tuple(row.parsed["notices"]),
        decision=row.decision,
        will_write=will_write(row.outcome, row.decision),
        written=row.raw,
    )


def will_write(outcome: str, decision: str) -> bool:
    """Whether a row is written when its import is decided."""
    if outcome in (RowOutcome.FAULTY, RowOutcome.UNCHANGED) or decision == "skip":
        return False
    return bool(decision) or outcome in (RowOutcome.NEW, RowOutcome.CHANGED)


def planned(batch_id: UUID, *, actor: Actor) -> dict[str, int]:
    """What the decision would do now: new files, changed files, rows left out."""
    found = Counter[str]()
    told = rows(batch_id, actor=actor).values_list("outcome", "decision", "premises_id", "parsed__known")
    for outcome, decision, premises_id, known in told.iterator():
        if not will_write(outcome, decision):
            found["unchanged" if outcome == RowOutcome.UNCHANGED else "left_out"] += 1
        elif premises_id or known or decision.startswith("merge:"):
            found["changed"] += 1
        else:
            found["new"] += 1
    return dict(found)


def _change(field: str, pair: list[Any], *, known: bool) -> Change:
    before, after = pair
    if known and field in MASKED and before:
        before = masked(field, str(before))
    return Change(field, before, after)


def _facts(row: ImportBatch, *, whole: bool, stuck: bool = False) -> BatchFacts:
    return BatchFacts(
        id=row.id,
        state=row.state,
        file_name=row.file.name,
        area_code=row.area_id,
        area_name=row.area.name,
        uploaded_by=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
        updated_at=row.updated_at,
        sheet=row.sheet,
        sheets=row.sheets if whole else [],
        mapping=row.mapping if whole else {},
        progress_done=row.progress_done,
        progress_total=row.progress_total,
        counts=row.counts,
        refusal=_refusal(row.refusal),
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        stuck=stuck,
    )


def _refusal(stored: str) -> str:
    if not stored:
        return ""
    told = json.loads(stored)
    return str(told.get("text") or refusal_words(told["code"], told.get("params", {})))
