"""What is not a plain workbook is refused before it costs anything, each with one clear line."""

import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from anxin.registry.excel import gate, jail, worker
from anxin.registry.excel.refused import Refused
from anxin.registry.imports.messages import REFUSALS, refusal_words

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def plain(path: Path) -> Path:
    book = Workbook()
    book.active.append(["单位名称", "地址", "电话"])
    book.active.append(["甲面馆", "中山路1号", "13812345678"])
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes = b"x") -> None:
    plain(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)


def with_sheet(path: Path, old: str, new: str) -> None:
    plain(path)
    other = path.with_suffix(".new")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body = body.decode().replace(old, new, 1).encode()
            target.writestr(entry, body)
    other.replace(path)


def bomb(path: Path) -> None:
    plain(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(40 << 20))


def huge(path: Path) -> None:
    plain(path)
    with zipfile.ZipFile(path, "a") as archive, archive.open("xl/media/noise.bin", "w") as part:
        for _ in range(110):
            part.write(bytes(1 << 20))


def crowded(path: Path) -> None:
    plain(path)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(220):
            archive.writestr(f"xl/media/{number}.png", b"x")


def far_cell(path: Path) -> None:
    book = Workbook()
    book.active.append(["单位名称", "地址", "电话"])
    book.active["XFD1048576"] = "here"
    book.save(path)


def wide_cell(path: Path) -> None:
    book = Workbook()
    book.active.append(["单位名称", "地址", "电话"])
    book.active["AAA3"] = "here"
    book.save(path)


DDE_CELL = '<c r="D2"><f>cmd|"/c calc"!A0</f><v>1</v></c>'
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
CORPUS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "text": ("not_a_workbook", lambda p: p.write_text("单位名称,地址\n甲,乙\n")),
    "empty": ("not_a_workbook", lambda p: p.write_bytes(b"")),
    "html named xlsx": ("not_a_workbook", lambda p: p.write_text("<html><table></table></html>")),
    "pdf": ("not_a_workbook", lambda p: p.write_bytes(b"%PDF-1.7\n")),
    "old xls": ("old_xls", lambda p: p.write_bytes(OLE + b"Workbook" * 200)),
    "encrypted": ("encrypted", lambda p: p.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") * 3)),
    "any zip": ("not_a_workbook", lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "b")),
    "docx": ("not_a_workbook", lambda p: zipfile.ZipFile(p, "w").writestr("word/document.xml", "b")),
    "cut off": ("broken", lambda p: p.write_bytes(plain(p).read_bytes()[:900])),
    "macros": ("macros", lambda p: with_part(p, "xl/vbaProject.bin")),
    "macro sheet": ("macros", lambda p: with_part(p, "xl/macrosheets/sheet1.xml")),
    "binary": ("xlsb", lambda p: with_part(p, "xl/workbook.bin")),
    "external link": ("external_links", lambda p: with_part(p, "xl/externalLinks/externalLink1.xml")),
    "embedded": ("embedded", lambda p: with_part(p, "xl/embeddings/oleObject1.bin")),
    "activex": ("embedded", lambda p: with_part(p, "xl/activeX/activeX1.xml")),
    "entities": ("entities", lambda p: with_part(p, "xl/customXml.xml", XML)),
    "bomb": ("bomb", bomb),
    "too large": ("too_large", huge),
    "too many parts": ("too_many_parts", crowded),
    "last cell": ("too_many_rows", far_cell),
    "wide cell": ("too_many_columns", wide_cell),
    "dde": (
        "dde",
        lambda p: with_sheet(
            p, "</row></sheetData>", '<c r="D2"><f>cmd|"/c calc"!A0</f><v>1</v></c></row></sheetData>'
        ),
    ),
}


# --- more, each one part of a plain workbook rewritten ------------------------------------------

SHEET, STRINGS, BOOK, TYPES = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
)
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    b"<!DOCTYPE x ["
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
Edit = Callable[[dict[str, bytes]], object]


def edited(edit: Edit) -> Callable[[Path], object]:
    """A plain workbook after an edit of its parts."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(plain(path)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        edit(parts)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, body in parts.items():
                target.writestr(name, body)

    return make


def added(name: str, content: bytes = b"x") -> Callable[[Path], object]:
    """A plain workbook with one part more."""
    return lambda path: with_part(path, name, content)


def before_root(part: str, declaration: bytes) -> Callable[[Path], object]:
    """A plain workbook with a declaration in front of one part's root."""

    def edit(parts: dict[str, bytes]) -> None:
        body = parts.get(part, b"<sst/>")
        parts[part] = declaration + (body.partition(b"?>")[2] or body)

    return edited(edit)


