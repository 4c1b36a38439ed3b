"""Message catalogues: compile them, and find every message that has no Simplified Chinese.

    python -m anxin.config.translations compile FILE.po …
    python -m anxin.config.translations check [--write]

Messages are written in English in templates and Python; each folder of the house keeps its own
catalogue (console desks one each), so two people never edit the same file.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
KEYWORDS = dict.fromkeys(
    [
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "npgettext",
        "npgettext_lazy",
    ]
)
HEADER = f"""\
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""

Key = tuple[str, str]  # context, message


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the source asks for a message."""

    file: Path
    line: int
    context: str
    singular: str
    plural: str

    @property
    def key(self) -> Key:
        return self.context, self.singular


@dataclass(frozen=True, slots=True)
class Fault:
    """A message that a Chinese reader would not get, or would get wrong."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{os.path.relpath(self.file)}:{self.line}: {self.what}"


def faults(source: Path = SOURCE) -> list[Fault]:
    """Every message without a translation and every translation that cannot stand, by file and line."""
    known, broken = _known(source)
    missing = [
        Fault(use.file, use.line, f"no {LANGUAGE} translation of {use.singular!r}")
        for use in uses(source)
        if use.key not in known
    ]
    return sorted([*missing, *broken], key=lambda fault: (str(fault.file), fault.line))


def uses(source: Path) -> Iterator[Use]:
    """Every message that templates and Python under a folder ask for."""
    for file in sorted(source.rglob("*.py")):
        if "tests" not in file.parts and "migrations" not in file.parts:
            yield from _extracted(file, file.read_text(encoding="utf-8"))
    for file in sorted([*source.rglob("templates/**/*.html"), *source.rglob("templates/**/*.txt")]):
        yield from _extracted(file, _as_python(file))


def write_missing(source: Path = SOURCE) -> dict[Path, int]:
    """Append what is missing to the catalogue of its folder, with an empty translation to fill in."""
    known, _ = _known(source)
    written: dict[Path, int] = {}
    for use in uses(source):
        catalogue = catalogue_of(use.file, source)
        if use.key in known or use.key in _listed(catalogue):
            continue
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        text = catalogue.read_text(encoding="utf-8") if catalogue.exists() else HEADER
        catalogue.write_text(f"{text.rstrip()}\n\n{_entry(use)}", encoding="utf-8")
        written[catalogue] = written.get(catalogue, 0) + 1
    return written


def catalogue_of(file: Path, source: Path = SOURCE) -> Path:
    """Console desks and rooms keep their own; what belongs to no installed app lies with the console."""
    parts = file.relative_to(source).parts
    folder = source / parts[0]
    if parts[0] == "console" and len(parts) > 2:
        folder = source / parts[0] / parts[1]
    elif not (folder / "apps.py").exists():
        folder = source / "console"
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def compile_catalogues(files: Iterable[Path]) -> None:
    for file in files:
        half = file.with_suffix(".mo.part")
        with half.open("wb") as compiled:
            write_mo(compiled, _read(file))
        half.replace(file.with_suffix(".mo"))


# ── reading ──────────────────────────────────────────────────────────────────


def _extracted(file: Path, text: str) -> Iterator[Use]:
    found = extract_python(BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for line, named, given, _comments in found:
        function = str(named)
        words = list(given) if isinstance(given, tuple) else [given]
        context = words.pop(0) if function.startswith(("pgettext", "npgettext")) else ""
        if words and isinstance(words[0], str) and words[0]:
            plural = words[1] if function.startswith(("ngettext", "npgettext")) and len(words) > 1 else ""
            yield Use(file, line, context or "", words[0], plural or "")


def _as_python(file: Path) -> str:
    from django.utils.translation.template import templatize

    # Outside its messages the result is rows of X whose indentation means nothing to Python.
    text = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.lstrip() for line in text.split("\n"))


def _read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=LANGUAGE, abort_invalid=True)


def _catalogues(source: Path) -> list[Path]:
    return sorted(source.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/*.po"))


def _listed(catalogue: Path) -> set[Key]:
    return {_key(message) for message in _read(catalogue)} if catalogue.exists() else set()


def _known(source: Path) -> tuple[set[Key], list[Fault]]:
    """What is translated somewhere (Django merges all catalogues), and the translations that are wrong."""
    known: set[Key] = set()
    broken: list[Fault] = []
    for file in _catalogues(source):
        for message in _read(file):
            if message.id and _strings(message):
                known.add(_key(message))
                broken.extend(Fault(file, message.lineno or 0, what) for what in _wrong(message))
    return known, broken


def _key(message: Message) -> Key:
    singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return message.context or "", singular


def _strings(message: Message) -> list[str]:
    given = message.string
    return [text for text in (given if isinstance(given, tuple | list) else [given]) if text]


def _wrong(message: Message) -> Iterator[str]:
    singular = _key(message)[1]
    if message.fuzzy:
        yield f"the translation of {singular!r} is marked fuzzy"
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    allowed = set(PLACEHOLDER.findall(" ".join(ids)))
    needed = set(PLACEHOLDER.findall(ids[-1]))
    for text in _strings(message):
        held = set(PLACEHOLDER.findall(text))
        if held - allowed or needed - held:
            yield f"the translation of {singular!r} does not keep its placeholders"


def _entry(use: Use) -> str:
    context = f"msgctxt {normalize(use.context)}\n" if use.context else ""
    if use.plural:
        words = f"msgid {normalize(use.singular)}\nmsgid_plural {normalize(use.plural)}\n"
        return f'{context}{words}msgstr[0] ""\n'
    return f'{context}msgid {normalize(use.singular)}\nmsgstr ""\n'


# ── command line ─────────────────────────────────────────────────────────────


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m anxin.config.translations")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("compile").add_argument("files", nargs="+", type=Path)
    commands.add_parser("check").add_argument("--write", action="store_true", help="add what is missing")
    given = parser.parse_args(arguments)
    if given.command == "compile":
        compile_catalogues(given.files)
        return 0
    return _check(write=given.write)


def _check(*, write: bool) -> int:
    if write:
        for catalogue, count in write_missing().items():
            print(f"{catalogue}: {count} added, to be translated")
    found = faults()
    print("\n".join(map(str, found)) or "every message has its translation")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
