"""What every step of the set-up shares: paths, stamps, printing, running."""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"  # set-up belongs to the checkout, whatever ANXIN_VAR says
VENV = ROOT / ".venv"
APT = "/usr/bin/apt-get"
LOG = VAR / "log" / "set-up.log"


class CannotGoOn(Exception):
    """The set-up needs something from the user; the message ends with the line to type."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print what is being done and how long it took."""
    print(f"  {title} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def run(
    command: list[str], *, type_next: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Run a program with its output in var/log/set-up.log.

    Raises:
        CannotGoOn: it failed; with its last lines.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{ended.stdout}\n")
    if ended.returncode:
        last = "\n".join(ended.stdout.splitlines()[-15:])
        raise CannotGoOn(f"{last}\n\nThis step failed (whole output: {LOG}). {type_next}")


def digest(files: Iterable[Path], *more: str) -> str:
    """A fingerprint of the contents of files and of a few words."""
    seen = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        seen.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def is_done(stamp: Path, fingerprint: str) -> bool:
    return stamp.exists() and stamp.read_text() == fingerprint


def mark_done(stamp: Path, fingerprint: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint)


def may_install() -> list[str] | None:
    """The prefix with which system packages may be installed without asking, or None."""
    if not Path(APT).exists():
        return None
    if os.geteuid() == 0:
        return []
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False) if _has_sudo() else None
    return ["sudo", "-n"] if asked and asked.returncode == 0 else None


def _has_sudo() -> bool:
    return any((Path(part) / "sudo").exists() for part in os.environ.get("PATH", "").split(os.pathsep))


def install_packages(packages: list[str], why: str) -> None:
    """Install Debian packages, or stop with the line to type.

    Raises:
        CannotGoOn: we may not, or apt failed.
    """
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    prefix = may_install()
    if prefix is None:
        raise CannotGoOn(f"{why} As root, type: {line}")
    # apt needs the system's own directories, whatever the caller's path is.
    environment = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    with step(f"system packages {' '.join(packages)}"):
        run(
            [*prefix, APT, "update"],
            type_next=f"As root, type: apt-get update && {line}",
            env=environment,
        )
        run([*prefix, APT, *line.split()[1:]], type_next=f"As root, type: {line}", env=environment)
