"""The long work of the registry, done by the worker; queued in the transaction of its cause."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from anxin.accounts.contracts import Grant, house
from anxin.accounts.terms import Role
from anxin.registry.queries.imports import job_lock
from anxin.registry.services import imports, reassess

QUEUE = "imports"


@app.task(name="registry.read_workbook", queue=QUEUE)
def read_workbook(batch_id: str) -> None:
    """Survey an uploaded workbook."""
    with _finished_somehow(batch_id):
        imports.run_read(batch_id=UUID(batch_id), now=timezone.now())


@app.task(name="registry.check_workbook", queue=QUEUE)
def check_workbook(batch_id: str) -> None:
    """Hold a mapped workbook against what is known."""
    with _finished_somehow(batch_id):
        imports.run_check(batch_id=UUID(batch_id), now=timezone.now())


@app.task(name="registry.write_workbook", queue=QUEUE)
def write_workbook(batch_id: str, user_id: str, request_id: str) -> None:
    """Write a decided workbook, as the person who decided."""
    with _finished_somehow(batch_id):
        now = timezone.now()
        actor = replace(imports.person(UUID(user_id), now=now), request_id=request_id)
        imports.run_write(batch_id=UUID(batch_id), actor=actor, now=now)


@contextmanager
def _finished_somehow(batch_id: str) -> Iterator[None]:
    """A bug fails the job and is logged; the import says so instead of waiting for ever."""
    try:
        yield
    except Exception:
        imports.give_up(batch_id=UUID(batch_id), now=timezone.now())
        raise


# 16:05 UTC is 00:05 in Shanghai: a new legal day, on which products are a day older.
@app.periodic(cron="5 16 * * *")
@app.task(queueing_lock="registry.reassess", name="registry.reassess")
def reassess_all(timestamp: int) -> None:  # noqa: ARG001 - procrastinate names the moment it was due
    """Judge every open file of the district on the new day."""
    district = settings.DISTRICT
    reassess(
        actor=house("reassess", Grant(Role.DISTRICT_REGULATOR, district)),
        now=timezone.now(),
        area_code=district,
    )


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="registry.take_up_stalled", name="registry.take_up_stalled")
def take_up_stalled(timestamp: int) -> None:  # noqa: ARG001 - procrastinate names the moment it was due
    """Another go for the imports of workers that were killed."""
    imports.take_up_stalled(now=timezone.now())


def queue(work: str, batch_id: UUID, user_id: UUID | None, request_id: str) -> None:
    """Queue one piece of work for a batch; one at a time per batch."""
    told = {"batch_id": str(batch_id)}
    if work == "write":
        told |= {"user_id": str(user_id), "request_id": request_id}
    app.configure_task(f"registry.{work}_workbook", lock=job_lock(batch_id), queue=QUEUE).defer(**told)


def requeue(job_id: int, *, now: datetime) -> None:
    """Put a job whose worker died back into the queue."""
    app.job_manager.retry_job_by_id(job_id, now)


def drop(job_id: int) -> None:
    """Take a waiting job out of the queue."""
    app.job_manager.cancel_job_by_id(job_id)
