"""Ledger workbooks, from upload to decision: read, map, check, decide, write; each a short act.

The long work (reading, checking, writing) is queued in the transaction of the act that asks for it
and done by the worker through `run_*`, in a reading process with limits.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.files import services as files
from anxin.kernel import Invalid, NotFound, NotPermitted, Refusal, WrongState
from anxin.ledger.contracts import Subject
from anxin.ledger.services import record
from anxin.registry.contracts import KnownFile, PremisesDraft, SourceDraft
from anxin.registry.excel import jail
from anxin.registry.excel.refused import Refused
from anxin.registry.excel.vocabulary import vocabulary
from anxin.registry.imports.assessing import Assessed, assess
from anxin.registry.imports.choosing import chosen_sheets, columns_of
from anxin.registry.imports.differing import draft_of
from anxin.registry.imports.messages import refusal_words
from anxin.registry.imports.surroundings import area_names, order
from anxin.registry.models import ImportBatch, ImportRow, Premises, RememberedMapping
from anxin.registry.queries.imports import visible_batches, will_write
from anxin.registry.queries.known import files_by_id
from anxin.registry.services.write import write_premises
from anxin.registry.terms import ImportState, RowOutcome, SourceKind

MAX_UPLOAD = 30 * 1024 * 1024
SUBJECT = "registry.workbook"
PORTION = 1000
WRITTEN_AT_ONCE = 5000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN = (ImportState.MAPPING, ImportState.CHECKED)
log = logging.getLogger(__name__)


# --- acts of a person ---------------------------------------------------------------------------


@transaction.atomic
def upload_workbook(
    *,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    area_code: str,
    sheet: str = "",
    actor: Actor,
    now: datetime,
    queue: bool = True,
) -> UUID:
    """Keep a workbook and queue its reading.

    Args:
        size: bytes announced; more than 30 MB are not taken in.
        sheet: read this sheet; "" to propose one.
    Raises:
        NotPermitted: the role does not import.
        NotFound: no such area within the actor's reach.
        Invalid: the file is too big.
    """
    require_area(actor, area_code)
    if size > MAX_UPLOAD:
        text = refusal_words("file_too_big", {"limit": MAX_UPLOAD // 1024 // 1024})
        raise Invalid(text, fields={"file": text})
    stored = files.store(name=name, chunks=chunks, media_type=MEDIA_TYPE, actor=actor, now=now)
    batch = ImportBatch.objects.create(
        file_id=stored.id,
        area_id=area_code,
        organisation_id=actor.organisation_id,
        uploaded_by_id=actor.user_id,
        uploaded_by_name=actor.name,
        uploaded_at=now,
        sheet=sheet[:64],
        updated_at=now,
    )
    _record("registry.workbook_uploaded", batch, actor, now, file=stored.name, sha256=stored.sha256)
    if queue:
        _queue("read", batch)
    return batch.id


@transaction.atomic
def choose_mapping(
    *,
    batch_id: UUID,
    sheet: str,
    mapping: Mapping[str, str | None],
    actor: Actor,
    now: datetime,
    queue: bool = True,
) -> None:
    """Decide what each header means, remember it for the organisation, and queue the check.

    Args:
        mapping: header → field path, None to keep the column as it is.
    Raises:
        NotFound: no such batch within reach.
        WrongState: it is being read, checked or is already decided.
        Invalid: an unknown header, an unknown field, or one field twice.
    """
    batch = locked_batch(batch_id, actor=actor)
    _require_state(batch, *_OPEN)
    sheets = chosen_sheets(batch.sheets, sheet)
    headers = [column["header"] for column in columns_of(batch.sheets, sheets)]
    _require_mapping(mapping, headers)
    batch.sheet = sheet[:64]
    batch.mapping = {header: mapping.get(header) or None for header in headers}
    batch.layout = layout_digest(headers)
    _remember(batch, now)
    _move(batch, ImportState.CHECKING, now)
    _record("registry.workbook_mapped", batch, actor, now, mapping=batch.mapping)
    if queue:
        _queue("check", batch)


@transaction.atomic
def decide_row(*, batch_id: UUID, row_id: int, decision: str, actor: Actor, now: datetime) -> None:
    """Say what becomes of one row: ``apply``, ``skip``, ``merge:<number>`` or "" for the usual.

    Raises:
        NotFound: no such batch or row within reach.
        WrongState: the batch is not waiting for its decision.
        Invalid: the row cannot be written, or is not like that file.
    """
    batch = locked_batch(batch_id, actor=actor)
    _require_state(batch, ImportState.CHECKED)
    row = ImportRow.objects.filter(batch=batch, pk=row_id).first()
    if row is None:
        raise NotFound(_("There is no such row in this import."))
    allowed = {"", "skip", *([] if row.outcome == RowOutcome.FAULTY else ["apply"])}
    allowed |= {f"merge:{c['number']}" for c in row.candidates if c.get("number")}
    if decision not in allowed:
        raise Invalid(_("This row cannot be decided like that."))
    row.decision = decision[:40]
    row.save(update_fields=["decision"])
    batch.updated_at = now
    batch.save(update_fields=["updated_at"])


@transaction.atomic
def commit_import(*, batch_id: UUID, actor: Actor, now: datetime, queue: bool = True) -> None:
    """The one decision: write what was checked. Pressed twice, it is done once.

    Raises:
        NotFound: no such batch within reach.
        WrongState: somebody decided first, or it is not checked yet.
    """
    batch = locked_batch(batch_id, actor=actor)
    _require_state(batch, ImportState.CHECKED)
    batch.decided_by_name, batch.decided_at = actor.name, now
    batch.progress_done, batch.progress_total = 0, 0
    _move(batch, ImportState.COMMITTING, now)
    _record("registry.workbook_decided", batch, actor, now, counts=batch.counts)
    if queue:
        _queue("write", batch, actor=actor)


@transaction.atomic
def discard_import(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a workbook aside without writing anything.

    Raises:
        NotFound: no such batch within reach.
        WrongState: it is already decided, or work on it is under way.
    """
    batch = locked_batch(batch_id, actor=actor)
    _require_state(batch, ImportState.UPLOADED, ImportState.READING, ImportState.CHECKING, *_OPEN)
    batch.decided_by_name, batch.decided_at = actor.name, now
    _move(batch, ImportState.DISCARDED, now)
    ImportRow.objects.filter(batch=batch).delete()
    _record("registry.workbook_discarded", batch, actor, now)


