"""The directories of a cluster, and the configuration in them, written anew at every start."""

import os
import pwd
from pathlib import Path

from anxin.config.postgres.place import PORT, Cluster, LaunchError

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


def own_directory(directory: Path, user: pwd.struct_passwd | None, mode: int = 0o755) -> None:
    """Create a directory, or refuse one that belongs to somebody else."""
    directory.mkdir(parents=True, exist_ok=True)
    if user is None:
        directory.chmod(mode)
        return
    if directory.is_symlink() or directory.stat().st_uid not in {user.pw_uid, os.geteuid()}:
        raise LaunchError(f"{directory} belongs to another user; remove it or set ANXIN_VAR elsewhere")
    os.chown(directory, user.pw_uid, user.pw_gid)
    directory.chmod(mode)


def prepare_directories(place: Cluster) -> None:
    own_directory(place.home, None)
    own_directory(place.data, place.user, 0o700)
    own_directory(place.socket, place.user, 0o700)
    if place.home.parent != place.var:
        pointer = place.var / "postgres"
        if not pointer.is_symlink():
            pointer.symlink_to(place.home)


def write_configuration(place: Cluster) -> None:
    callers = {place.user.pw_name, pwd.getpwuid(os.geteuid()).pw_name}
    ident = "".join(f'anxin "{name}" all\n' for name in sorted(callers))
    settings = SETTINGS.format(port=PORT, socket=str(place.socket).replace("'", "''"))
    for name, text in (("anxin.conf", settings), ("pg_hba.conf", HBA), ("pg_ident.conf", ident)):
        path = place.data / name
        path.write_text(text, encoding="utf-8")
        os.chown(path, place.user.pw_uid, place.user.pw_gid)
        path.chmod(0o600)
