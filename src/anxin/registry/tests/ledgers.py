"""Ledgers as offices keep them, generated with their truth: what a reader must find, and nothing else.

Every ledger is invented. A seed gives the same workbook, the same errors, the same duplicates.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from stdnum.cn import ric, uscc

TOWN = "320117001"
AREAS = {
    "320117": "溧水区",
    "320117001": "永阳街道",
    "320117002": "柘塘街道",
    "320117001001": "中山路居委会",
    "320117001002": "庆丰路居委会",
    "320117001013": "城郊社区居委会",
    "320117002009": "福田社区居委会",
}
VILLAGES = (
    "中山路居委会",
    "中山路社区",
    "中山路",
    "庆丰路居委会",
    "庆丰路社区",
    "城郊社区",
    "城郊社区居委会",
    "城郊村",
)
ROADS = ("中山路", "庆丰路", "珍珠路", "秦淮大道", "交通路", "文昌路", "大东门街", "毓秀路")
BRANDS = ("华光", "蓝焰", "安佳", "明火", "厨友")
SIGNS = ("面馆", "饭店", "小吃", "火锅店", "烧烤", "茶餐厅", "早点", "土菜馆", "快餐", "羊肉汤")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
YES = ("是", "有", "√", "✓", "Y", "1", "已安装", "□否 ☑是", "☑有 □无", "true", "具备")
NO = ("否", "无", "×", "N", "0", "未安装", "☑否 □是", "没有", "false")
UNKNOWN = (None, "", "/", "-", "——", "不详", "　")
FULL_WIDTH = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)


@dataclass(slots=True)
class Truth:
    """What stands in the workbook.

    Attributes:
        errors: (row, header, code) of every value that cannot be used.
        duplicates: rows that repeat an earlier one in another spelling.
        values: (row, path) → value that must be read.
    """

    sheet: str
    rows: int = 0
    errors: set[tuple[int, str, str]] = field(default_factory=set)
    duplicates: set[int] = field(default_factory=set)
    unusable: set[int] = field(default_factory=set)
    values: dict[tuple[int, str], Any] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    unmapped: set[str] = field(default_factory=set)


Cell = Callable[[random.Random], tuple[Any, Any]]
BREAK = Callable[[random.Random], tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One column: its wordings, the field it means, how it is written, how it goes wrong."""

    wordings: tuple[str, ...]
    path: str
    good: Cell
    bad: tuple[BREAK, ...] = ()
    blank: float = 0.1


def person(dice: random.Random) -> tuple[Any, Any]:
    name = dice.choice(FAMILY) + "".join(dice.sample(GIVEN, 2))
    return dice.choice([name, f" {name} "]), name


def phone(dice: random.Random) -> tuple[Any, Any]:
    number = "1" + dice.choice("3578") + "".join(dice.choices("123456789", k=9))
    land = "5" + "".join(dice.choices("123456789", k=7))
    return dice.choice(
        [
            (number, number),
            (float(number), number),
            (int(number), number),
            (number.translate(FULL_WIDTH), number),
            (f"{number[:3]}-{number[3:7]}-{number[7:]}", number),
            (f"{number[:3]} {number[3:7]} {number[7:]}", number),
            (f"'{number}", number),
            (f"+86{number}", number),
            (f"025-{land}", f"025-{land}"),
            (f"(025){land}", f"025-{land}"),
            (f"{number}、025-{land}", f"{number}/025-{land}"),
            (f"{number}/025{land}", f"{number}/025-{land}"),
        ]
    )


def credit(dice: random.Random) -> tuple[Any, Any]:
    head = "92320117MA" + "".join(dice.choices("0123456789ABCDEFGH", k=7))
    code = head + uscc.calc_check_digit(head)
    return dice.choice([code, code.lower(), code.translate(FULL_WIDTH), f"{code[:8]} {code[8:]}"]), code


