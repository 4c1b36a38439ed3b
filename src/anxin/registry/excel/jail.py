"""Run the reading process with limits and hand on its lines."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from anxin.registry.excel.refused import Refused

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 240
WALL_SECONDS = 300
SOURCE = Path(__file__).resolve().parents[3]


def survey(path: Path, *, remembered: Mapping[str, str | None] | None = None) -> list[dict[str, Any]]:
    """Every sheet of a workbook: layout, headers, samples, proposed mapping.

    Raises:
        Refused: the workbook is declined, or its reading was ended.
    """
    order = {"do": "survey", "path": str(path), "remembered": dict(remembered or {})}
    return [line["sheet"] for line in _lines(order) if "sheet" in line]


def read(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Lines {"record": …} and {"progress": [row, of]} of a reading.

    Raises:
        Refused: the workbook is declined, or its reading was ended.
    """
    yield from _lines({"do": "read", **order})


def _lines(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    limits = {"memory_bytes": MEMORY_BYTES, "cpu_seconds": CPU_SECONDS} | dict(order)
    process = subprocess.Popen(
        [sys.executable, "-m", "anxin.registry.excel.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    timer = threading.Timer(float(limits.get("wall_seconds", WALL_SECONDS)), process.kill)
    timer.start()
    try:
        yield from _spoken(process, limits)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()


def _spoken(process: subprocess.Popen[bytes], order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    assert process.stdin and process.stdout and process.stderr  # noqa: S101 - PIPE was asked for
    try:
        process.stdin.write(json.dumps(order, default=str).encode())
        process.stdin.close()
    except BrokenPipeError:
        raise Refused("reading_ended") from None
    errors: list[bytes] = []
    drain = threading.Thread(target=lambda: errors.append(process.stderr.read()), daemon=True)  # type: ignore[union-attr]
    drain.start()
    for raw in process.stdout:
        line: dict[str, Any] = json.loads(raw)
        if "refused" in line:
            raise Refused(line["refused"], **line["params"])
        yield line
    drain.join(timeout=5)
    code = process.wait()
    if code != 0:
        raise _ended(code, b"".join(errors))


def _ended(code: int, errors: bytes) -> Refused:
    """A killed reading is a refusal; a broken program of ours is a bug, and says so."""
    if b"MemoryError" in errors or b"memory allocation" in errors or code in {-6, -9, 134, 137}:
        return Refused("too_much_memory" if code != -9 else "reading_ended")
    if code in {-24, -14}:
        return Refused("too_slow")
    if code < 0:
        return Refused("reading_ended")
    raise RuntimeError(f"the reading process failed: {errors.decode(errors='replace')[-2000:]}")
