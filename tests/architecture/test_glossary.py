"""The glossary speaks of this house: every identifier in it is in use."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IDENTIFIER = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|", re.MULTILINE)


def entries() -> list[tuple[str, str]]:
    """(identifier, 中文术语) of every row."""
    return IDENTIFIER.findall((ROOT / "docs" / "glossary.md").read_text("utf-8"))


def test_every_glossary_word_is_used() -> None:
    """A word nobody writes any more leaves the glossary."""
    folders = [ROOT / "src", ROOT / "packs"]
    text = "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".yaml", ".html"} and "tests" not in path.parts
    )
    assert not [word for word, _ in entries() if word not in text]


def test_every_glossary_word_stands_once() -> None:
    """One word, one thing; and each has its Chinese term."""
    words = [word for word, _ in entries()]
    assert len(words) == len(set(words)) > 40
    assert all(re.search(r"[一-鿿]", term) for _, term in entries())
