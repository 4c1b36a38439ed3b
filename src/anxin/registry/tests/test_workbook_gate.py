"""What is not a plain workbook is refused before it costs anything, each with one clear line."""

import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from anxin.registry.excel import gate, jail
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
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        block = os.urandom(1 << 20) * 2
        with archive.open("xl/media/random.bin", "w", force_zip64=True) as part:
            for _ in range(55):
                part.write(block)


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


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_with_its_reason(tmp_path, name):
    """By content, whatever the file is called."""
    code, make = CORPUS[name]
    path = tmp_path / "ledger.xlsx"
    made = make(path)
    if hasattr(made, "close"):
        made.close()
    with pytest.raises(Refused) as refused:
        jail.survey(path)
    assert refused.value.code == code
    line = refusal_words(code, refused.value.params)
    assert line and "\n" not in line and "%(" not in line


def test_a_plain_workbook_passes(tmp_path):
    """The twin: the same file without the evil is read."""
    assert jail.survey(plain(tmp_path / "a.xlsx"))[0]["layout"] == "ledger"


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
