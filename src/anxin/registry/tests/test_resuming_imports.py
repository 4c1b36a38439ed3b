"""A killed worker leaves no import waiting for ever: taken up again, put aside, or given up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anxin.kernel import NotFound, WrongState
from anxin.ledger.models import Act
from anxin.registry.models import ImportBatch, Premises
from anxin.registry.queries import imports as queries
from anxin.registry.services import imports
from anxin.registry.tests.conftest import NOW
from anxin.registry.tests.test_imports import checked, media, town_clerk, uploaded, workbook

__all__ = ["media", "town_clerk"]
LATER = NOW + timedelta(minutes=5)


def killed(batch: ImportBatch, *, attempts: int = 0) -> None:
    """The batch's waiting job was taken by a worker that is no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE lock = %s AND id = "
            "(SELECT max(id) FROM procrastinate_jobs WHERE lock = %s)",
            [attempts, f"import-{batch.id}", f"import-{batch.id}"],
        )
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE lock = %s AND status = 'todo'", [f"import-{batch.id}"]
        )


def jobs(batch: ImportBatch) -> list[tuple[str, str]]:
    """The batch's jobs and how they stand."""
    found = ProcrastinateJob.objects.filter(lock=f"import-{batch.id}").order_by("id")
    return [(job.task_name.rpartition(".")[2], job.status) for job in found]


@pytest.fixture
def stopped(tmp_path, town_clerk):
    """A decided import whose writer was killed before it wrote."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    killed(batch)
    return batch


def test_stopped_work_is_told_and_taken_up_again(stopped, town_clerk):
    """The page says so; taken up, the job waits again and the rows are written once."""
    assert queries.batch(stopped.id, actor=town_clerk, now=LATER).stuck
    imports.resume_import(batch_id=stopped.id, actor=town_clerk, now=LATER)
    assert jobs(stopped) == [("write_workbook", "todo")]
    assert not queries.batch(stopped.id, actor=town_clerk, now=LATER).stuck
    imports.run_write(batch_id=stopped.id, actor=town_clerk, now=LATER)
    imports.run_write(batch_id=stopped.id, actor=town_clerk, now=LATER)
    assert Premises.objects.count() == 3
    assert Act.objects.filter(action="registry.workbook_resumed").count() == 1


def test_a_lost_job_is_queued_anew(stopped, town_clerk):
    """Where no job is left at all, taking up queues one."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE lock = %s", [f"import-{stopped.id}"])
    imports.resume_import(batch_id=stopped.id, actor=town_clerk, now=LATER)
    assert jobs(stopped) == [("write_workbook", "todo")]


def test_stopped_work_may_be_put_aside(stopped, town_clerk):
    """Nothing of it was written; the job, should it come back, finds nothing to do."""
    imports.discard_import(batch_id=stopped.id, actor=town_clerk, now=LATER)
    imports.run_write(batch_id=stopped.id, actor=town_clerk, now=LATER)
    assert Premises.objects.count() == 0


def test_work_that_goes_on_is_neither_taken_up_nor_put_aside(tmp_path, town_clerk, other_clerk):
    """A waiting job is not stopped work; another town's import is none at all."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    for verb in (imports.resume_import, imports.discard_import):
        with pytest.raises(WrongState):
            verb(batch_id=batch.id, actor=town_clerk, now=LATER)
        with pytest.raises(NotFound):
            verb(batch_id=batch.id, actor=other_clerk, now=LATER)
        with pytest.raises(NotFound):
            verb(batch_id=uuid4(), actor=town_clerk, now=LATER)


def test_the_worker_takes_up_by_itself(stopped, town_clerk):
    """Every minute the jobs of dead workers go back into the queue."""
    imports.take_up_stalled(now=LATER)
    assert jobs(stopped) == [("write_workbook", "todo")]


def test_a_workbook_that_ends_three_workers_is_given_up(stopped, town_clerk):
    """The third time the decision is open again, with the reason."""
    killed(stopped, attempts=imports.resume.TRIES - 1)
    imports.take_up_stalled(now=LATER)
    assert jobs(stopped) == [("write_workbook", "cancelled")]
    stopped.refresh_from_db()
    assert (stopped.state, bool(stopped.counts["failure"])) == ("checked", True)


def test_a_reading_that_was_killed_is_read_again(tmp_path, town_clerk):
    """Killed while reading, the next run reads from the beginning."""
    batch = ImportBatch.objects.get(pk=uploaded(workbook(tmp_path / "a.xlsx"), town_clerk))
    ImportBatch.objects.filter(pk=batch.pk).update(state="reading")
    killed(batch)
    imports.take_up_stalled(now=LATER)
    imports.run_read(batch_id=batch.id, now=LATER)
    batch.refresh_from_db()
    assert batch.state == "mapping"
