"""Every layout, every kind of dirt: exactly the planted faults are found, and the values behind them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anxin.registry.excel import worker
from anxin.registry.imports.assessing import assess
from anxin.registry.imports.choosing import chosen_sheets, columns_of
from anxin.registry.tests import ledgers
from anxin.registry.tests.ledgers import AREAS, C17, C21, TOWN

WORDS = {"venue": {"street_shop": ["社会餐饮", "小吃店"], "school": ["学校食堂"]}}


def read(path: Path, *, area: str = TOWN, sheet: str = "") -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The records and the mapping, in this process."""
    surveyed = [line["sheet"] for line in worker.survey({"path": str(path)})]
    sheets = chosen_sheets(surveyed, sheet)
    mapping = {column["header"]: column["field"] for column in columns_of(surveyed, sheets)}
    order = {
        "path": str(path),
        "sheets": sheets,
        "mapping": mapping,
        "area": area,
        "areas": AREAS,
        "options": WORDS,
        "today": "2026-11-23",
    }
    return [line["record"] for line in worker.read(order) if "record" in line], mapping


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("parts", [C17, C21], ids=["C1.7", "C2.1"])
def test_a_dirty_ledger_gives_exactly_its_faults(tmp_path, seed, parts):
    """Rows, mapping, every planted error and no other, every value behind the dirt, every duplicate."""
    path = tmp_path / "ledger.xlsx"
    truth = ledgers.write_ledger(path, seed=seed, parts=parts)
    records, mapping = read(path)
    assert {h: f for h, f in mapping.items() if f} == truth.mapping
    assert {h for h, f in mapping.items() if not f} == truth.unmapped
    assert len(records) == truth.rows
    found = {
        (fault["row"], fault["column"], fault["code"]) for record in records for fault in record["faults"]
    }
    assert found == truth.errors
    _values_are(records, truth)
    assessed = list(assess(records, area_code=TOWN, area_names=AREAS, actor=None))
    assert {item.record["row"] for item in assessed if item.repeats} == truth.duplicates
    assert {item.record["row"] for item in assessed if item.outcome == "faulty"} == truth.unusable


def _values_are(records: list[dict[str, Any]], truth: ledgers.Truth) -> None:
    by_row = {record["row"]: record["values"] for record in records}
    same = {
        "leak_device": "leak_device.present",
        "interlock": "interlock.present",
        "cylinder": "cylinder.count",
    }
    same["self_closing_valve"] = "self_closing_valve.present"
    wrong = {
        (row, path): (told, by_row[row].get(same.get(path, path)))
        for (row, path), told in truth.values.items()
        if by_row[row].get(same.get(path, path)) != told
    }
    assert not wrong


@pytest.mark.parametrize("seed", range(6))
def test_forms_below_one_another_are_one_premises_each(tmp_path, seed):
    """C1.2: key and value heads, check items as rows; a limit kept is not a length."""
    path = tmp_path / "c12.xlsx"
    told = ledgers.write_c12(path, seed=seed)
    records, _mapping = read(path)
    assert len(records) == len(told)
    for record, truth in zip(records, told, strict=True):
        assert {name: record["values"].get(name) for name in truth} == truth
        assert record["area_code"] == "320117001001"
        assert record["values"]["kind"] == "catering"
        assert "hose.length_mm" not in record["values"]
        assert not record["faults"]


@pytest.mark.parametrize("seed", range(6))
def test_a_graded_check_form_is_one_premises(tmp_path, seed):
    """C1.3: 类型 | 检查要求 | 检查情况 under a head of pairs in single cells."""
    path = tmp_path / "c13.xlsx"
    truth = ledgers.write_c13(path, seed=seed)
    records, _mapping = read(path)
    assert len(records) == 1
    assert {name: records[0]["values"].get(name) for name in truth} == truth


@pytest.mark.parametrize("seed", range(6))
def test_a_form_a_sheet_reads_all_sheets(tmp_path, seed):
    """C2.1 as printed: this time's result counts, the last one is only kept."""
    path = tmp_path / "c21.xlsx"
    told = ledgers.write_c21_form(path, seed=seed)
    records, _mapping = read(path)
    assert len(records) == len(told)
    for record, truth in zip(records, told, strict=True):
        assert {name: record["values"].get(name) for name in truth} == truth
        assert not record["faults"]


def test_positions_name_row_and_header(tmp_path):
    """Every value knows the sheet's own row and the sheet's own header text."""
    path = tmp_path / "ledger.xlsx"
    truth = ledgers.write_ledger(path, seed=3)
    records, mapping = read(path)
    for record in records:
        for name, place in record["positions"].items():
            assert place["row"] == record["row"] or name in {"kind", "gas_now"}
            assert place["column"] in mapping or name in {"kind", "gas_now"}
    assert truth.rows == len(records)


def test_no_day_is_invented():
    """A month or a year alone has no day."""
    from anxin.registry.excel.dates import read_date

    today = date(2026, 11, 23)
    for written, precision in (
        ("2023年6月", "month"),
        ("2023年", "year"),
        (2023.6, "month"),
        (2023.1, "year"),
    ):
        found = read_date(written, date1904=False, today=today)
        assert found is not None and found.precision == precision