def bad_credit(dice: random.Random) -> tuple[Any, str]:
    code = credit(dice)[1]
    wrong = "0" if code[-1] != "0" else "1"
    return dice.choice(
        [
            (code[:-1] + wrong, "bad_credit_code"),
            (code[:-2], "bad_credit_code"),
            (9.2320117e17, "digits_lost"),
        ]
    )


def id_number(dice: random.Random) -> tuple[Any, Any]:
    day = date(1950, 1, 1) + timedelta(days=dice.randrange(18_000))
    head = f"320124{day:%Y%m%d}{dice.randrange(1000):03d}"
    number = head + ric.calc_check_digit(head + "0")
    return dice.choice([number, number.lower(), number.translate(FULL_WIDTH)]), number


def bad_id(dice: random.Random) -> tuple[Any, str]:
    number = id_number(dice)[1]
    wrong = "X" if number[-1] != "X" else "1"
    return dice.choice(
        [
            (number[:-1] + wrong, "bad_id_number"),
            (float(number[:-1] + "0"), "digits_lost"),
            (f"{int(number[:17]) * 10:.2E}", "digits_lost"),
            (number[:-1], "bad_id_number"),
        ]
    )


def day(past: bool) -> Cell:
    def write(dice: random.Random) -> tuple[Any, Any]:
        first = date(2015, 1, 1) if past else date(2024, 1, 1)
        told = first + timedelta(days=dice.randrange(2500))
        serial = (told - date(1899, 12, 30)).days
        shown = dice.choice(
            [
                f"{told.year}.{told.month}.{told.day}",
                f"{told.year}年{told.month}月{told.day}日",
                f"{told.year}-{told.month}-{told.day}",
                f"{told.year}/{told.month:02d}/{told.day:02d}",
                f"{told:%Y%m%d}",
                float(f"{told:%Y%m%d}"),
                float(serial),
                serial,
                datetime(told.year, told.month, told.day),  # noqa: DTZ001 - a sheet knows no zones
                f"{told.year}．{told.month}．{told.day}".translate(FULL_WIDTH),
            ]
        )
        return shown, told.isoformat()

    return write


def bad_day(dice: random.Random) -> tuple[Any, str]:
    return dice.choice(
        ["2023.2.30", "2023-13-01", "2023年6月31日", "二月", "0", "去年", "2023.6.21-2024"]
    ), "bad_date"


def partly(dice: random.Random) -> tuple[Any, Any]:
    """A month or a year alone is no error and no day."""
    return dice.choice(["2023年6月", "2023年", "2021.05"]), None


def area(dice: random.Random) -> tuple[Any, Any]:
    size = dice.randrange(20, 400)
    return dice.choice(
        [
            size,
            float(size),
            f"{size}㎡",
            f"{size}平方米",
            f"约{size}",
            f"{size} m2",
            str(size).translate(FULL_WIDTH),
        ]
    ), str(size)


def length(dice: random.Random) -> tuple[Any, Any]:
    metres = dice.choice([0.8, 1.0, 1.2, 1.5, 1.8, 2.0])
    return dice.choice(
        [metres, f"{metres}m", f"{metres}米", f"{round(metres * 1000)}mm", f"{round(metres * 100)}cm"]
    ), round(metres * 1000)


def yes_no(dice: random.Random) -> tuple[Any, Any]:
    return (dice.choice(YES), True) if dice.random() < 0.6 else (dice.choice(NO), False)


def word(options: dict[str, Sequence[str]]) -> Cell:
    def write(dice: random.Random) -> tuple[Any, Any]:
        told = dice.choice(list(options))
        return dice.choice(options[told]), told

    return write


def bad_word(dice: random.Random) -> tuple[Any, str]:
    return dice.choice(["甲类", "核能", "待讨论后再议", "???1", "见附表"]), "unknown_word"


def bad_number(dice: random.Random) -> tuple[Any, str]:
    return dice.choice(["一间", "abc", "120-150", "大", "100㎡/80㎡"]), "bad_number"


