"""Compiled message catalogues: every .mo as new as its .po."""

from steps import ROOT, VENV, run, step


def ready() -> None:
    """Compile the catalogues that changed."""
    stale = [
        source
        for source in sorted((ROOT / "src").glob("**/locale/*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        with step(f"translations ({len(stale)} catalogues)"):
            compiler = [str(VENV / "bin" / "python"), "-m", "anxin.config.translations", "compile"]
            run([*compiler, *map(str, stale)], type_next="Mend the catalogue named above.")
