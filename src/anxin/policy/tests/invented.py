"""The invented jurisdictions beside these tests, and folders with some of their files changed."""

from pathlib import Path

PACKS = Path(__file__).parent / "packs"
YUNHE = PACKS / "yunhe-2024"
EAST = PACKS / "yunhe-east-2024"


def files_of(pack: Path) -> dict[str, str]:
    """The files of a pack by their path within it."""
    return {
        file.relative_to(pack).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(pack.rglob("*"))
        if file.is_file()
    }


def write_pack(folder: Path, files: dict[str, str]) -> Path:
    """Write a pack's files; the folder again."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder
