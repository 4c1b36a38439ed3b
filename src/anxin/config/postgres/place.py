"""Where a cluster lives and as whom it runs. Nothing here starts or writes a server."""

import hashlib
import os
import pwd
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

DATABASE = "anxin"
OWNER = "anxin_owner"  # owns the tables, runs migrations, may create test databases
APP = "anxin_app"  # what the application connects as: reads and writes rows, owns nothing
PORT = 5432  # only part of the socket's name
SERVICE_USERS = ("anxin", "postgres", "nobody")
SOCKET_PATH_LIMIT = 107  # sun_path less its closing zero byte
IDENTITY = "postgres.id"  # names the home of a cluster that cannot live inside its var


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
    return Path(__file__).resolve().parents[4]


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