# --- the long work ------------------------------------------------------------------------------


def run_read(*, batch_id: UUID, now: datetime) -> None:
    """Survey an uploaded workbook and propose sheet and mapping."""
    batch = _claim(batch_id, ImportState.UPLOADED, ImportState.READING, now)
    if batch is None:
        return
    try:
        remembered = remembered_mapping(batch.organisation_id)
        surveyed = jail.survey(files.path_of(batch.file_id), remembered=remembered)
        sheets = chosen_sheets(surveyed, batch.sheet)
    except (Refused, Refusal) as refused:
        _refuse(batch, refused, now)
        return
    batch.sheets = surveyed
    batch.sheet = sheets[0]
    columns = columns_of(surveyed, sheets)
    batch.mapping = {column["header"]: column["field"] for column in columns}
    batch.layout = layout_digest([column["header"] for column in columns])
    batch.save(update_fields=["sheets", "sheet", "mapping", "layout"])
    _advance(batch, ImportState.MAPPING, now)


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
        by = _checker(batch, now)
        stream = assess(records, area_code=batch.area_id, area_names=names, actor=by)
        while portion := list(islice(stream, PORTION)):
            ImportRow.objects.bulk_create([_row_of(batch, item) for item in portion])
            for item in portion:
                count(counts, item)
            ImportBatch.objects.filter(pk=batch.pk).update(progress_done=counts["rows"])
    except (Refused, Refusal) as refused:
        _refuse(batch, refused, now)
        return
    batch.counts = dict(counts)
    batch.progress_done = batch.progress_total = counts["rows"]
    batch.save(update_fields=["counts", "progress_done", "progress_total"])
    _advance(batch, ImportState.CHECKED, now)