def bad_phone(dice: random.Random) -> tuple[Any, str]:
    return dice.choice(
        [
            ("1381234567", "bad_phone"),
            ("138123456789", "bad_phone"),
            ("1.38E+10", "digits_lost"),
            ("12345", "bad_phone"),
            (1.381234567e9, "bad_phone"),
        ]
    )


def said(text: str) -> Cell:
    return lambda dice: (text, text)


def village(dice: random.Random) -> tuple[Any, Any]:
    return dice.choice(VILLAGES), None


def stray_village(dice: random.Random) -> tuple[Any, str]:
    return dice.choice(
        [("福田社区居委会", "wrong_area"), ("福田社区", "wrong_area"), ("桃花源村", "unknown_area")]
    )


def cylinders(dice: random.Random) -> tuple[Any, Any]:
    size, count = dice.choice([5, 15, 50]), dice.randrange(1, 5)
    return dice.choice(
        [f"{size}kg×{count}", f"{size}公斤*{count}", f"{size}KGx{count}瓶", f"{size}kg{count}瓶"]
    ), count


GAS = {
    "bottled": ("瓶装气", "瓶装液化气", "液化石油气", "LPG"),
    "piped": ("管道气", "天然气", "管道天然气"),
    "electric": ("全电",),
    "other_fuel": ("醇基燃料",),
}
HOSE = {
    "stainless": ("波纹管", "不锈钢波纹管"),
    "metal_clad": ("金属包覆管", "金属包覆"),
    "rubber": ("橡胶", "橡胶软管"),
}
FLOOR = {
    "above_ground": ("地上", "一楼", "1层"),
    "semi_basement": ("半地下",),
    "basement": ("地下", "负一层", "-1层"),
}

C17: tuple[Part, ...] = (
    Part(("村(社区)", "所属社区", "村（居）"), "area.village", village, (stray_village,)),
    Part(("统一社会信用代码", "信用代码", "社会信用代码"), "credit_code", credit, (bad_credit,)),
    Part(
        ("食品经营许可证号",),
        "food_licence_number",
        lambda d: ((t := f"JY232011700{d.randrange(10**6):06d}"), t),
    ),
    Part(
        ("场所类型(社会餐饮/机关/学校/医院)", "场所类型"),
        "venue",
        word({"street_shop": ("社会餐饮", "小吃店"), "school": ("学校食堂",)}),
        (bad_word,),
    ),
    Part(
        ("规模(大型/小餐饮)", "经营规模"),
        "scale",
        word({"small": ("小餐饮", "小型"), "large": ("大型",)}),
        (bad_word,),
    ),
    Part(("经营面积m2", "营业面积（㎡）", "面积"), "floor_area_m2", area, (bad_number,)),
    Part(("开业日期", "开业时间"), "opened_on", day(past=True), (bad_day,)),
    Part(("管网是否覆盖",), "covered_by_network", yes_no, (bad_word,)),
    Part(("法定代表人", "负责人", "经营者"), "holder_name", person, blank=0),
    Part(("电话", "联系电话", "联系\n电话"), "holder_phone", phone, (bad_phone,)),
    Part(("楼层(地上/半地下/地下)", "楼层"), "floor_position", word(FLOOR), (bad_word,)),
    Part(("房东",), "", said("房东某")),
    Part(("用气类型(管道气/瓶装气/全电/醇基等)", "用气类型", "燃气种类"), "gas_now", word(GAS), (bad_word,)),
    Part(("气瓶规格×数量",), "cylinder", cylinders, (bad_number,)),
    Part(("熄火保护(有/无)", "熄火保护装置"), "stove.flame_failure", yes_no, (bad_word,)),
    Part(("连接管类型(波纹管/金属包覆/橡胶)", "连接软管"), "hose.hose_kind", word(HOSE), (bad_word,)),
    Part(("长度m", "软管长度"), "hose.length_mm", length, (bad_number,)),
    Part(("连接管到期日", "软管到期日期"), "hose.expires_on", day(past=False), (bad_day,)),
    Part(("报警器(有/无)", "是否安装报警器"), "leak_device", yes_no, (bad_word,)),
    Part(("切断阀联动",), "interlock", yes_no, (bad_word,)),
    Part(("最近检查日", "检查日期"), "last_checked_on", day(past=True), (bad_day,)),
    Part(("计划改造方式(换装/瓶改管/气改电/停用)",), "", said("换装")),
)
C21: tuple[Part, ...] = (
    Part(("村(社区)", "社区"), "area.village", village, (stray_village,)),
    Part(("户号", "用户编号"), "account_number", lambda d: ((t := f"{d.randrange(10**9):09d}"), t), blank=0),
    Part(("户主名称", "户主姓名"), "holder_name", person, blank=0),
    Part(("身份证号", "身份证号码"), "holder_id_number", id_number, (bad_id,)),
    Part(("联系方式", "联系电话"), "holder_phone", phone, (bad_phone,)),
    Part(("检查日期", "安检日期"), "last_checked_on", day(past=True), (bad_day,)),
    Part(("安检类型",), "", said("常规")),
    Part(("灶具品牌",), "stove.brand", lambda d: ((t := d.choice(BRANDS)), t)),
    Part(("熄火保护",), "stove.flame_failure", yes_no, (bad_word,)),
    Part(("软管材质", "连接软管"), "hose.hose_kind", word(HOSE), (bad_word,)),
    Part(("自闭阀",), "self_closing_valve", yes_no, (bad_word,)),
    Part(("备注",), "", said("无异常")),
)


