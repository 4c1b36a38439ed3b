"""L09: a ledger of 50,000 rows, dry run and commit, beside what the bare reader needs for the same file.

    script/bench import [ROWS]

Prints seconds and peak memory: the bare reader (calamine alone), our reading process, the whole dry
run, and the commit. Limit: 90 s and 500 MB for the dry run.
"""

from __future__ import annotations

import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from anxin.accounts.contracts import Actor

HEADERS = [
    "序号",
    "镇（街）",
    "村（社区）",
    "单位名称(招牌)",
    "营业执照名称",
    "统一社会信用代码",
    "场所类型",
    "规模",
    "经营面积m2",
    "开业日期",
    "管网是否覆盖",
    "法定代表人",
    "电话",
    "详细地址",
    "楼层",
    "建筑性质",
    "用气类型",
    "气瓶规格×数量",
    "熄火保护",
    "连接管类型",
    "长度m",
    "连接管到期日",
    "减压阀类型",
    "报警器(有/无)",
    "报警器类型",
    "报警器安装日期",
    "报警器到期日",
    "是否联网",
    "切断阀联动",
    "最近检查日",
]
TOWN = "320117001"
BARE = """
import sys, time, resource
from python_calamine import CalamineWorkbook
begun = time.perf_counter()
rows = sum(1 for _ in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows())
print(rows, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def write(path: Path, rows: int) -> None:
    dice = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["永阳街道餐饮用户底数台账"])
        sheet.write_row(1, 0, HEADERS)
        for index in range(rows):
            sheet.write_row(index + 2, 0, _row(dice, index))


def _row(dice: random.Random, index: int) -> list[object]:
    return [
        index + 1,
        "永阳街道",
        dice.choice(["中山路社区", "庆丰路居委会", "城郊社区"]),
        f"第{index}号小吃店",
        f"溧水区第{index}号小吃店",
        "",
        dice.choice(["社会餐饮", "学校食堂"]),
        "小餐饮",
        dice.choice([60, "80㎡", "约90"]),
        dice.choice(["2019.6.21", "2020年3月1日", 43983]),
        dice.choice(["是", "否", "√"]),
        f"经营者{index % 997}",
        13_800_000_000 + index * 7 + 1,
        f"中山路{index}号",
        "地上",
        "底商",
        dice.choice(["瓶装气", "天然气"]),
        "15kg×2",
        dice.choice(["有", "无"]),
        dice.choice(["波纹管", "橡胶软管"]),
        1.5,
        "2026-06-30",
        "自动切断",
        "有",
        "工商业用",
        "2023.7.1",
        "2028.7.1",
        "是",
        "有",
        dice.choice(["2023/9/1", "not a date"]),
    ]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    os.environ.setdefault("ANXIN_DATABASE_ROLE", "owner")
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write(path, rows)
        print(f"{rows} rows × {len(HEADERS)} columns, {path.stat().st_size / 1e6:.1f} MB")
        _bare(path)
        _reading(path)
        _import(path)


def _bare(path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", BARE, path], capture_output=True, text=True, check=True)
    rows, seconds, memory = told.stdout.split()
    print(f"bare reader       {float(seconds):6.1f} s  {memory:>4} MB  ({rows} rows)")


def _reading(path: Path) -> None:
    from django.utils import timezone

    from anxin.registry.excel import jail
    from anxin.registry.imports.choosing import columns_of
    from anxin.registry.imports.surroundings import order

    begun = time.perf_counter()
    surveyed = jail.survey(path)
    mapping = {column["header"]: column["field"] for column in columns_of(surveyed, ["台账"])}
    survey = time.perf_counter() - begun
    wanted = order(TOWN, now=timezone.now()) | {"path": str(path), "sheets": ["台账"], "mapping": mapping}
    counts = Counter("record" in line for line in jail.read(wanted))
    seconds = time.perf_counter() - begun - survey
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"survey            {survey:6.1f} s\n"
        f"reading process   {seconds:6.1f} s  {memory:>4} MB  ({counts[True]} records)"
    )


def _import(path: Path) -> None:
    """Dry run and commit inside a transaction that is taken back: nothing stays."""
    from django.db import transaction
    from procrastinate.contrib.django import app

    from anxin.registry.models import ImportBatch
    from anxin.registry.services import imports

    assert app
    now = datetime.now(UTC)
    with transaction.atomic():
        actor = _clerk(now)
        batch_id = imports.upload_workbook(
            name=path.name,
            chunks=[path.read_bytes()],
            size=1,
            area_code=TOWN,
            actor=actor,
            now=now,
            queue=False,
        )
        begun = time.perf_counter()
        imports.run_read(batch_id=batch_id, now=now)
        batch = ImportBatch.objects.get(pk=batch_id)
        imports.choose_mapping(
            batch_id=batch_id, sheet=batch.sheet, mapping=batch.mapping, actor=actor, now=now, queue=False
        )
        imports.run_check(batch_id=batch_id, now=now)
        _print("dry run, stored", begun)
        begun = time.perf_counter()
        imports.commit_import(batch_id=batch_id, actor=actor, now=now, queue=False)
        imports.run_write(batch_id=batch_id, actor=actor, now=now)
        _print("commit", begun)
        print(ImportBatch.objects.get(pk=batch_id).counts)
        transaction.set_rollback(True)


def _clerk(now: datetime) -> Actor:
    """A town administrator of the bench, gone with its transaction."""
    from anxin.accounts.contracts import Grant, house
    from anxin.accounts.queries import actor_behind
    from anxin.accounts.services import create_account, grant_role
    from anxin.accounts.terms import Role
    from anxin.kernel.clock import local_day

    security = house("bench", Grant(Role.SECURITY_ADMINISTRATOR))
    made = create_account(
        username="bench-import",
        name="bench",
        organisation_id=None,
        password=secrets.token_urlsafe(24),
        actor=security,
        now=now,
        must_change_password=False,
    )
    grant_role(
        user_id=made.id,
        role=Role.TOWN_ADMINISTRATOR,
        area_code=TOWN,
        ends_on=local_day(now),
        actor=security,
        now=now,
    )
    actor = actor_behind(user_id=made.id, now=now)
    assert actor is not None
    return actor


def _print(what: str, begun: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<17} {time.perf_counter() - begun:6.1f} s  {memory:>4} MB")


if __name__ == "__main__":
    main()
