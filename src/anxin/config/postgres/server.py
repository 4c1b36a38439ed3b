"""The server process: made, launched, recognised after a reboot, and what it said last."""

import os
import shutil
import time
from pathlib import Path

from anxin.config.postgres.binaries import run
from anxin.config.postgres.place import PORT, Cluster, LaunchError

SUPERUSER = "postgres"
START_SECONDS = 120
ORPHAN_SECONDS = 20  # after a kill -9 the orphaned backends need a moment to notice


def is_running(place: Cluster) -> bool:
    pid = _postmaster_pid(place)
    return pid is not None and _is_our_postmaster(pid, place)


def last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def initialise(place: Cluster, binaries: Path) -> None:
    locale = ("-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
    ended = run(
        place,
        binaries / "initdb",
        "-D",
        place.data,
        "-U",
        SUPERUSER,
        "--auth=peer",
        "--no-instructions",
        *locale,
    )
    if ended.returncode:
        # A half-made cluster would be taken for a whole one next time.
        for leftover in place.data.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        raise LaunchError(f"initdb failed:\n{last_lines(place.log)}\nSee {place.log}")
    with (place.data / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude = 'anxin.conf'\n")


def launch(place: Cluster, binaries: Path) -> None:
    orphans_gone_by = time.monotonic() + ORPHAN_SECONDS
    while True:
        mark = place.log.stat().st_size if place.log.exists() else 0
        ended = run(place, binaries / "pg_ctl", "start", "-D", place.data, "-w", "-t", str(START_SECONDS))
        if ended.returncode == 0:
            return
        said = _since(place.log, mark)
        if "pre-existing shared memory block" not in said or time.monotonic() > orphans_gone_by:
            raise LaunchError(f"PostgreSQL did not start:\n{said[-2000:]}\nSee {place.log}")
        time.sleep(0.3)


def _postmaster_pid(place: Cluster) -> int | None:
    try:
        return int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_our_postmaster(pid: int, place: Cluster) -> bool:
    """Alive and really PostgreSQL on this data directory: after a reboot the number may be anybody's."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists() and _alive(pid)
    return os.fsencode(place.data) in command and b"postgres" in command


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def forget_dead_postmaster(place: Cluster) -> None:
    """PostgreSQL removes these itself, unless the number in them has been given to another process."""
    for stale in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
        stale.unlink(missing_ok=True)
    (place.socket / f".s.PGSQL.{PORT}").unlink(missing_ok=True)


def _since(log: Path, mark: int) -> str:
    with log.open("rb") as file:
        file.seek(mark)
        return file.read().decode(errors="replace")