def write_ledger(path: Path, *, seed: int, parts: tuple[Part, ...] = C17, rows: int = 40) -> Truth:
    """A flat ledger with every kind of dirt; returns what must be found in it."""
    dice = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    truth = Truth(sheet="台账")
    if dice.random() < 0.5:
        sheet.title = "填表说明"
        sheet.append(["填表说明"])
        sheet.append(["1. 一户一行。"])
        sheet = book.create_sheet("台账")
    else:
        sheet.title = "台账"
    catering = parts is C17
    name_header = dice.choice(["单位名称(招牌)", "商户名称", "单位名称"])
    address_header = dice.choice(["详细地址", "地址", "经营地址"]) if catering else "地址"
    order = list(parts)
    dice.shuffle(order)
    headers = [("序号", "sequence"), ("镇（街）", "area.town")]
    headers += [(name_header, "sign_name")] if catering else []
    headers += [(address_header, "address"), *((dice.choice(p.wordings), p.path) for p in order)]
    truth.mapping = {header: path for header, path in headers if path}
    truth.unmapped = {header for header, path in headers if not path}
    top = _write_head(sheet, [header for header, _path in headers], dice)
    row = top + 1
    written: list[tuple[int, list[Any], str, str]] = []
    for index in range(rows):
        if index in (rows // 3, rows // 2) and dice.random() < 0.7:
            sheet.cell(row, 1, dice.choice(["小计", "合 计", "本页小计："]))
            sheet.cell(row, 5, 1234)
            row += 1
        cells, who, where = _row(dice, row, index, headers, order, catering, truth)
        _put(sheet, row, cells)
        written.append((row, cells, who, where))
        truth.rows += 1
        row += 1
    row = _repeat_some(sheet, row, written, truth, dice, headers, catering)
    sheet.merge_cells(start_row=top + 1, end_row=top + 2, start_column=2, end_column=2)
    sheet.cell(row, 1, dice.choice(["合计", "总计"]))
    sheet.cell(row, 6, 99)
    sheet.cell(row + 1, 1, "填表人：某某　　审核人：某某")
    sheet.cell(row + 2, 1, "注：本表一式两份")
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden.append(["是", "否"])
    book.save(path)
    return truth


def _write_head(sheet: Worksheet, headers: list[str], dice: random.Random) -> int:
    """Titles (merged, one or two), then the header in one row or under groups; returns its last row."""
    row = 1
    for title in ["永阳街道燃气用户底数台账"] + ["填报单位：永阳街道　填报日期：2023年9月1日"] * (
        dice.random() < 0.5
    ):
        sheet.cell(row, 1, title)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(headers))
        row += 1
    if dice.random() < 0.5:
        for column, header in enumerate(headers, start=1):
            sheet.cell(row, column, header)
        return row
    half = len(headers) // 2
    sheet.cell(row, 1, "基本信息")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=half)
    for column, header in enumerate(headers, start=1):
        if column <= half:
            sheet.cell(row + 1, column, header)
        else:
            sheet.cell(row, column, header)
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    return row + 1


