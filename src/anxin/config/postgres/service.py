"""Up, down, and up for as long as somebody uses it."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anxin.config.postgres.binaries import programs, run
from anxin.config.postgres.files import prepare_directories, write_configuration
from anxin.config.postgres.place import Cluster, LaunchError, cluster
from anxin.config.postgres.roles import ensure_roles_and_database
from anxin.config.postgres.server import forget_dead_postmaster, initialise, is_running, last_lines, launch

ANSWER_SECONDS = 30


def start(var: Path | None = None) -> Cluster:
    """Bring the cluster up, creating it at first; returns at once when it is already up.

    Raises:
        LaunchError: with the last lines of the server's log.
    """
    import psycopg

    place = cluster(var)
    (place.var / "log").mkdir(parents=True, exist_ok=True)
    give_up_at = time.monotonic() + ANSWER_SECONDS
    with _one_at_a_time(place):
        while True:
            if not is_running(place):
                _bring_up(place)
            try:
                ensure_roles_and_database(place)
                return place
            except psycopg.OperationalError as error:
                # It was just dying, or is still recovering.
                if time.monotonic() > give_up_at:
                    raise LaunchError(f"PostgreSQL does not answer: {error}\nSee {place.log}") from error
                time.sleep(0.2)


def stop(var: Path | None = None) -> bool:
    """Stop the cluster in good order; False when it was not running."""
    place = cluster(var)
    if not place.data.exists():
        return False
    with _one_at_a_time(place):
        if not is_running(place):
            return False
        ended = run(
            place, programs(place) / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w", "-t", "60"
        )
        if ended.returncode:
            raise LaunchError(f"PostgreSQL did not stop:\n{last_lines(place.log)}\nSee {place.log}")
    return True


@contextmanager
def in_use(var: Path | None = None) -> Iterator[Cluster]:
    """The cluster, up for as long as anybody uses it: who leaves last stops it.

    Unless it was started by hand (`… start`), which keeps it up until it is stopped by hand. A user
    who is killed lets go of the lock, so the next one to leave still stops it.
    """
    place = cluster(var)
    place.var.mkdir(parents=True, exist_ok=True)
    with (place.var / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(var)
        finally:
            if not kept(place).exists():
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(var)


def kept(place: Cluster) -> Path:
    """The mark of a cluster that was started by hand."""
    return place.var / "postgres.kept"


def _bring_up(place: Cluster) -> None:
    binaries = programs(place)
    prepare_directories(place)
    if not (place.data / "PG_VERSION").exists():
        initialise(place, binaries)
    write_configuration(place)
    forget_dead_postmaster(place)
    launch(place, binaries)


@contextmanager
def _one_at_a_time(place: Cluster) -> Iterator[None]:
    with (place.var / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
