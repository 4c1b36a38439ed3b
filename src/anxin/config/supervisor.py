"""Several processes that live and die together.

One that ends by itself stops the others and is named with its last log lines; Ctrl-C and SIGTERM
stop all; a supervisor killed outright takes its children along (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LOOK_EVERY_SECONDS = 0.2
STOP_WITHIN_SECONDS = 10
LOG_LIMIT_BYTES = 20_000_000
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True, slots=True)
class Part:
    """One process to run; its output goes to the log."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    part: Part
    process: subprocess.Popen[bytes]
    log_begins_at: int

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None


class Crashed(Exception):
    """A part ended by itself; the message says which, how, and its last log lines."""


def supervise(
    parts: Sequence[Part],
    *,
    is_ready: Callable[[], bool],
    say_ready: Callable[[], None],
    what_is_missing: Callable[[], str] = str,
) -> int:
    """Run the parts until one ends or we are told to stop; say once when all is ready.

    Args:
        what_is_missing: asked all the time; names what they need and have lost, "" as long as all is well.
    Returns 0 after Ctrl-C or SIGTERM, 1 after a crash.
    """
    told_to_stop = _listen_for_signals()
    running: list[Running] = []
    try:
        running.extend(_launch(part) for part in parts)
        while not told_to_stop.is_set() and not is_ready():
            _look(running, what_is_missing)
            told_to_stop.wait(LOOK_EVERY_SECONDS)
        if not told_to_stop.is_set():
            say_ready()
        while not told_to_stop.wait(LOOK_EVERY_SECONDS):
            _look(running, what_is_missing)
    except Crashed as crash:
        print(f"\n{crash}", file=sys.stderr, flush=True)
        return 1
    finally:
        _stop(running)
    return 0


def _listen_for_signals() -> threading.Event:
    told_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: told_to_stop.set())
    return told_to_stop


def _launch(part: Part) -> Running:
    part.log.parent.mkdir(parents=True, exist_ok=True)
    if part.log.exists() and part.log.stat().st_size > LOG_LIMIT_BYTES:
        part.log.replace(part.log.with_suffix(".log.1"))
    with part.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (our own parts)
            part.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **part.environment},
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in good order
            preexec_fn=_die_with_parent,  # safe: there are no threads here yet
        )
        return Running(part, process, log.tell())


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _look(running: Sequence[Running], what_is_missing: Callable[[], str]) -> None:
    """Raises Crashed when a part ended, or lost what it stands on."""
    if missing := what_is_missing():
        raise Crashed(missing)
    for one in running:
        if one.ended:
            raise Crashed(_obituary(one))


def _obituary(one: Running) -> str:
    code = one.process.returncode
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    return f"{one.part.name} {how}. Its last words ({one.part.log}):\n{_last_words(one)}"


def _last_words(one: Running) -> str:
    with one.part.log.open("rb") as log:
        log.seek(one.log_begins_at)
        lines = log.read().decode(errors="replace").splitlines()[-20:]
    return "\n".join(f"  {line}" for line in lines) or "  (it said nothing)"


def _stop(running: Sequence[Running]) -> None:
    """Ask all politely, wait, then insist."""
    _signal_all(running, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for one in running:
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.0, deadline - time.monotonic()))
    _signal_all(running, signal.SIGKILL)
    for one in running:
        one.process.wait()


def _signal_all(running: Sequence[Running], number: signal.Signals) -> None:
    """To whole process groups: a part's own children must not outlive it."""
    for one in running:
        with suppress(ProcessLookupError):
            os.killpg(one.process.pid, number)