def _row(
    dice: random.Random,
    row: int,
    index: int,
    headers: list[tuple[str, str]],
    order: list[Part],
    catering: bool,
    truth: Truth,
) -> tuple[list[Any], str, str]:
    given = GIVEN[index % len(GIVEN)] + GIVEN[(index * 7 + 3) % len(GIVEN)]
    who = f"{dice.choice(FAMILY)}记{given}{dice.choice(SIGNS)}"
    where = f"{dice.choice(ROADS)}{index * 2 + 1}号" + (
        "" if catering else f"{dice.randrange(1, 30)}幢{dice.randrange(1, 4)}单元{dice.randrange(101, 606)}室"
    )
    cells: list[Any] = [
        index + 1,
        "永阳街道",
        *([who] if catering else []),
        dice.choice([where, f"永阳街道{where}", where.translate(FULL_WIDTH)]),
    ]
    for part, (header, _path) in zip(order, headers[len(cells) :], strict=True):
        roll = dice.random()
        if roll < part.blank:
            cells.append(dice.choice(UNKNOWN))
        elif roll < part.blank + 0.05 and part.bad:
            value, code = dice.choice(part.bad)(dice)
            cells.append(value)
            truth.errors.add((row, header, code))
            if code == "wrong_area":
                truth.unusable.add(row)
        elif roll < part.blank + 0.1 and part.path.endswith("_on"):
            cells.append(partly(dice)[0])
        else:
            value, told = part.good(dice)
            cells.append(value)
            if told is not None and part.path and not part.path.startswith("area"):
                truth.values[row, part.path] = told
    return cells, who, where


def _repeat_some(
    sheet: Worksheet,
    row: int,
    written: list[tuple[int, list[Any], str, str]],
    truth: Truth,
    dice: random.Random,
    headers: list[tuple[str, str]],
    catering: bool,
) -> int:
    """The same premises once more, in another spelling of its address."""
    for source, cells, _who, where in dice.sample(written, 3):
        if source in truth.unusable:
            continue
        copy = list(cells)
        address = [path for _header, path in headers].index("address")
        copy[address] = where.replace("幢", "栋").replace("单元", " 单元 ").translate(FULL_WIDTH)
        _put(sheet, row, copy)
        truth.rows += 1
        truth.duplicates.add(row)
        truth.errors |= {(row, header, code) for at, header, code in truth.errors if at == source}
        row += 1
    del catering
    return row


def _put(sheet: Worksheet, row: int, cells: Sequence[Any]) -> None:
    for column, value in enumerate(cells, start=1):
        if value is None:
            continue
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"


# --- forms --------------------------------------------------------------------------------------


C12_ITEMS = (
    "不在住宅楼设餐饮；高层、地下（半地下）禁用瓶装气",
    "供用气协议；无协议须核查气瓶来源",
    "总重不超过100kg且不超过4只",
    "不锈钢波纹管，不超过2m，无接口；瓶灶水平净距不小于1m",
    "通风、送排风，灭火毯",
    "电气线路",
    "泄漏报警器+自动切断且有效",
    "灭火器配置",
)


