"""Sheets as offices keep them: several of one layout, column numbers, examples, signatures, formulas."""

import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from anxin.registry.excel import worker
from anxin.registry.imports.choosing import chosen_sheets, sheets_left_out
from anxin.registry.tests.test_reading_ledgers import read

HEAD = ["序号", "单位名称", "详细地址", "联系电话", "经营面积", "开业日期", "报警器"]
SHOP = [1, "甲店", "甲路1号", "13951234567", 50, "2023.6.21", "有"]
HOMES = [["序号", "户主姓名", "住址", "联系电话", "户号"], [1, "王某", "幸福路1号", "13951234567", "1000"]]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def shop(name: str) -> list[Any]:
    """A row of another shop."""
    return [1, f"{name}店", f"{name}路1号", *SHOP[3:]]


def surveyed(path: Path) -> list[dict[str, Any]]:
    """Every sheet as surveyed."""
    return [line["sheet"] for line in worker.survey({"path": str(path)})]


def test_sheets_laid_out_alike_are_one_ledger(tmp_path):
    """A sheet per village is read as a whole; a remark column more makes no other layout."""
    path = book(
        tmp_path / "a.xlsx",
        说明=[["说明"], ["一户一行"]],
        上港=[["上港台账"], HEAD, shop("上"), shop("港")],
        西旺=[[*HEAD, "备注"], [*shop("西"), "x"], [*SHOP[:3], "1395", *SHOP[4:]]],
        汇总=[HEAD, shop("上")],
        居民=HOMES,
    )
    assert chosen_sheets(surveyed(path), "") == ["上港", "西旺"]
    records, mapping = read(path)
    assert [(r["sheet"], r["row"]) for r in records] == [("上港", 3), ("上港", 4), ("西旺", 2), ("西旺", 3)]
    assert [fault["code"] for fault in records[3]["faults"]] == ["bad_phone"]
    assert "户号" not in mapping and mapping["备注"] is None
    assert [s["name"] for s in sheets_left_out(surveyed(path), ["上港", "西旺"])] == ["居民"]


def test_a_named_sheet_is_read_alone(tmp_path):
    """Asked for one, one is read, and the others are named."""
    path = book(tmp_path / "a.xlsx", 上港=[HEAD, shop("上")], 西旺=[HEAD, shop("西")], 居民=HOMES)
    records, _mapping = read(path, sheet="居民")
    assert [record["sheet"] for record in records] == ["居民"]
    assert [s["name"] for s in sheets_left_out(surveyed(path), ["居民"])] == ["上港", "西旺"]


def test_a_lone_summary_is_still_read(tmp_path):
    """A workbook whose only ledger is called 汇总."""
    records, _mapping = read(book(tmp_path / "a.xlsx", 汇总=[HEAD, SHOP]))
    assert len(records) == 1


def test_column_numbers_are_not_data(tmp_path):
    """1, 2, 3 under the header, in brackets, or after 栏次; a street number is none of them."""
    for numbers in (
        list(range(1, 8)),
        [f"（{n}）" for n in range(1, 8)],
        ["栏次", *range(1, 7)],
        ["①", "②", "③", "④", "⑤", "⑥", "⑦"],
    ):
        records, _mapping = read(book(tmp_path / "a.xlsx", 台账=[["台账"], HEAD, numbers, SHOP]))
        assert [record["row"] for record in records] == [4]


def test_an_example_row_is_not_a_premises(tmp_path):
    """例 in front of the first row; a shop of that name is a shop."""
    rows = [["例", "某某饭店", *SHOP[2:]], SHOP, [2, "示例饭店", "乙路1号", *SHOP[3:]]]
    records, _mapping = read(book(tmp_path / "a.xlsx", 台账=[HEAD, *rows]))
    assert [record["row"] for record in records] == [3, 4]


def test_a_signature_line_in_many_cells_is_a_note(tmp_path):
    """填表人 | 王某 | 审核人 | 李某 | 日期, with or without colons."""
    for mark in ("：", ""):
        line = [f"填表人{mark}", "王某", None, f"审核人{mark}", "李某", f"日期{mark}", "2025.1.1"]
        records, _mapping = read(book(tmp_path / "a.xlsx", 台账=[HEAD, SHOP, line]))
        assert [record["row"] for record in records] == [2]


def test_ditto_is_a_fault_and_no_value(tmp_path):
    """同上 and 〃 cannot be used as they stand."""
    rows = [*HOMES, [2, "李某", "幸福路2号", "同上", "〃"]]
    records, _mapping = read(book(tmp_path / "a.xlsx", 居民=rows))
    assert [fault["code"] for fault in records[1]["faults"]] == ["ditto", "ditto"]
    assert "account_number" not in records[1]["values"]


def test_check_items_are_not_pairs(tmp_path):
    """气瓶 | 瓶重 | A below 类型 | 检查要求 | 检查情况 is an item; 检查人 | 某 below the items is a pair."""
    rows = [
        ["餐饮场所燃气检查表"],
        ["单位名称", "甲店", "地址", "甲路1号"],
        ["类型", "检查要求", "检查情况"],
        ["气瓶", "瓶重<=100kg", "A"],
        ["报警器", "供用气协议", "B"],
        ["联系电话", "13951234567", ""],
    ]
    path = book(tmp_path / "a.xlsx", 检查=rows)
    records, mapping = read(path)
    assert not records[0]["faults"]
    assert records[0]["extra"] == {"item:气瓶/瓶重<=100kg": "A", "item:报警器/供用气协议": "B"}
    assert records[0]["values"]["holder_phone"] == "13951234567"
    assert not {"contract", "leak_device", "cylinder"} & set(mapping.values())


def with_cells(path: Path, cells: dict[str, str]) -> Path:
    """The workbook with the XML of some cells replaced."""
    other = path.with_suffix(".new")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                text = body.decode()
                for reference, xml in cells.items():
                    text = re.sub(rf'<c r="{reference}".*?</c>', lambda _m, xml=xml: xml, text)
                body = text.encode()
            target.writestr(entry, body)
    return other.replace(path)


def test_a_formula_that_gave_nothing_is_blank(tmp_path):
    """=IF(A2="","",A2) worked out to "" is blank; a formula that was never worked out is a fault."""
    path = book(tmp_path / "a.xlsx", 台账=[HEAD, SHOP])
    formula = "<f>IF(A9=&quot;&quot;,&quot;&quot;,A9)</f>"
    path = with_cells(
        path,
        {
            "D2": f'<c r="D2" t="str">{formula}<v></v></c>',
            "E2": f'<c r="E2">{formula}<v></v></c>',
            "F2": f'<c r="F2">{formula}</c>',
            "G2": '<c r="G2"><f>A9</f><v></v></c>',
        },
    )
    records, _mapping = read(path)
    assert [(f["column"], f["code"]) for f in records[0]["faults"]] == [
        ("开业日期", "formula_without_value"),
        ("报警器", "formula_without_value"),
    ]
