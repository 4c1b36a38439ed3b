"""From upload to decision: dry run, one transaction, idempotent, nothing of another town."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from openpyxl import Workbook, load_workbook

from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.models import RoleGrant, User
from anxin.accounts.terms import Role
from anxin.kernel import Invalid, NotFound, WrongState
from anxin.ledger.models import Act
from anxin.registry import tasks
from anxin.registry.contracts import PremisesDraft
from anxin.registry.excel import jail
from anxin.registry.excel.refused import Refused
from anxin.registry.models import Equipment, ImportBatch, ImportRow, Premises
from anxin.registry.queries import imports as queries
from anxin.registry.services import imports, write_premises
from anxin.registry.tests.conftest import BY_HAND, NOW, OTHER_TOWN, TOWN

HEADERS = [
    "镇（街）",
    "村（社区）",
    "单位名称",
    "法定代表人",
    "联系电话",
    "详细地址",
    "经营面积",
    "用气类型",
    "报警器",
    "房东",
]
SHOP = ["永阳街道", "中山路社区", "甲面馆", "张某", "13812345671", "中山路1号"]
ROWS: list[list[Any]] = [
    [*SHOP, 80, "瓶装气", "有", "李某"],
    ["永阳街道", "中山路社区", "乙饭店", "王某", "13812345672", "中山路3号", "90㎡", "天然气", "无", ""],
    ["永阳街道", "中山路社区", "丙小吃", "陈某", "1381234", "中山路5号", 60, "瓶装气", "/", ""],
]


@pytest.fixture
def town_clerk(areas: None) -> Actor:
    """A clerk with an account: the worker finds them again."""
    user = User.objects.create(username="clerk", name="测试员", created_at=NOW)
    RoleGrant.objects.create(
        user=user,
        role=Role.TOWN_CLERK,
        area_id=TOWN,
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(900),
    )
    return Actor(user_id=user.id, name="测试员", grants=(Grant(Role.TOWN_CLERK, TOWN),))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def workbook(path: Path, rows: list[list[Any]] = ROWS, headers: list[str] = HEADERS) -> Path:
    book = Workbook()
    book.active.append(["餐饮用户台账"])
    book.active.append(headers)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def uploaded(path: Path, actor: Actor, *, area: str = TOWN) -> Any:
    return imports.upload_workbook(
        name=path.name,
        chunks=[path.read_bytes()],
        size=path.stat().st_size,
        area_code=area,
        actor=actor,
        now=NOW,
    )


def checked(path: Path, actor: Actor) -> ImportBatch:
    """Uploaded, read, mapped as proposed, checked."""
    batch_id = uploaded(path, actor)
    imports.run_read(batch_id=batch_id, now=NOW)
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == "mapping":
        imports.choose_mapping(
            batch_id=batch_id, sheet=batch.sheet, mapping=batch.mapping, actor=actor, now=NOW
        )
        imports.run_check(batch_id=batch_id, now=NOW)
    return ImportBatch.objects.get(pk=batch_id)


def committed(path: Path, actor: Actor) -> ImportBatch:
    batch = checked(path, actor)
    imports.commit_import(batch_id=batch.id, actor=actor, now=NOW)
    imports.run_write(batch_id=batch.id, actor=actor, now=NOW)
    batch.refresh_from_db()
    return batch


def test_a_dry_run_writes_no_premises(tmp_path, town_clerk):
    """Read, mapped and checked: every fault is known, nothing is written."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    assert batch.state == "checked"
    assert batch.counts["new"] == 3
    assert batch.counts["faults"] == 1
    assert Premises.objects.count() == 0


def test_the_decision_writes_files_with_their_sources(tmp_path, town_clerk):
    """One transaction: files, equipment, verdicts, acts; each value knows its row and column."""
    batch = committed(workbook(tmp_path / "a.xlsx"), town_clerk)
    assert (batch.state, batch.counts["created"]) == ("committed", 3)
    first = Premises.objects.get(sign_name="甲面馆")
    assert first.area_id == "320117001001"
    assert first.sources["floor_area_m2"]["column"] == "经营面积"
    assert first.sources["floor_area_m2"]["row"] == 3
    assert first.extra == {"房东": "李某"}
    assert first.verdict is not None
    assert Equipment.objects.get(premises=first, kind="leak_device").features["present"] is True
    second = Premises.objects.get(sign_name="乙饭店")
    assert Equipment.objects.get(premises=second, kind="leak_device").features["present"] is False
    third = Premises.objects.get(sign_name="丙小吃")
    assert third.holder_phone == ""
    assert not Equipment.objects.filter(premises=third, kind="leak_device").exists()
    assert Act.objects.filter(action="registry.workbook_written").count() == 1