def write_c12(path: Path, *, seed: int, forms: int = 3) -> list[dict[str, Any]]:
    """小餐饮场所一户一档检查表: forms below one another on one sheet; returns what each says."""
    dice = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "检查表"
    told: list[dict[str, Any]] = []
    row = 1
    for number in range(forms):
        name, where = f"阿{GIVEN[number]}{dice.choice(SIGNS)}", f"{dice.choice(ROADS)}{number + 3}号"
        sheet.cell(row, 1, "小餐饮场所一户一档检查表")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
        for column, value in enumerate(["办事处（街道）", "永阳街道", "村（社区）", "中山路社区"], start=1):
            sheet.cell(row + 1, column, value)
        for column, value in enumerate(["单位名称", name, "负责人姓名", "王某某"], start=1):
            sheet.cell(row + 2, column, value)
        sheet.cell(row + 3, 1, f"检查人：李某　　详细地址：{where}")
        for column, value in enumerate(["序", "检查内容", "存在问题"], start=1):
            sheet.cell(row + 4, column, value)
        alarm = dice.choice(["无", "未安装报警器", "", "√"])
        for index, item in enumerate(C12_ITEMS):
            sheet.cell(row + 5 + index, 1, index + 1)
            sheet.cell(row + 5 + index, 2, item)
            sheet.cell(row + 5 + index, 3, alarm if "报警" in item else "无")
        present = {"无": True, "未安装报警器": False}.get(alarm)
        told.append(
            {
                "sign_name": name,
                "address": where,
                "leak_device.present": present,
                "hose.hose_kind": "stainless",
            }
        )
        row += 5 + len(C12_ITEMS) + 1
    book.save(path)
    return told


def write_c13(path: Path, *, seed: int) -> dict[str, Any]:
    """餐饮场所燃气检查表: one form, columns 类型 | 检查要求 | 检查情况 under a head."""
    dice = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    name = f"老{dice.choice(FAMILY)}家{dice.choice(SIGNS)}"
    sheet.append(["餐饮场所燃气检查表（分级版）"])
    sheet.merge_cells("A1:C1")
    sheet.append([f"单位名称：{name}", None, "联系电话：13912345678"])
    sheet.append(["地址：珍珠路5号", None, "用气类型：瓶装气"])
    sheet.append(["类型", "检查要求", "检查情况"])
    sheet.append(["A 气瓶", "瓶重不超过100kg", "符合"])
    alarm = dice.choice(["有", "无", "未安装"])
    sheet.append(["A 厨房", "探测报警", alarm])
    sheet.append(["B 厨房", "灭火器", "√"])
    sheet.append(["B 配件", "减压器5年、密封圈3年", "不详"])
    book.save(path)
    return {
        "sign_name": name,
        "address": "珍珠路5号",
        "holder_phone": "13912345678",
        "gas_now": "bottled",
        "leak_device.present": True if alarm == "有" else None if alarm == "无" else False,
    }


def write_c21_form(path: Path, *, seed: int, forms: int = 3) -> list[dict[str, Any]]:
    """瓶装燃气用户入户安检表: one form a sheet, last result beside this one."""
    dice = random.Random(seed)
    book = Workbook()
    book.remove(book.worksheets[0])
    told: list[dict[str, Any]] = []
    for number in range(forms):
        sheet = book.create_sheet(f"户{number + 1}")
        name = person(dice)[1]
        where = f"庆丰路{number + 1}号2幢1单元{301 + number}室"
        sheet.append(["瓶装燃气用户入户安检表"])
        sheet.append(["报告编号", f"AJ{number:09d}", "检查日期", "2023.8.9", "户号", f"{1000 + number}"])
        sheet.append(["户主名称", name, "地址", where])
        sheet.append(["类别", "检查项", "检查内容", "检查情况"])
        sheet.append(["上次", "灶具", "熄火保护", "×"])
        sheet.append(["本次", "灶具", "熄火保护", "✓"])
        sheet.append(["本次", "软管", "不锈钢波纹软管", dice.choice(["✓", ""])])
        sheet.append(["检查人", "赵某", "联系方式", "13700001111"])
        told.append(
            {
                "holder_name": name,
                "address": where,
                "account_number": f"{1000 + number}",
                "stove.flame_failure": True,
                "last_checked_on": "2023-08-09",
                "holder_phone": "13700001111",
                "kind": "resident",
                "gas_now": "bottled",
            }
        )
    book.save(path)
    return told
