"""Words as offices write them: one meaning is read, two meanings or none are a fault; nothing is lost."""

from datetime import date

import pytest

from anxin.registry.excel.cells import READERS, Context, Reading
from anxin.registry.excel.vocabulary import vocabulary, with_options


def read(path: str, cell: object) -> Reading:
    """What one cell says."""
    known = vocabulary()
    context = Context(known, with_options(known, {}), {}, date(2026, 11, 23))
    return READERS[known.fields[path].type](path, cell, "", context)


FLAME = "stove.flame_failure"
UNDERSTOOD = [
    (FLAME, "有，正常", True),
    (FLAME, "有/正常", True),
    (FLAME, "是（已装）", True),
    (FLAME, "无。", False),
    (FLAME, "是的", True),
    (FLAME, "有的", True),
    (FLAME, "安装了", True),
    (FLAME, "均已安装", True),
    (FLAME, "有(1台)", True),
    (FLAME, "有1个", True),
    (FLAME, "已安装1台", True),
    (FLAME, "0台", False),
    (FLAME, "否（待装）", False),
    ("holder_phone", "13951234567(王)", "13951234567"),
    ("holder_phone", "13951234567（王老板）", "13951234567"),
    ("holder_phone", "13951234567李", "13951234567"),
    ("holder_phone", "电话:13951234567", "13951234567"),
    ("holder_phone", "微信同号13951234567", "13951234567"),
    ("holder_phone", "025-57221234-801", "025-57221234转801"),
    ("holder_phone", "13800000000", "13800000000"),
    ("scale", "特大", "large"),
    ("hose.hose_kind", "金属软管", "stainless"),
    ("hose.hose_kind", "不锈钢金属软管", "stainless"),
    ("gas_now", "煤改气", "piped"),
    ("gas_now", "液化", "bottled"),
    ("opened_on", "2023—6—21", "2023-06-21"),
    ("floor_area_m2", "60㎡（含厨房）", "60"),
]
FAULTY = [
    (FLAME, "部分有", "unknown_word"),
    (FLAME, "待装", "unknown_word"),
    (FLAME, "应装未装", "unknown_word"),
    (FLAME, "有（待装）", "unknown_word"),
    (FLAME, "无，正常", "unknown_word"),
    ("leak_device", "有（待装）", "unknown_word"),
    ("self_closing_valve", "有/无", "unknown_word"),
    ("holder_phone", "找王老板", "bad_phone"),
    ("holder_phone", "空号13951234567", "bad_phone"),
    ("holder_phone", 13800000000.0, "digits_lost"),
    ("gas_now", "液化气+电", "several_answers"),
    ("gas_now", "管道气、瓶装气", "several_answers"),
    ("floor_area_m2", "80-120", "bad_number"),
    ("floor_area_m2", "一百", "bad_number"),
    ("floor_area_m2", "60（另20）", "bad_number"),
    ("opened_on", "长期", "bad_date"),
    ("opened_on", "6月21日", "bad_date"),
]


@pytest.mark.parametrize(("path", "cell", "value"), UNDERSTOOD)
def test_one_meaning_is_read(path, cell, value):
    """A stop, a remark in brackets, a count or a name beside an answer does not change it."""
    found = read(path, cell)
    assert not found.faults
    assert found.values == {path: value}


@pytest.mark.parametrize(("path", "cell", "code"), FAULTY)
def test_no_meaning_is_guessed(path, cell, code):
    """Half an answer, two answers or a plan are a fault."""
    found = read(path, cell)
    assert [fault.code for fault in found.faults] == [code]
    assert not found.values


@pytest.mark.parametrize(
    ("path", "cell"),
    [(FLAME, "有(1台)"), ("holder_phone", "13951234567李"), ("floor_area_m2", "60㎡（含厨房）")],
)
def test_what_stands_beside_is_kept(path, cell):
    """The remark has no field: the text stays as it was written."""
    assert [notice.code for notice in read(path, cell).notices] == ["kept_as_written"]


def test_a_contract_with_only_its_day_has_no_number():
    """供用气合同编号/日期 with a day alone is the day."""
    assert read("contract", "2019-03-24").values == {"contract_signed_on": "2019-03-24"}
    assert read("contract", "RQ-2023-001/2023.6.21").values == {
        "contract_number": "RQ-2023-001",
        "contract_signed_on": "2023-06-21",
    }
    assert read("contract", "20190324").values == {"contract_number": "20190324"}