def test_the_same_workbook_again_changes_nothing(tmp_path, town_clerk):
    """Idempotent: every row unchanged, no version moves, no act on a file."""
    path = workbook(tmp_path / "a.xlsx")
    committed(path, town_clerk)
    acts = Act.objects.filter(action="registry.premises_changed").count()
    again = committed(path, town_clerk)
    assert (again.counts["unchanged"], again.counts.get("new", 0)) == (3, 0)
    assert set(Premises.objects.values_list("version", flat=True)) == {1}
    assert Act.objects.filter(action="registry.premises_changed").count() == acts


def test_a_difference_is_shown_before_and_after(tmp_path, town_clerk):
    """A changed area is one change, and only that is written."""
    committed(workbook(tmp_path / "a.xlsx"), town_clerk)
    rows = [list(row) for row in ROWS]
    rows[0][6] = 85
    batch = checked(workbook(tmp_path / "b.xlsx", rows), town_clerk)
    assert (batch.counts["changed"], batch.counts["unchanged"]) == (1, 2)
    row = ImportRow.objects.get(batch=batch, outcome="changed")
    assert row.difference == {"floor_area_m2": ["80", "85"]}


def test_another_spelling_is_a_duplicate_in_the_sheet(tmp_path, town_clerk):
    """The same shop twice in one sheet is written once."""
    rows = [
        *ROWS,
        [
            "永阳街道",
            "中山路居委会",
            "甲面馆",
            "张某",
            "13812345671",
            "永阳街道中山路１号",
            80,
            "液化气",
            "有",
            "李某",
        ],
    ]
    batch = committed(workbook(tmp_path / "a.xlsx", rows), town_clerk)
    assert batch.counts["duplicate"] == 1
    assert Premises.objects.count() == 3


def test_two_rows_that_contradict_are_a_conflict(tmp_path, town_clerk):
    """The same shop with another area: nobody guesses which is right."""
    rows = [
        *ROWS,
        [*SHOP, 200, "瓶装气", "有", "李某"],
    ]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), town_clerk)
    conflict = ImportRow.objects.get(batch=batch, outcome="conflict")
    assert conflict.difference["floor_area_m2"] == ["80", "200"]


def test_a_value_entered_by_a_person_is_not_overwritten(tmp_path, town_clerk):
    """What somebody corrected by hand stands against the ledger until it is decided."""
    committed(workbook(tmp_path / "a.xlsx"), town_clerk)
    known = Premises.objects.get(sign_name="甲面馆")
    draft = PremisesDraft(known.pk, known.area_id, {"floor_area_m2": 95})
    write_premises(drafts=[draft], source=BY_HAND, actor=town_clerk, now=NOW)
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    assert batch.counts["conflict"] == 1
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
    known.refresh_from_db()
    assert float(known.floor_area_m2) == 95


def test_a_conflict_is_written_when_a_person_says_so(tmp_path, town_clerk):
    """Per row: apply."""
    committed(workbook(tmp_path / "a.xlsx"), town_clerk)
    known = Premises.objects.get(sign_name="甲面馆")
    write_premises(
        drafts=[PremisesDraft(known.pk, known.area_id, {"floor_area_m2": 95})],
        source=BY_HAND,
        actor=town_clerk,
        now=NOW,
    )
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    row = ImportRow.objects.get(batch=batch, outcome="conflict")
    imports.decide_row(batch_id=batch.id, row_id=row.pk, decision="apply", actor=town_clerk, now=NOW)
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
    known.refresh_from_db()
    assert float(known.floor_area_m2) == 80


