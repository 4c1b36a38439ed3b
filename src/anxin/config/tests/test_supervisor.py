"""Parts live and die together. Each case runs a supervisor in a process of its own."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

LASTING = "import time; print('here', flush=True); time.sleep(600)"
PROGRAM = """
import sys
from pathlib import Path
from anxin.config import supervisor
from anxin.config.supervisor import Part, supervise
supervisor.STOP_WITHIN_SECONDS = 1
logs = Path(sys.argv[1])
parts = [Part(name, [sys.executable, "-c", code], logs / f"{{name}}.log") for name, code in {parts!r}]
here = lambda: all("here" in (logs / f"{{part.name}}.log").read_text() for part in parts)
say = lambda: print("READY", flush=True)
lost = lambda: "the ground is gone" if (logs / "gone").exists() else ""
sys.exit(supervise(parts, is_ready=here, say_ready=say, what_is_missing=lost))
"""


@pytest.fixture
def supervised(tmp_path):
    """Start a supervisor over (name, code) parts."""
    started = []

    def run(*parts):
        program = textwrap.dedent(PROGRAM.format(parts=list(parts)))
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def say_pid(code):
    return f"import os; print('pid', os.getpid(), flush=True); {code}"


def pid_in(log):
    return int(log.read_text().split()[1])


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_crash_of_one_ends_all_and_is_named(supervised, tmp_path):
    """Exit code, name and last words of the part that crashed; the other part is gone."""
    crashing = "print('here', flush=True); raise SystemExit('the disk is full')"
    process = supervised(("web", say_pid(LASTING)), ("worker", crashing))
    _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "worker ended with exit code 1" in told
    assert "the disk is full" in told
    assert is_gone(pid_in(tmp_path / "web.log"))


def test_kill_of_one_names_the_signal(supervised, tmp_path):
    """A part killed from outside is told as such."""
    process = supervised(("web", say_pid(LASTING)))
    assert process.stdout.readline() == "READY\n"
    os.kill(pid_in(tmp_path / "web.log"), signal.SIGKILL)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "web was ended by SIGKILL" in told


def test_loss_of_what_they_stand_on_ends_all(supervised, tmp_path):
    """The database is no child of ours; without it the parts end too, and it is named."""
    process = supervised(("web", say_pid(LASTING)))
    assert process.stdout.readline() == "READY\n"
    (tmp_path / "gone").touch()
    _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "the ground is gone" in told
    assert is_gone(pid_in(tmp_path / "web.log"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_stops_all(supervised, tmp_path, number):
    """Ctrl-C and SIGTERM end every part, in good order and with exit code 0."""
    process = supervised(("web", say_pid(LASTING)), ("worker", say_pid(LASTING)))
    assert process.stdout.readline() == "READY\n"
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert is_gone(pid_in(tmp_path / "web.log"))
    assert is_gone(pid_in(tmp_path / "worker.log"))


def test_part_that_will_not_stop_is_killed(supervised, tmp_path, monkeypatch):
    """A part that ignores SIGTERM does not outlive the supervisor."""
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    process = supervised(("web", say_pid(stubborn + LASTING)))
    assert process.stdout.readline() == "READY\n"
    process.terminate()
    process.communicate(timeout=30)
    assert is_gone(pid_in(tmp_path / "web.log"))


def test_crash_before_ready_never_says_ready(supervised):
    """What never came up is not announced."""
    told, _ = supervised(("web", "raise SystemExit(3)")).communicate(timeout=30)
    assert "READY" not in told