def run_write(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Write a decided import: one transaction, all of it or nothing."""
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
            if batch is None or batch.state != ImportState.COMMITTING:
                return
            _write_rows(batch, actor=actor, now=now)
            _move(batch, ImportState.COMMITTED, now)
            _record("registry.workbook_written", batch, actor, now, counts=batch.counts)
    except Refusal as refusal:
        # Nothing was written. The decision is open again, with the reason.
        batch = ImportBatch.objects.get(pk=batch_id)
        batch.counts = {**batch.counts, "failure": refusal.message[:500]}
        batch.save(update_fields=["counts"])
        _advance(batch, ImportState.CHECKED, now)


def give_up(*, batch_id: UUID, now: datetime) -> None:
    """After a bug in the long work: no import stays under way for ever.

    A reading is refused; a write, of which nothing stayed, is open for decision again.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == ImportState.COMMITTING:
        batch.counts = {**batch.counts, "failure": refusal_words("failed", {})}
        batch.save(update_fields=["counts"])
        _advance(batch, ImportState.CHECKED, now)
    elif batch.state in (ImportState.UPLOADED, ImportState.READING, ImportState.CHECKING):
        _refuse(batch, Refused("failed"), now)


def _write_rows(batch: ImportBatch, *, actor: Actor, now: datetime) -> None:
    """Portion by portion, so that a ledger of any size fits in memory; the transaction is one."""
    source = SourceDraft(SourceKind.WORKBOOK, batch.file.name, sheet=batch.sheet, file_id=batch.file_id)
    totals: Counter[str] = Counter()
    last = 0
    while portion := list(
        ImportRow.objects.filter(batch=batch, pk__gt=last).order_by("pk")[:WRITTEN_AT_ONCE]
    ):
        last = portion[-1].pk
        rows = [row for row in portion if will_write(row.outcome, row.decision)]
        totals.update(_write_portion(rows, source=source, actor=actor, now=now))
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


# --- parts --------------------------------------------------------------------------------------


def require_area(actor: Actor, area_code: str) -> None:
    """The actor imports, and the area lies within what they may import for.

    Raises:
        NotPermitted: the role does not import.
        NotFound: no such area within reach; another's looks like none.
    """
    actor.require(Permission.PREMISES_IMPORT, _("Your role may not import ledgers."))
    reach = actor.reach(Permission.PREMISES_IMPORT)
    inside = any(area_code.startswith(code) for code in reach.area_codes) or bool(reach.company_ids)
    if not inside or accounts.area_facts(area_code) is None:
        raise NotFound(_("There is no such area among those you may import for."))


def locked_batch(batch_id: UUID, *, actor: Actor) -> ImportBatch:
    """One import within reach, locked for the decision.

    Raises:
        NotFound: no such import, or another's: the two look alike.
    """
    batch = visible_batches(actor).select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("There is no such import among those you may see."))
    return batch


def remembered_mapping(organisation_id: UUID | None) -> dict[str, str | None]:
    """Header → field as the organisation decided the last time; None: left as it is."""
    own = Q(organisation=organisation_id) if organisation_id else Q(organisation=None)
    rows = RememberedMapping.objects.filter(own).values_list("header", "field")
    known = vocabulary().fields
    return {header: field or None for header, field in rows if not field or field in known}


