"""The decision of a person, row by row and once for all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.kernel import Invalid, NotFound
from anxin.registry.models import ImportRow
from anxin.registry.queries.imports import is_stuck
from anxin.registry.services.imports.batches import locked_batch, move, queue_work, record_act, require_state
from anxin.registry.terms import ImportState, RowOutcome

_DISCARDABLE = (
    ImportState.UPLOADED,
    ImportState.READING,
    ImportState.MAPPING,
    ImportState.CHECKING,
    ImportState.CHECKED,
)


@transaction.atomic
def decide_row(*, batch_id: UUID, row_id: int, decision: str, actor: Actor, now: datetime) -> None:
    """Say what becomes of one row: ``apply``, ``skip``, ``merge:<number>`` or "" for the usual.

    Raises:
        NotFound: no such batch or row within reach.
        WrongState: the batch is not waiting for its decision.
        Invalid: the row cannot be written, or is not like that file.
    """
    batch = locked_batch(batch_id, actor=actor)
    require_state(batch, ImportState.CHECKED)
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
    require_state(batch, ImportState.CHECKED)
    batch.decided_by_name, batch.decided_at = actor.name, now
    batch.progress_done, batch.progress_total = 0, 0
    move(batch, ImportState.COMMITTING, now)
    record_act("registry.workbook_decided", batch, actor, now, counts=batch.counts)
    if queue:
        queue_work("write", batch, actor=actor)


@transaction.atomic
def discard_import(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a workbook aside without writing anything.

    Raises:
        NotFound: no such batch within reach.
        WrongState: it is already decided and being written by a worker that lives.
    """
    batch = locked_batch(batch_id, actor=actor)
    if not is_stuck(batch, now=now):
        require_state(batch, *_DISCARDABLE)
    batch.decided_by_name, batch.decided_at = actor.name, now
    move(batch, ImportState.DISCARDED, now)
    ImportRow.objects.filter(batch=batch).delete()
    record_act("registry.workbook_discarded", batch, actor, now)