def test_a_file_that_changed_since_the_check_is_left_out(tmp_path, town_clerk):
    """Between check and decision somebody else wrote: that row becomes a conflict."""
    committed(workbook(tmp_path / "a.xlsx"), town_clerk)
    rows = [list(row) for row in ROWS]
    rows[0][6] = 85
    batch = checked(workbook(tmp_path / "b.xlsx", rows), town_clerk)
    known = Premises.objects.get(sign_name="甲面馆")
    write_premises(
        drafts=[PremisesDraft(known.pk, known.area_id, {"holder_name": "新人"})],
        source=BY_HAND,
        actor=town_clerk,
        now=NOW,
    )
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
    batch.refresh_from_db()
    known.refresh_from_db()
    assert batch.counts["stale"] == 1
    assert float(known.floor_area_m2) == 80


def test_pressed_twice_is_decided_once(tmp_path, town_clerk):
    """The second press is told that it is decided; the job run twice writes once."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    with pytest.raises(WrongState):
        imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
    imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
    imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
    assert Premises.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_write_once(tmp_path, town_clerk):
    """Two threads press at the same moment: one decides, the other is refused; the rows are written once."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    gate, told = Barrier(2), []

    def press() -> None:
        gate.wait()
        try:
            imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)
            told.append("decided")
        except WrongState:
            told.append("refused")
        imports.run_write(batch_id=batch.id, actor=town_clerk, now=NOW)
        connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["decided", "refused"]
    assert Premises.objects.count() == 3


def test_an_import_cannot_reach_another_town(tmp_path, town_clerk, other_clerk):
    """A row of the other town is a fault that tells nothing of that town; others see no batch."""
    there = PremisesDraft(
        None,
        "320117002009",
        {"kind": "catering", "sign_name": "丁餐馆", "address": "柘塘路9号", "holder_phone": "13812345679"},
    )
    write_premises(drafts=[there], source=BY_HAND, actor=other_clerk, now=NOW)
    rows = [
        ["柘塘街道", "秦淮社区", "丁餐馆", "周某", "13812345679", "柘塘路9号", 50, "瓶装气", "有", ""],
        ["柘塘街道", "秦淮社区", "没有的店", "周某", "13812345670", "柘塘路99号", 50, "瓶装气", "有", ""],
    ]
    batch = checked(workbook(tmp_path / "a.xlsx", [*ROWS, *rows]), town_clerk)
    faulty = list(ImportRow.objects.filter(batch=batch, outcome="faulty"))
    assert [[fault["code"] for fault in row.faults] for row in faulty] == [["wrong_area"], ["wrong_area"]]
    assert all(not row.candidates and row.premises_id is None for row in faulty)
    with pytest.raises(NotFound):
        queries.batch(batch.id, actor=other_clerk)
    with pytest.raises(NotFound):
        imports.commit_import(batch_id=batch.id, actor=other_clerk, now=NOW)
    with pytest.raises(NotFound):
        uploaded(tmp_path / "a.xlsx", town_clerk, area=OTHER_TOWN)


def test_the_mapping_is_remembered_for_the_organisation(tmp_path, town_clerk):
    """A header that was corrected once is proposed so the next time."""
    path = workbook(tmp_path / "a.xlsx", headers=[*HEADERS[:-1], "开票单位"])
    batch_id = uploaded(path, town_clerk)
    imports.run_read(batch_id=batch_id, now=NOW)
    batch = ImportBatch.objects.get(pk=batch_id)
    assert batch.mapping["开票单位"] is None
    imports.choose_mapping(
        batch_id=batch_id,
        sheet=batch.sheet,
        mapping={**batch.mapping, "开票单位": "licence_name"},
        actor=town_clerk,
        now=NOW,
    )
    other = uploaded(path, town_clerk)
    imports.run_read(batch_id=other, now=NOW)
    assert ImportBatch.objects.get(pk=other).mapping["开票单位"] == "licence_name"


def test_one_field_cannot_take_two_columns(tmp_path, town_clerk):
    """A mapping that would lose a column is refused."""
    batch_id = uploaded(workbook(tmp_path / "a.xlsx"), town_clerk)
    imports.run_read(batch_id=batch_id, now=NOW)
    batch = ImportBatch.objects.get(pk=batch_id)
    with pytest.raises(Invalid):
        imports.choose_mapping(
            batch_id=batch_id,
            sheet=batch.sheet,
            mapping={**batch.mapping, "房东": "holder_name"},
            actor=town_clerk,
            now=NOW,
        )


def test_a_refused_workbook_says_why(tmp_path, town_clerk):
    """The batch ends refused, in one line."""
    path = tmp_path / "a.xlsx"
    path.write_text("not a workbook")
    batch = checked(path, town_clerk)
    assert batch.state == "refused"
    assert queries.batch(batch.id, actor=town_clerk).refusal


