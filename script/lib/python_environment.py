"""The locked Python environment: uv in var/tools, then .venv exactly as requirements.lock says."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps import ROOT, VAR, VENV, CannotGoOn, digest, install_packages, is_done, mark_done, run, step

LOCK = ROOT / "requirements.lock"
TOOLS_LOCK = ROOT / "script" / "lib" / "tools.lock"
TOOLS = VAR / "tools"
AGAIN = "Check the network, then type the same command again."


def ready() -> None:
    """Make .venv what the lock says, with src/ on its path."""
    stamp = VENV / "anxin-set-up"
    fingerprint = digest([LOCK], str(ROOT))
    if is_done(stamp, fingerprint) and _answers(VENV / "bin" / "python"):
        return
    _uv_ready()
    with step("Python environment .venv"):
        if not _answers(VENV / "bin" / "python"):
            shutil.rmtree(VENV, ignore_errors=True)
            _uv("venv", "--quiet", "--python", sys.executable, str(VENV))
        stamp.unlink(missing_ok=True)
        python = str(VENV / "bin" / "python")
        _uv("pip", "sync", "--require-hashes", "--python", python, str(LOCK))
        _put_sources_on_path()
    mark_done(stamp, fingerprint)


def _answers(python: Path) -> bool:
    """Whether this interpreter exists and is new enough (a venv dies with the Python it was made from)."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _put_sources_on_path() -> None:
    for site in (VENV / "lib").glob("python*/site-packages"):
        (site / "anxin.pth").write_text(f"{ROOT / 'src'}\n")


# ── uv ───────────────────────────────────────────────────────────────────────


def _uv_ready() -> None:
    stamp = TOOLS / "anxin-set-up"
    fingerprint = digest([TOOLS_LOCK], str(ROOT))
    if is_done(stamp, fingerprint) and _answers(TOOLS / "bin" / "python"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_packages(["python3-venv"], "This Python cannot make a virtual environment.")
    with step("installer uv in var/tools"):
        shutil.rmtree(TOOLS, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", str(TOOLS)],
            type_next="As root, type: apt-get install -y python3-venv",
        )
        pip = [
            str(TOOLS / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        run([*pip, "--require-hashes", "-r", str(TOOLS_LOCK)], type_next=AGAIN)
    mark_done(stamp, fingerprint)


def _uv(*arguments: str) -> None:
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        raise CannotGoOn(f"{uv} is missing. Type: rm -rf var/tools")
    run([str(uv), *arguments], type_next=AGAIN, env=_as_pip_is_configured())


def _as_pip_is_configured() -> dict[str, str]:
    """A mirror or certificate that pip was told of holds for uv too, which reads neither."""
    settings = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & os.environ.keys():
        settings |= _setting("UV_DEFAULT_INDEX", "index-url")
    if "SSL_CERT_FILE" not in os.environ:
        settings |= _setting("SSL_CERT_FILE", "cert")
    return settings


def _setting(name: str, of_pip: str) -> dict[str, str]:
    value = os.environ.get("PIP_" + of_pip.upper().replace("-", "_"))
    if not value:
        pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "config", "get", f"global.{of_pip}"]
        value = subprocess.run(pip, capture_output=True, text=True, check=False).stdout.strip()
    return {name: value} if value else {}