def layout_digest(headers: Iterable[str]) -> str:
    """The same for the same headers in the same order."""
    return sha256("\n".join(headers).encode()).hexdigest()


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
    sheets = chosen_sheets(batch.sheets, batch.sheet) if batch.sheet else chosen_sheets(batch.sheets, "")
    kind = next((s["layout"] for s in batch.sheets if s["name"] == batch.sheet), "")
    if kind == "form":
        sheets = [s["name"] for s in batch.sheets if s["layout"] == "form" and s["visible"]] or sheets
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


def _checker(batch: ImportBatch, now: datetime) -> Actor | None:
    """Whose reach limits what the rows are compared with: the uploader's, as it is now."""
    return person(batch.uploaded_by_id, now=now)


def person(user_id: UUID | None, *, now: datetime) -> Actor:
    """The actor a person is at this moment, for work they asked for earlier.

    Raises:
        NotPermitted: nobody asked, or the account is closed.
    """
    found = accounts.actor_behind(user_id=user_id, now=now) if user_id else None
    if found is None:
        raise NotPermitted(_("The account that asked for this is closed."))
    return found


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


def _require_mapping(mapping: Mapping[str, str | None], headers: list[str]) -> None:
    chosen = [field for header, field in mapping.items() if field and header in headers]
    known = vocabulary().fields
    unknown = [field for field in chosen if field not in known]
    twice = [field for field, times in Counter(chosen).items() if times > 1]
    if unknown:
        raise Invalid(_("There is no such field."), fields={"mapping": ", ".join(unknown)})
    if twice:
        raise Invalid(
            _("Two columns may not go to the same field: %(fields)s. Keep one of them as it is.")
            % {"fields": "、".join(_(known[field].label) for field in twice)}
        )


def _remember(batch: ImportBatch, now: datetime) -> None:
    RememberedMapping.objects.bulk_create(
        [
            RememberedMapping(
                organisation_id=batch.organisation_id, header=header[:200], field=field or "", used_at=now
            )
            for header, field in batch.mapping.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "header"],
        update_fields=["field", "used_at"],
    )


def _require_state(batch: ImportBatch, *states: ImportState) -> None:
    if batch.state not in states:
        raise WrongState(
            _(
                "This import is already at “%(state)s”; that cannot be done any more. "
                "Open it again to see where it stands."
            )
            % {"state": ImportState(batch.state).label}
        )


def _claim(batch_id: UUID, before: ImportState, after: ImportState, now: datetime) -> ImportBatch | None:
    """Take a batch for the long work; None when another run has it or it moved on."""
    taken = ImportBatch.objects.filter(pk=batch_id, state=before).update(state=after, updated_at=now)
    return ImportBatch.objects.get(pk=batch_id) if taken else None


def _advance(batch: ImportBatch, state: ImportState, now: datetime) -> None:
    """Move on, unless somebody discarded the batch meanwhile."""
    ImportBatch.objects.filter(pk=batch.pk).exclude(state=ImportState.DISCARDED).update(
        state=state, updated_at=now
    )


def _move(batch: ImportBatch, state: ImportState, now: datetime) -> None:
    batch.state, batch.updated_at = state, now
    batch.save()


def _refuse(batch: ImportBatch, refused: Refused | Refusal, now: datetime) -> None:
    told = (
        {"code": refused.code, "params": refused.params}
        if isinstance(refused, Refused)
        else {"code": "", "text": refused.message}
    )
    log.info("workbook %s refused: %s", batch.pk, told["code"])
    ImportRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.REFUSED, refusal=json.dumps(told, ensure_ascii=False), updated_at=now
    )


def _record(action: str, batch: ImportBatch, actor: Actor, now: datetime, **detail: Any) -> None:
    record(
        action,
        subject=Subject(SUBJECT, str(batch.pk), batch.area_id),
        actor=actor,
        at=now,
        detail=detail,
        after={"state": batch.state},
    )


def _queue(work: str, batch: ImportBatch, *, actor: Actor | None = None) -> None:
    from anxin.registry import tasks

    tasks.queue(work, batch.pk, actor.user_id if actor else None, actor.request_id if actor else "")
