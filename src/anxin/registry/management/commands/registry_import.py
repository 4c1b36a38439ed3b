"""anxin registry import FILE.xlsx --area CODE [--sheet NAME] [--as USERNAME] [--dry-run] [--json]."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError
from django.utils import timezone, translation
from psycopg.errors import UndefinedTable

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.terms import Role
from anxin.kernel import Refusal
from anxin.registry.excel import jail
from anxin.registry.excel.refused import Refused
from anxin.registry.imports.assessing import Assessed, assess
from anxin.registry.imports.choosing import chosen_sheets, columns_of, sheets_left_out
from anxin.registry.imports.messages import fault_words, refusal_words
from anxin.registry.imports.surroundings import area_names, order
from anxin.registry.models import ImportBatch, Premises
from anxin.registry.services import imports


class Command(BaseCommand):
    """Read a ledger workbook; with --dry-run only say what it would do."""

    # a front end that is not built is no matter of this command, and would add lines to a refusal
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way to say so
    help = "Import a ledger workbook. Exit code 0 when it could be read, 2 with one line when it is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, its area and what to do with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", required=True, help="code of the town or district the ledger is about")
        parser.add_argument(
            "--sheet",
            default="",
            help="name of the sheet; default: the ledger, on all its sheets",
        )
        parser.add_argument("--as", dest="username", default="", help="account in whose name it is written")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Answer on standard output; refusals on standard error."""
        with translation.override("zh-hans"):
            try:
                answer = self._answer(options)
            except Refused as refused:
                self._refuse(refusal_words(refused.code, refused.params))
            except Refusal as refusal:
                self._refuse(refusal.message)
            self.stdout.write(_as_json(answer) if options["json"] else _as_text(answer))

    def _answer(self, options: dict[str, Any]) -> dict[str, Any]:
        path, area = options["file"], options["area"]
        if not path.is_file():
            self._refuse(f"{path}: 没有这个文件。")
        if path.stat().st_size > imports.MAX_UPLOAD:
            raise Refused("file_too_big", limit=imports.MAX_UPLOAD // 1024 // 1024)
        names, _zones = area_names(area)
        if area not in names:
            self._refuse(f"--area {area}: 没有这个区域代码。请用本区、镇（街）或村（社区）的代码。")
        if not options["dry_run"]:
            return self._committed(path, options)
        actor = _reader(options["username"], area)
        return _dry_run(path, area, options["sheet"], actor, names)

    def _committed(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        if not options["username"]:
            self._refuse("写入台账须有经办账号：请加 --as 用户名；只试读请加 --dry-run。")
        now = timezone.now()
        actor = _person(options["username"])
        imports.require_area(actor, options["area"])
        answer = _dry_run(path, options["area"], options["sheet"], actor, area_names(options["area"])[0])
        batch_id = _through(path, options, actor)
        imports.commit_import(batch_id=batch_id, actor=actor, now=now, queue=False)
        imports.run_write(batch_id=batch_id, actor=actor, now=now)
        counts = ImportBatch.objects.get(pk=batch_id).counts
        if failure := counts.get("failure"):
            self._refuse(failure)
        return answer | {"committed": {name: counts.get(name, 0) for name in ("created", "updated", "stale")}}

    def _refuse(self, line: str) -> None:
        self.stderr.write(" ".join(str(line).split()))
        sys.exit(2)


def _through(path: Path, options: dict[str, Any], actor: Actor) -> Any:
    now = timezone.now()
    with path.open("rb") as file:
        batch_id = imports.upload_workbook(
            name=path.name,
            chunks=iter(lambda: file.read(1 << 20), b""),
            size=path.stat().st_size,
            area_code=options["area"],
            sheet=options["sheet"],
            actor=actor,
            now=now,
            queue=False,
        )
    imports.run_read(batch_id=batch_id, now=now)
    batch = ImportBatch.objects.get(pk=batch_id)
    imports.choose_mapping(
        batch_id=batch_id, sheet=batch.sheet, mapping=batch.mapping, actor=actor, now=now, queue=False
    )
    imports.run_check(batch_id=batch_id, now=now)
    return batch_id


def _dry_run(path: Path, area: str, sheet: str, actor: Actor | None, names: dict[str, str]) -> dict[str, Any]:
    remembered = imports.remembered_mapping(actor.organisation_id) if actor and actor.organisation_id else {}
    surveyed = jail.survey(path, remembered=remembered)
    sheets = chosen_sheets(surveyed, sheet)
    columns = columns_of(surveyed, sheets)
    mapping = {column["header"]: column["field"] for column in columns}
    now = timezone.now()
    lines = jail.read(order(area, now=now) | {"path": str(path), "sheets": sheets, "mapping": mapping})
    records: Iterator[dict[str, Any]] = (line["record"] for line in lines if "record" in line)
    counts: Counter[str] = Counter()
    errors: list[dict[str, Any]] = []
    notices = [_not_read(one) for one in sheets_left_out(surveyed, sheets)]
    for item in assess(records, area_code=area, area_names=names, actor=actor):
        imports.count(counts, item)
        errors += _told(item, "faults")
        notices += _told(item, "notices")
    return _summary(counts, errors, notices, mapping) | {"sheets": sheets}


def _summary(
    counts: Counter[str], errors: list[dict[str, Any]], notices: list[dict[str, Any]], mapping: dict[str, Any]
) -> dict[str, Any]:
    return {
        "rows": counts["rows"],
        "new": counts["new"],
        "changed": counts["changed"],
        "unchanged": counts["unchanged"],
        # a repeated row is a duplicate whether or not it also contradicts the first
        "duplicate": counts["duplicate"] + counts["contradicting"],
        "conflicting": counts["conflict"],
        "unusable": counts["faulty"],
        "errors": errors,
        "notices": notices,
        "mapping": {header: field for header, field in mapping.items() if field},
        "unmapped": [header for header, field in mapping.items() if not field],
    }


def _not_read(sheet: Mapping[str, Any]) -> dict[str, Any]:
    words = fault_words("sheet_not_read", {"sheet": sheet["name"], "rows": sheet["rows"]})
    place = {"sheet": sheet["name"], "row": sheet["header_row"], "column": ""}
    return place | {"code": "sheet_not_read", "message": words}


def _told(item: Assessed, which: str) -> list[dict[str, Any]]:
    return [
        {
            "sheet": item.record["sheet"],
            "row": told["row"],
            "column": told["column"],
            "code": told["code"],
            "message": fault_words(told["code"], told["params"]),
        }
        for told in item.record[which]
    ]


def _reader(username: str, area: str) -> Actor | None:
    """The person named, or the house itself for a dry run; None while there are no tables yet."""
    if username:
        actor = _person(username)
        imports.require_area(actor, area)
        return actor
    if not _tables_stand():
        return None
    return Actor(user_id=None, name="anxin", grants=(Grant(Role.TOWN_ADMINISTRATOR, area),))


def _tables_stand() -> bool:
    """Whether there are files to compare with; False before the first set-up.

    Raises:
        Refusal: the tables are of another release, so that nothing could be compared.
    """
    try:
        Premises.objects.first()
    except (ProgrammingError, OperationalError) as missing:
        if isinstance(missing.__cause__, UndefinedTable | psycopg.OperationalError):
            return False
        raise Refusal(
            "数据库结构与本版本不符：请先运行 script/server 或 script/anxin manage migrate。"
        ) from missing
    return True


def _person(username: str) -> Actor:
    actor = accounts.actor_behind(username=username, now=timezone.now())
    if actor is None:
        raise Refusal(f"没有名为 {username} 的账号。")
    return actor


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _as_text(answer: dict[str, Any]) -> str:
    counts = "，".join(
        f"{word} {answer[name]}"
        for name, word in (
            ("rows", "数据行"),
            ("new", "新增"),
            ("changed", "变更"),
            ("unchanged", "无变化"),
            ("duplicate", "疑似重复"),
            ("conflicting", "冲突"),
            ("unusable", "不可用"),
        )
    )
    lines = [n["message"] for n in answer["notices"] if n["code"] == "sheet_not_read"]
    lines += [f"{e['sheet']} 第{e['row']}行 {e['column']}：{e['message']}" for e in answer["errors"]]
    return "\n".join([counts, *lines])