def test_a_reading_killed_midway_leaves_nothing_behind(tmp_path, town_clerk, monkeypatch):
    """Some rows were stored when the reading died: the batch is refused and has no rows."""
    whole = jail.read

    def dying(order):
        for position, line in enumerate(whole(order)):
            if position == 1:
                raise Refused("reading_ended")
            yield line

    monkeypatch.setattr(jail, "read", dying)
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    assert batch.state == "refused"
    assert not ImportRow.objects.filter(batch=batch).exists()


def test_text_that_looks_like_a_formula_stays_text(tmp_path, town_clerk):
    """= + - @ at the start is text in the file and in the fault workbook."""
    rows = [[*ROWS[0][:9], "=1+1"], [*ROWS[1][:2], "@乙饭店", *ROWS[1][3:9], "+cmd"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    book = load_workbook(path)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    book.save(path)
    committed(path, town_clerk)
    assert Premises.objects.get(sign_name="甲面馆").extra["房东"] == "=1+1"
    assert Premises.objects.filter(sign_name="@乙饭店").exists()


def test_a_bug_in_the_long_work_leaves_no_import_waiting(tmp_path, town_clerk, monkeypatch):
    """The job fails loudly; the import is open for decision again, with nothing written."""
    batch = checked(workbook(tmp_path / "a.xlsx"), town_clerk)
    imports.commit_import(batch_id=batch.id, actor=town_clerk, now=NOW)

    def broken(**_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr("anxin.registry.services.imports.write.write_premises", broken)
    with pytest.raises(ZeroDivisionError):
        tasks.write_workbook.func(str(batch.id), str(town_clerk.user_id), "")
    batch.refresh_from_db()
    assert (batch.state, Premises.objects.count()) == ("checked", 0)
    assert batch.counts["failure"]


def command(capsys, *words: object) -> tuple[int, str, str]:
    """The command line: exit code, output, errors."""
    try:
        call_command("registry_import", *map(str, words))
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_line_answers_as_json(tmp_path, town_clerk, capsys):
    """The contract: counts, errors with the sheet's own row and header, mapping and unmapped."""
    rows = [*ROWS, [*SHOP, 80, "瓶装气", "有", "李某"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    code, out, _err = command(capsys, path, "--area", TOWN, "--dry-run", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["rows"], told["new"], told["changed"], told["unchanged"], told["duplicate"]) == (
        4,
        3,
        0,
        0,
        1,
    )
    error = told["errors"][0]
    assert (error["sheet"], error["row"], error["column"], error["code"]) == (
        "Sheet",
        5,
        "联系电话",
        "bad_phone",
    )
    assert error["message"]
    assert told["mapping"]["联系电话"] == "holder_phone"
    assert told["unmapped"] == ["房东"]
    assert not Premises.objects.exists() and not ImportBatch.objects.exists()


def test_the_command_line_refuses_with_one_line(tmp_path, areas, capsys):
    """Exit code 2, one line on standard error, nothing else."""
    path = tmp_path / "a.xlsx"
    path.write_text("no")
    for words in (
        (path, "--area", TOWN),
        (path, "--area", "999"),
        (tmp_path / "none.xlsx", "--area", TOWN),
        (workbook(tmp_path / "b.xlsx"), "--area", TOWN, "--sheet", "没有"),
    ):
        code, out, err = command(capsys, *words, "--dry-run", "--json")
        assert (code, out) == (2, "")
        assert len(err.strip().splitlines()) == 1


def test_the_command_line_writes_in_somebodys_name(tmp_path, town_clerk, capsys):
    """Without --dry-run it commits, as the named account and within its reach."""
    path = workbook(tmp_path / "a.xlsx")
    assert command(capsys, path, "--area", TOWN)[0] == 2
    assert command(capsys, path, "--area", OTHER_TOWN, "--as", "clerk")[0] == 2
    code, out, _err = command(capsys, path, "--area", TOWN, "--as", "clerk", "--json")
    assert code == 0
    assert json.loads(out)["committed"]["created"] == 3
    again = json.loads(command(capsys, path, "--area", TOWN, "--as", "clerk", "--json")[1])
    assert (again["unchanged"], again["committed"]["created"]) == (3, 0)
