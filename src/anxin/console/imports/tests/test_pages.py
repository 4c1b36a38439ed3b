"""The desk as a clerk walks it: upload, mapping, faults, differences, decision; others find nothing."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from anxin.accounts.models import Area, RoleGrant, User
from anxin.accounts.terms import AreaKind, Role
from anxin.registry.models import ImportBatch, ImportRow, Premises
from anxin.registry.services import imports

TOWN, OTHER = "320117001", "320117002"
HEADERS = ["镇（街）", "单位名称", "法定代表人", "联系电话", "详细地址", "经营面积", "用气类型", "房东"]
ROWS = [
    ["永阳街道", "甲面馆", "张某", "13812345671", "中山路1号", 80, "瓶装气", "=1+1"],
    ["永阳街道", "乙饭店", "王某", "1381234", "中山路3号", "一间", "天然气", ""],
]


@pytest.fixture(autouse=True)
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    Area.objects.create(code="320117", name="溧水区", kind=AreaKind.DISTRICT)
    for code, name in ((TOWN, "永阳街道"), (OTHER, "柘塘街道")):
        Area.objects.create(code=code, name=name, kind=AreaKind.TOWN, parent_id="320117")


def person(username, area, role=Role.TOWN_CLERK):
    now = timezone.now()
    user = User.objects.create(username=username, name="测试员", created_at=now, password_changed_at=now)
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    RoleGrant.objects.create(
        user=user, role=role, area_id=area, starts_on=today - timedelta(1), ends_on=today + timedelta(99)
    )
    return user


@pytest.fixture
def clerk(client):
    client.force_login(person("clerk", TOWN))
    return client


def ledger():
    content = BytesIO()
    book = Workbook()
    book.active.append(["台账"])
    book.active.append(HEADERS)
    for row in ROWS:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    book.save(content)
    return SimpleUploadedFile("台账.xlsx", content.getvalue())


def upload(client):
    response = client.post("/imports/new/", {"file": ledger(), "area": TOWN, "sheet": ""})
    assert response.status_code == 302
    return ImportBatch.objects.get()


def page(client, address, language="zh-hans", status=200, **extra):
    response = client.get(address, headers={"Accept-Language": language}, **extra)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def checked(client):
    batch = upload(client)
    imports.run_read(batch_id=batch.id, now=timezone.now())
    batch.refresh_from_db()
    headers = list(batch.mapping)
    sent = {f"column-{i}": batch.mapping[h] or "" for i, h in enumerate(headers)}
    response = client.post(f"/imports/{batch.id}/mapping/", {"sheet": batch.sheet, "header": headers, **sent})
    assert response.status_code == 302
    imports.run_check(batch_id=batch.id, now=timezone.now())
    batch.refresh_from_db()
    return batch


def test_an_empty_desk_says_what_to_do(clerk):
    """No import yet: the page leads to the upload, in both languages."""
    assert "还没有导入过台账" in page(clerk, "/imports/")
    assert "No ledger was imported yet" in page(clerk, "/imports/", "en")


def test_a_waiting_upload_says_when_no_worker_runs(clerk):
    """Without a background worker the page does not pretend."""
    batch = upload(clerk)
    assert "后台" in page(clerk, f"/imports/{batch.id}/")
    fragment = page(clerk, f"/imports/{batch.id}/progress/")
    assert "import-progress" in fragment


def test_the_whole_way(clerk):
    """Upload, mapping, check, faults, difference, decision, result."""
    batch = checked(clerk)
    assert batch.state == "checked"
    summary = page(clerk, f"/imports/{batch.id}/")
    assert "决定" in summary
    faults = page(clerk, f"/imports/{batch.id}/faults/")
    assert "1381234" in faults and "一间" in faults
    narrowed = page(clerk, f"/imports/{batch.id}/faults/?code=bad_phone")
    assert "1381234" in narrowed and "“一间”" not in narrowed
    assert "甲面馆" in page(clerk, f"/imports/{batch.id}/rows/new/")
    row = ImportRow.objects.get(parsed__values__sign_name="乙饭店")
    response = clerk.post(f"/imports/{batch.id}/rows/{row.pk}/decision/", {"decision": "skip"})
    assert response.status_code == 302
    assert page(clerk, f"/imports/{batch.id}/decision/")
    assert clerk.post(f"/imports/{batch.id}/decision/").status_code == 302
    imports.run_write(
        batch_id=batch.id,
        actor=imports.person(User.objects.get(username="clerk").id, now=timezone.now()),
        now=timezone.now(),
    )
    assert list(Premises.objects.values_list("sign_name", flat=True)) == ["甲面馆"]
    assert Premises.objects.get().number in page(clerk, f"/imports/{batch.id}/")
    assert clerk.post(f"/imports/{batch.id}/decision/").status_code == 409


def test_the_mapping_page_shows_samples_and_proposals(clerk):
    """Each header with what stands in it, a field and how sure."""
    batch = upload(clerk)
    imports.run_read(batch_id=batch.id, now=timezone.now())
    told = page(clerk, f"/imports/{batch.id}/")
    assert "甲面馆" in told and 'value="holder_phone" selected' in told
    assert "sure" in page(clerk, f"/imports/{batch.id}/", "en")


def test_another_towns_clerk_finds_nothing(clerk, client):
    """Every address of the import answers 404 to the clerk of the next town; the list is empty."""
    batch = checked(clerk)
    client.force_login(person("other", OTHER))
    for tail in ("", "progress/", "faults/", "faults.xlsx", "rows/new/", "decision/"):
        assert client.get(f"/imports/{batch.id}/{tail}").status_code == 404
    for tail in ("mapping/", "decision/", "discard/"):
        assert client.post(f"/imports/{batch.id}/{tail}").status_code == 404
    assert "台账.xlsx" not in page(client, "/imports/")
    assert client.post("/imports/new/", {"file": ledger(), "area": TOWN}).status_code == 422


def test_who_does_not_import_does_not_come_in(client):
    """A leader sees no imports."""
    client.force_login(person("leader", "320117", Role.DISTRICT_LEADER))
    assert client.get("/imports/").status_code == 403


def test_the_fault_workbook_holds_no_formula(clerk):
    """What a person typed goes out as text."""
    batch = checked(clerk)
    response = clerk.get(f"/imports/{batch.id}/faults.xlsx")
    cells = [cell for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]
    assert len(cells) > 6
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["catering", "resident"])
def test_the_template_is_read_back_completely(clerk, kind, tmp_path):
    """Every column of our own template is understood with certainty."""
    from anxin.registry.excel import jail

    response = clerk.get(f"/imports/template/{kind}/")
    book = load_workbook(BytesIO(response.content))
    book.active.append(["永阳街道", "", ""])
    book.save(tmp_path / "t.xlsx")
    columns = jail.survey(tmp_path / "t.xlsx")[0]["columns"]
    assert all(column["field"] and column["confidence"] == 100 for column in columns)


def test_putting_aside_writes_nothing(clerk):
    """Discarded: no rows are kept, no files made."""
    batch = checked(clerk)
    assert clerk.post(f"/imports/{batch.id}/discard/").status_code == 302
    assert not ImportRow.objects.exists() and not Premises.objects.exists()


def test_stopped_work_offers_the_two_ways_out(clerk):
    """Five minutes without a job or a worker: take up again or put aside."""
    batch = checked(clerk)
    clerk.post(f"/imports/{batch.id}/decision/")
    before = timezone.now() - timedelta(minutes=5)
    assert "继续处理" not in page(clerk, f"/imports/{batch.id}/")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    ImportBatch.objects.update(updated_at=before)
    told = page(clerk, f"/imports/{batch.id}/")
    assert f"/imports/{batch.id}/resume/" in told and f"/imports/{batch.id}/discard/" in told
    assert clerk.post(f"/imports/{batch.id}/resume/").status_code == 302
    assert clerk.post(f"/imports/{batch.id}/resume/").status_code == 409


def test_sheets_laid_out_alike_are_mapped_together(clerk):
    """The sheets of two villages are one choice; the sheet left out is named."""
    content, book = BytesIO(), Workbook()
    book.active.title = "上港"
    for name in ("上港", "西旺"):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in (HEADERS, [*ROWS[0][:1], f"{name}店", *ROWS[0][2:4], f"{name}路1号", *ROWS[0][5:7], ""]):
            sheet.append(row)
    homes = book.create_sheet("居民")
    homes.append(["序号", "户主姓名", "住址", "联系电话", "户号"])
    homes.append([1, "王某", "幸福路1号", "13951234567", "1000"])
    book.save(content)
    file = SimpleUploadedFile("两村.xlsx", content.getvalue())
    clerk.post("/imports/new/", {"file": file, "area": TOWN, "sheet": ""})
    batch = ImportBatch.objects.get()
    imports.run_read(batch_id=batch.id, now=timezone.now())
    told = page(clerk, f"/imports/{batch.id}/")
    assert "上港、西旺 合并读取 · 2 行" in told and "工作表“居民”（1 行）未读取" in told
    headers = [column["header"] for column in ImportBatch.objects.get().sheets[0]["columns"]]
    fields = {f"column-{i}": ImportBatch.objects.get().mapping[h] or "" for i, h in enumerate(headers)}
    clerk.post(f"/imports/{batch.id}/mapping/", {"sheet": "", "header": headers, **fields})
    imports.run_check(batch_id=batch.id, now=timezone.now())
    assert set(ImportRow.objects.values_list("sheet", flat=True)) == {"上港", "西旺"}


def test_the_regulator_reads_no_workbook_of_a_town(clerk, client):
    """ID numbers and hardship stand in it, which the regulator may not read; the town's administrator may."""
    batch = checked(clerk)
    client.force_login(person("regulator", "320117", Role.DISTRICT_REGULATOR))
    for tail in ("", "?step=mapping", "progress/", "faults/", "faults.xlsx", "rows/new/", "decision/"):
        assert client.get(f"/imports/{batch.id}/{tail}").status_code == 404
    assert "台账.xlsx" not in page(client, "/imports/")
    client.force_login(person("town", TOWN, Role.TOWN_ADMINISTRATOR))
    assert "台账.xlsx" in page(client, "/imports/")


def test_the_regulator_keeps_the_own_uploads(client):
    """What one handed in oneself tells nothing new."""
    client.force_login(person("regulator", "320117", Role.DISTRICT_REGULATOR))
    batch = upload(client)
    assert "台账.xlsx" in page(client, f"/imports/{batch.id}/")


def test_nonsense_about_sheets_and_pages_is_refused(clerk):
    """A sheet that is not there, a page number of thousands of digits: answered in words."""
    batch = checked(clerk)
    for sheet in ("没有", "\0", "x" * 5000):
        answer = clerk.post(f"/imports/{batch.id}/mapping/", {"sheet": sheet, "header": "\0"})
        assert answer.status_code == 422
    for tail in ("faults", "rows/new"):
        assert clerk.get(f"/imports/{batch.id}/{tail}/?page={'9' * 5000}").status_code == 200