def replaced(part: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    """A plain workbook with the first of something in a part replaced."""

    def edit(parts: dict[str, bytes]) -> None:
        assert old in parts[part], parts[part][:400]
        parts[part] = parts[part].replace(old, new, 1)

    return edited(edit)


def without(part: str) -> Callable[[Path], object]:
    """A plain workbook without a part."""
    return edited(lambda parts: parts.pop(part))


def patched(offset: int, value: bytes) -> Callable[[Path], object]:
    """A plain workbook with bytes of its first central directory entry overwritten."""

    def make(path: Path) -> None:
        body = bytearray(plain(path).read_bytes())
        at = body.index(b"PK\x01\x02") + offset
        body[at : at + len(value)] = value
        path.write_bytes(body)

    return make


def cut(share: float) -> Callable[[Path], object]:
    """The first part of a plain workbook."""

    def make(path: Path) -> None:
        body = plain(path).read_bytes()
        path.write_bytes(body[: int(len(body) * share)])

    return make


def flipped(path: Path) -> None:
    """One bit in the middle of the sheet's compressed stream."""
    body = bytearray(plain(path).read_bytes())
    at = body.index(b"xl/worksheets/sheet1.xml") + 120
    body[at] ^= 0xFF
    path.write_bytes(body)


def zipped(*names: str) -> Callable[[Path], object]:
    """A package of another kind."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")

    return make


def cell(xml: str) -> Callable[[Path], object]:
    """A plain workbook with one cell more in its last row."""
    return lambda path: with_sheet(path, "</row></sheetData>", f"{xml}</row></sheetData>")


def row(xml: str) -> Callable[[Path], object]:
    """A plain workbook with one row more."""
    return lambda path: with_sheet(path, "</sheetData>", f"{xml}</sheetData>")


def many_strings(path: Path) -> None:
    """A million shared strings that compress to nothing."""
    strings = b"<si><t>aaaa</t></si>" * 1_000_000
    edited(lambda parts: parts.update({STRINGS: b"<sst>" + strings + b"</sst>"}))(path)


CONTENT = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
XLSX_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CORPUS |= {
    "xlsm by its content type": ("macros", replaced(TYPES, XLSX_TYPE, CONTENT.encode())),
    "xlam by its content type": (
        "macros",
        replaced(TYPES, XLSX_TYPE, b"application/vnd.ms-excel.addin.macroEnabled.main+xml"),
    ),
    "macros in capitals": ("macros", added("XL/VBAPROJECT.BIN")),
    "old xls with macros": ("old_xls", lambda p: p.write_bytes(OLE + b"_VBA_PROJECT" * 90)),
    "encrypted far inside": (
        "encrypted",
        lambda p: p.write_bytes(OLE + bytes(1 << 20) + "EncryptedPackage".encode("utf-16-le")),
    ),
    "zip password": ("encrypted", patched(8, b"\x01\x00")),
    "ods": ("not_a_workbook", zipped("mimetype", "content.xml", "META-INF/manifest.xml")),
    "pptx": ("not_a_workbook", zipped("[Content_Types].xml", "ppt/presentation.xml")),
    "jar": ("not_a_workbook", zipped("META-INF/MANIFEST.MF", "a.class")),
    "gzip": ("not_a_workbook", lambda p: p.write_bytes(b"\x1f\x8b\x08" + bytes(60))),
    "png": ("not_a_workbook", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))),
    "xml spreadsheet": ("not_a_workbook", lambda p: p.write_text('<?xml version="1.0"?><Workbook/>')),
    "two bytes": ("not_a_workbook", lambda p: p.write_bytes(b"PK")),
    "only a zip head": ("broken", lambda p: p.write_bytes(b"PK\x03\x04" + bytes(40))),
    "no workbook part": ("not_a_workbook", without(BOOK)),
    "no content types": ("not_a_workbook", without(TYPES)),
    "no sheet part": ("broken", without(SHEET)),
    "sheet is not xml": ("broken", edited(lambda parts: parts.update({SHEET: b"hello <"}))),
    "sheet ends early": ("broken", edited(lambda parts: parts.update({SHEET: parts[SHEET][:300]}))),
    "half": ("broken", cut(0.5)),
    "all but the end": ("broken", cut(0.99)),
    "bit flipped": ("broken", flipped),
    "size of minus one": ("too_large", patched(24, b"\xff\xff\xff\xfe")),
    "packed size of minus one": ("broken", patched(20, b"\xff\xff\xff\x7f")),
    "unknown compression": ("broken", patched(10, b"\x63\x00")),
    "xxe in the strings": ("entities", before_root(STRINGS, ENTITY)),
    "xxe in the sheet": ("entities", before_root(SHEET, ENTITY)),
    "xxe in the workbook": ("entities", before_root(BOOK, ENTITY)),
    "xxe in the styles": ("entities", before_root("xl/styles.xml", ENTITY)),
    "xxe in the relations": ("entities", before_root("xl/_rels/workbook.xml.rels", ENTITY)),
    "billion laughs": ("entities", before_root(STRINGS, LAUGHS)),
    "a part that climbs": ("leads_outside", added("../../../tmp/evil.xml")),
    "a part that climbs backwards": ("leads_outside", added("xl\\..\\..\\evil.xml")),
    "an absolute part": ("leads_outside", added("/etc/cron.d/evil")),
    "a part on a drive": ("leads_outside", added("C:/evil.xml")),
    "a million strings": ("bomb", many_strings),
    "dialogue macro sheet": ("macros", added("xl/macrosheets/_rels/sheet1.xml.rels")),
    "embedded package": ("embedded", added("xl/embeddings/Microsoft_Word.docx")),
    "dde by its name": ("dde", cell('<c r="D2"><f>DDE("a")|x!A0</f><v>1</v></c>')),
    "dde escaped": ("dde", cell('<c r="D2"><f>cmd&#124;x!A0</f><v>1</v></c>')),
    "one row far below": ("too_many_rows", row('<row r="900000"><c r="A900000"><v>1</v></c></row>')),
    "column IW": ("too_many_columns", cell('<c r="IW2"><v>1</v></c>')),
}
# What only looks hostile is read, and costs no more than its cells.
HARMLESS: dict[str, Callable[[Path], object]] = {
    "huge dimension": replaced(SHEET, b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"'),
    "whole sheet merged": lambda p: with_sheet(
        p, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'
    ),
    "cell of 32,767 characters": cell(f'<c r="D2" t="inlineStr"><is><t>{"长" * 32767}</t></is></c>'),
    "styled last row": row('<row r="1048576"><c r="A1048576" s="0"/></row>'),
    "text like a formula": cell('<c r="D2" t="inlineStr"><is><t>=cmd|x!A0</t></is></c>'),
}


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_with_its_reason(tmp_path, name):
    """By content, whatever the file is called."""
    code, make = CORPUS[name]
    path = tmp_path / "ledger.xlsx"
    made = make(path)
    if hasattr(made, "close"):
        made.close()
    with pytest.raises(Refused) as refused:
        list(worker.survey({"path": str(path)}))
    assert refused.value.code == code
    line = refusal_words(code, refused.value.params)
    assert line and "\n" not in line and "%(" not in line


def test_a_plain_workbook_passes(tmp_path):
    """The twin: the same file without the evil is read."""
    assert jail.survey(plain(tmp_path / "a.xlsx"))[0]["layout"] == "ledger"


def test_the_reading_process_hands_on_its_refusal(tmp_path):
    """The same reason and figures from behind the wall."""
    crowded(tmp_path / "a.xlsx")
    with pytest.raises(Refused) as refused:
        jail.survey(tmp_path / "a.xlsx")
    assert (refused.value.code, refused.value.params["limit"]) == ("too_many_parts", 200)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_hostile_is_read(tmp_path, name):
    """The cells count, not what the file says of itself."""
    path = tmp_path / "ledger.xlsx"
    HARMLESS[name](path)
    assert next(worker.survey({"path": str(path)}))["sheet"]["layout"] == "ledger"


def test_every_refusal_has_its_words():
    """No code without a sentence."""
    assert {code for code, _make in CORPUS.values()} <= set(REFUSALS)


def test_a_reading_over_its_memory_is_refused(tmp_path, monkeypatch):
    """RLIMIT_AS ends the reading, not the server."""
    path = tmp_path / "a.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("a")
    for number in range(6000):
        sheet.append([f"单位名称地址电话 {number}-{column}" for column in range(20)])
    book.save(path)
    monkeypatch.setattr(jail, "MEMORY_BYTES", 20 << 20)
    with pytest.raises(Refused) as refused:
        jail.survey(path)
    assert refused.value.code in {"too_much_memory", "reading_ended"}


def test_a_reading_over_its_time_is_ended(tmp_path, monkeypatch):
    """The wall clock ends a reading that hangs."""
    monkeypatch.setattr(jail, "WALL_SECONDS", 0.02)
    with pytest.raises(Refused) as refused:
        jail.survey(plain(tmp_path / "a.xlsx"))
    assert refused.value.code == "reading_ended"


def test_a_killed_reading_is_a_refusal(tmp_path, monkeypatch):
    """SIGKILL from outside (the kernel's, say) is told as one."""
    started = jail.subprocess.Popen

    def killed(*args, **kwargs):
        process = started(*args, **kwargs)
        os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(jail.subprocess, "Popen", killed)
    with pytest.raises(Refused) as refused:
        jail.survey(plain(tmp_path / "a.xlsx"))
    assert refused.value.code == "reading_ended"


def test_errors_and_formulas_without_result_are_found(tmp_path):
    """What the reader would silently drop is known by its cell."""
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.active["A1"], book.active["B1"], book.active["B2"] = "x", "=1+1", "#N/A"
    book.active["C3"] = "text"
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    traits = gate.traits(path, "xl/worksheets/sheet1.xml")
    assert traits.unvalued_cells == {"B1"}
    assert traits.error_cells == {"B2"}
    assert traits.hidden_rows == {3}
