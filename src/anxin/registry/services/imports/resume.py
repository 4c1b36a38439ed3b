"""Work that died is taken up again; work that cannot be done is given up. No import waits for ever."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.kernel import WrongState
from anxin.registry.excel.refused import Refused
from anxin.registry.imports.messages import refusal_words
from anxin.registry.models import ImportBatch
from anxin.registry.queries.imports import is_stuck, stalled_jobs
from anxin.registry.services.imports.batches import advance, locked_batch, queue_work, record_act, refuse
from anxin.registry.terms import ImportState

TRIES = 3
_WORK = {
    ImportState.UPLOADED: "read",
    ImportState.READING: "read",
    ImportState.CHECKING: "check",
    ImportState.COMMITTING: "write",
}


def give_up(*, batch_id: UUID, now: datetime) -> None:
    """After a bug in the long work: no import stays under way for ever.

    A reading is refused; a write, of which nothing stayed, is open for decision again.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == ImportState.COMMITTING:
        batch.counts = {**batch.counts, "failure": refusal_words("failed", {})}
        batch.save(update_fields=["counts"])
        advance(batch, ImportState.CHECKED, now)
    elif batch.state in (ImportState.UPLOADED, ImportState.READING, ImportState.CHECKING):
        refuse(batch, Refused("failed"), now)


@transaction.atomic
def resume_import(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Take up work that stopped midway; what was done of it does not count twice.

    Raises:
        NotFound: no such batch within reach.
        WrongState: nothing is under way, or a worker is at it.
    """
    batch = locked_batch(batch_id, actor=actor)
    if not is_stuck(batch, now=now):
        raise WrongState(_("This import has not stopped. Open it again to see where it stands."))
    record_act("registry.workbook_resumed", batch, actor, now)
    _again(batch, actor, now)


def take_up_stalled(*, now: datetime) -> None:
    """Give the jobs of dead workers another go; a workbook that ends three workers is given up."""
    from anxin.registry import tasks

    for job in stalled_jobs(now=now):
        batch_id = UUID(job.args["batch_id"])
        with transaction.atomic():
            tasks.requeue(job.pk, now=now)
            if job.attempts + 1 >= TRIES:
                tasks.drop(job.pk)
                give_up(batch_id=batch_id, now=now)


def _again(batch: ImportBatch, actor: Actor, now: datetime) -> None:
    from anxin.registry import tasks

    dead = stalled_jobs(now=now, batch_id=batch.pk)
    for job in dead:
        tasks.requeue(job.pk, now=now)
    if not dead:
        queue_work(_WORK[ImportState(batch.state)], batch, actor=actor)
    ImportBatch.objects.filter(pk=batch.pk).update(updated_at=now)
