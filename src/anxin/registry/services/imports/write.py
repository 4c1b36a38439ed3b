"""Write a decided import: one transaction, all of it or nothing."""

from collections import Counter
from datetime import datetime
from itertools import groupby, islice
from uuid import UUID

from django.db import transaction

from anxin.accounts.contracts import Actor
from anxin.kernel import Refusal
from anxin.registry.contracts import KnownFile, PremisesDraft, SourceDraft
from anxin.registry.imports.differing import draft_of
from anxin.registry.models import ImportBatch, ImportRow, Premises
from anxin.registry.queries.imports import will_write
from anxin.registry.queries.known import files_by_id
from anxin.registry.services.imports.batches import advance, move, record_act
from anxin.registry.services.write import write_premises
from anxin.registry.terms import ImportState, RowOutcome, SourceKind

PORTION = 1000
WRITTEN_AT_ONCE = 5000


def run_write(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Write a decided import: one transaction, all of it or nothing."""
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
            if batch is None or batch.state != ImportState.COMMITTING:
                return
            _write_rows(batch, actor=actor, now=now)
            move(batch, ImportState.COMMITTED, now)
            record_act("registry.workbook_written", batch, actor, now, counts=batch.counts)
    except Refusal as refusal:
        # Nothing was written. The decision is open again, with the reason.
        batch = ImportBatch.objects.get(pk=batch_id)
        batch.counts = {**batch.counts, "failure": refusal.message[:500]}
        batch.save(update_fields=["counts"])
        advance(batch, ImportState.CHECKED, now)


def _write_rows(batch: ImportBatch, *, actor: Actor, now: datetime) -> None:
    """Portion by portion, so that a ledger of any size fits in memory; the transaction is one."""
    totals: Counter[str] = Counter()
    last = 0
    while portion := list(
        ImportRow.objects.filter(batch=batch, pk__gt=last).order_by("pk")[:WRITTEN_AT_ONCE]
    ):
        last = portion[-1].pk
        rows = [row for row in portion if will_write(row.outcome, row.decision)]
        for sheet, own in groupby(rows, key=lambda row: row.sheet):
            source = SourceDraft(SourceKind.WORKBOOK, batch.file.name, sheet=sheet, file_id=batch.file_id)
            totals.update(_write_portion(list(own), source=source, actor=actor, now=now))
    batch.progress_done = batch.progress_total = totals["written"]
    kept = {key: value for key, value in batch.counts.items() if key != "failure"}
    batch.counts = {**kept, **{name: totals[name] for name in ("written", "created", "updated", "stale")}}
    batch.save(update_fields=["progress_done", "progress_total", "counts"])


def _write_portion(
    rows: list[ImportRow], *, source: SourceDraft, actor: Actor, now: datetime
) -> dict[str, int]:
    known = _known_now(rows, actor)
    drafts: list[PremisesDraft] = []
    written: list[ImportRow] = []
    for row in rows:
        file = known.get(_target(row) or "")
        if _is_stale(row, file):
            row.outcome = RowOutcome.CONFLICT
            continue
        changes = row.difference if row.premises_id and not row.decision.startswith("merge:") else None
        drafts.append(draft_of(row.parsed, known=file, changes=changes))
        written.append(row)
    report = write_premises(drafts=drafts, source=source, actor=actor, now=now)
    for row, result in zip(written, report.written, strict=True):
        row.premises_id = result.premises_id
    ImportRow.objects.bulk_update(rows, ["premises", "outcome"], batch_size=1000)
    return {
        "written": len(written),
        "created": report.created,
        "updated": report.changed,
        "stale": len(rows) - len(written),
    }


def _target(row: ImportRow) -> str | None:
    """The number of the file a row is written to; None for a new file."""
    if row.decision.startswith("merge:"):
        return row.decision.partition(":")[2]
    number: str | None = row.parsed.get("known")
    return number


def _known_now(rows: list[ImportRow], actor: Actor) -> dict[str, KnownFile]:
    numbers = {number for row in rows if (number := _target(row))}
    ids: list[UUID] = []
    stream = iter(sorted(numbers))
    while portion := list(islice(stream, PORTION)):
        ids += Premises.objects.filter(number__in=portion).values_list("pk", flat=True)
    # Locked before the versions are compared, so that nobody changes a file in between.
    list(Premises.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    return {file.number: file for file in files_by_id(actor, ids)}


def _is_stale(row: ImportRow, file: KnownFile | None) -> bool:
    """The file changed since the check, or is out of reach now."""
    number = _target(row)
    if number is None:
        return False
    if file is None:
        return True
    return not row.decision and file.version != row.parsed.get("version")
