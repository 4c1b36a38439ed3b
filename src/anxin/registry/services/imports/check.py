"""Read every row under the mapping and hold it against what is known; nothing of it is a file yet."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from anxin.files import services as files
from anxin.kernel import Refusal
from anxin.registry.excel import jail
from anxin.registry.excel.refused import Refused
from anxin.registry.imports.assessing import Assessed, assess
from anxin.registry.imports.choosing import chosen_sheets
from anxin.registry.imports.surroundings import area_names, order
from anxin.registry.models import ImportBatch, ImportRow
from anxin.registry.services.imports.batches import advance, person, refuse
from anxin.registry.terms import ImportState, RowOutcome

PORTION = 1000


def run_check(*, batch_id: UUID, now: datetime) -> None:
    """Read every row under the mapping and hold it against what is known; writes rows of the import only."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportState.CHECKING).first()
    if batch is None:
        return
    ImportRow.objects.filter(batch=batch).delete()
    counts: Counter[str] = Counter()
    try:
        records = _read_records(batch, now=now)
        names, _zones = area_names(batch.area_id)
        # whose reach limits what is compared: the uploader's, as it is now
        by = person(batch.uploaded_by_id, now=now)
        stream = assess(records, area_code=batch.area_id, area_names=names, actor=by)
        while portion := list(islice(stream, PORTION)):
            ImportRow.objects.bulk_create([_row_of(batch, item) for item in portion])
            for item in portion:
                count(counts, item)
            ImportBatch.objects.filter(pk=batch.pk).update(progress_done=counts["rows"])
    except (Refused, Refusal) as refused:
        refuse(batch, refused, now)
        return
    batch.counts = dict(counts)
    batch.progress_done = batch.progress_total = counts["rows"]
    batch.save(update_fields=["counts", "progress_done", "progress_total"])
    advance(batch, ImportState.CHECKED, now)


def count(counts: Counter[str], item: Assessed) -> None:
    """Add one assessed row to the totals."""
    counts["rows"] += 1
    counts[item.outcome.value] += 1
    counts["repeated"] += item.repeats
    counts["contradicting"] += item.repeats and item.outcome is RowOutcome.CONFLICT
    counts["faults"] += len(item.record["faults"])
    counts["with_faults"] += bool(item.record["faults"])
    counts["notices"] += len(item.record["notices"])
    counts["hidden"] += bool(item.record["hidden"])


def _read_records(batch: ImportBatch, *, now: datetime) -> Iterator[dict[str, Any]]:
    sheets = chosen_sheets(batch.sheets, batch.sheet)
    wanted = order(batch.area_id, now=now) | {
        "path": str(files.path_of(batch.file_id)),
        "sheets": sheets,
        "mapping": batch.mapping,
    }
    total = sum(s["rows"] for s in batch.sheets if s["name"] in sheets)
    ImportBatch.objects.filter(pk=batch.pk).update(progress_done=0, progress_total=total)
    for line in jail.read(wanted):
        if "record" in line:
            yield line["record"]


def _row_of(batch: ImportBatch, item: Assessed) -> ImportRow:
    told = item.record
    known = item.known.file if item.known else None
    return ImportRow(
        batch=batch,
        sheet=told["sheet"][:64],
        row=told["row"],
        raw=told["raw"],
        parsed={
            "values": told["values"],
            "positions": told["positions"],
            "extra": told["extra"],
            "area_code": told["area_code"],
            "notices": told["notices"],
            "hidden": told["hidden"],
            "known": known.number if known else None,
            "version": known.version if known else None,
        },
        faults=told["faults"],
        outcome=item.outcome,
        premises_id=known.id if known else None,
        difference=item.changes,
        candidates=item.candidates,
    )
