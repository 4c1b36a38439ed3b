"""The gate: what a file is by its content, and what opening it would cost, before it is opened."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from anxin.registry.excel.refused import Refused

MAX_ENTRIES = 200
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 100_000
MAX_COLUMNS = 256
CHUNK = 1 << 20
OVERLAP = 4096

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_DANGEROUS = (
    ("xl/vbaProject", "macros"),
    ("xl/macrosheets", "macros"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/externalLinks", "external_links"),
    ("xl/embeddings", "embedded"),
    ("xl/activeX", "embedded"),
    ("xl/ctrlProps/macro", "macros"),
)
_FAR = re.compile(rb'<(?:\w+:)?c r="([A-Z]{3}\d+|[A-Z]{1,2}\d{6,})"[^>]*[^/]>')
_HIDDEN = re.compile(rb'<(?:\w+:)?row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_ERROR = re.compile(rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*\bt="e"[^>]*>')
_UNVALUED = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)\s*'
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_DDE = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]*(?:\||&#124;)[^<]*!")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DATE1904 = re.compile(rb'date1904="(?:1|true)"')


@dataclass(slots=True)
class SheetTraits:
    """What only the sheet's own XML tells: hidden rows, cells in error, formulas without a result."""

    hidden_rows: set[int] = field(default_factory=set)
    error_cells: set[str] = field(default_factory=set)
    unvalued_cells: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Passed:
    """What the gate learned of a workbook it lets through."""

    date1904: bool
    parts: dict[str, str]


def check(path: Path) -> Passed:
    """Let a workbook through.

    Raises:
        Refused: with the one reason.
    """
    with path.open("rb") as file:
        _require_zip(file)
        try:
            with zipfile.ZipFile(file) as archive:
                return _require_harmless(archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zipfile.zlib.error) as broken:  # type: ignore[attr-defined]
            raise Refused("broken") from broken


def traits(path: Path, part: str) -> SheetTraits:
    """Scan one sheet's XML.

    Raises:
        Refused: a cell far outside a ledger, or a formula that starts a program.
    """
    found = SheetTraits()
    with zipfile.ZipFile(path) as archive, archive.open(part) as member:
        for piece in _overlapping(member):
            _require_near(piece)
            if _DDE.search(piece):
                raise Refused("dde")
            found.hidden_rows.update(int(row) for row in _HIDDEN.findall(piece))
            found.error_cells.update(ref.decode() for ref in _ERROR.findall(piece))
            found.unvalued_cells.update(_unvalued(piece))
    return found


def _unvalued(piece: bytes) -> Iterator[str]:
    """Formulas that were never worked out; one whose result is "" was."""
    for reference, attributes, formula, result in _UNVALUED.findall(piece):
        is_text = bool(result) and b't="str"' in attributes
        is_blank = result.endswith(b"v>") and (b'""' in formula or b"&quot;&quot;" in formula)
        if not (is_text or is_blank):
            yield reference.decode()


def _require_zip(file: BinaryIO) -> None:
    head = file.read(8)
    if head.startswith(_OLE):
        body = file.read(4 * CHUNK)
        encrypted = "EncryptedPackage".encode("utf-16-le") in body
        raise Refused("encrypted" if encrypted else "old_xls")
    if not head.startswith(_ZIP):
        raise Refused("not_a_workbook")
    file.seek(0)


def _require_harmless(archive: zipfile.ZipFile) -> Passed:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("too_many_parts", count=len(entries), limit=MAX_ENTRIES)
    _require_affordable(entries, archive.start_dir)
    if any(_leads_outside(entry.filename) for entry in entries):
        raise Refused("leads_outside")
    names = {entry.filename for entry in entries}
    for prefix, code in _DANGEROUS:
        if any(name.lower().startswith(prefix.lower()) for name in names):
            raise Refused(code)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused("not_a_workbook")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Refused("macros")
    _require_plain_xml(archive, entries)
    workbook = archive.read("xl/workbook.xml")
    return Passed(date1904=bool(_DATE1904.search(workbook)), parts=_parts(archive, workbook))


def _leads_outside(name: str) -> bool:
    """A part named by an absolute path or one that climbs."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0]


def _require_affordable(entries: list[zipfile.ZipInfo], before_directory: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if packed > before_directory + 1:
        raise Refused("broken")  # parts larger than the file that holds them
    if unpacked > MAX_UNPACKED:
        raise Refused("too_large", megabytes=unpacked // CHUNK, limit=MAX_UNPACKED // CHUNK)
    worst = max((e.file_size / max(e.compress_size, 1) for e in entries if e.file_size > CHUNK), default=0)
    if unpacked / packed > MAX_RATIO or worst > MAX_RATIO:
        raise Refused("bomb", ratio=int(max(worst, unpacked / packed)), limit=MAX_RATIO)


def _require_plain_xml(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as member:
            if _DOCTYPE.search(member.read(CHUNK // 16)):
                raise Refused("entities")


def _require_near(piece: bytes) -> None:
    far = _FAR.search(piece)
    if far is None:
        return
    reference = far.group(1).decode()
    row = int(re.sub(r"\D", "", reference))
    if row > MAX_ROWS:
        raise Refused("too_many_rows", cell=reference, limit=MAX_ROWS)
    if len(re.sub(r"\d", "", reference)) > 2:
        raise Refused("too_many_columns", cell=reference, limit=MAX_COLUMNS)


def _parts(archive: zipfile.ZipFile, workbook: bytes) -> dict[str, str]:
    """Sheet name → its part in the package."""
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[attributes.get("Id", "")] = attributes.get("Target", "")
    found: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", workbook.decode("utf-8", "replace")):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        target = targets.get(next((v for k, v in attributes.items() if k.endswith(":id")), ""), "")
        found[_unescaped(attributes.get("name", ""))] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _unescaped(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _overlapping(member: object) -> Iterator[bytes]:
    """The stream in pieces that share their edges, so that no pattern is cut in two."""
    tail = b""
    read = member.read  # type: ignore[attr-defined]
    while block := read(CHUNK):
        piece = tail + block
        yield piece
        tail = piece[-OVERLAP:]
