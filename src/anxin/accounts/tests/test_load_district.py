"""Loading a district: idempotent, and another district needs data only."""

from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from anxin.accounts.contracts import house
from anxin.accounts.districts import DistrictInvalid, read_district
from anxin.accounts.models import Area, Organisation
from anxin.accounts.services import load_district
from anxin.kernel.areas import is_within
from anxin.ledger.models import Act
from anxin.policy import load_pack

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
LISHUI = settings.DISTRICTS_DIR / "320117"


def load(folder: Path = LISHUI, *, demo: bool = False):
    return load_district(district=read_district(folder), demo=demo, actor=house("test"), now=NOW)


def test_lishui_has_its_official_areas_and_offices(db):
    """Nine towns, one of them the development zone, 118 villages, 17 departments, nine offices."""
    load()
    kinds = list(Area.objects.values_list("kind", flat=True))
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "development_zone": 1,
        "district": 1,
        "town": 8,
        "village": 118,
    }
    assert Organisation.objects.filter(kind="department").count() == 17
    assert Organisation.objects.filter(kind="town_office").count() == 9
    assert Area.objects.get(pk="320117400").boundary_is_schematic


def test_departments_are_those_of_the_pack():
    """Seventeen ids, the same as in the pack that the district names."""
    district = read_district(LISHUI)
    named = {row.department for row in district.organisations if row.department}
    assert named == {row["id"] for row in load_pack(district.pack).table("departments")}


def test_loading_again_changes_nothing(db):
    """The second load makes no row, changes no row and leaves no act."""
    load(demo=True)
    acts = Act.objects.count()
    assert not load(demo=True).changed_anything
    assert Act.objects.count() == acts == 1


def test_invented_companies_and_grids_come_only_with_the_demo(db):
    """Without the demo there is no company and no grid; with it every one of them is marked."""
    load()
    assert not Organisation.objects.exclude(kind__in=["department", "town_office"]).exists()
    assert not Area.objects.filter(kind="grid").exists()
    load(demo=True)
    assert Area.objects.filter(kind="grid", is_demo=True).count() == 118 * 4
    companies = Organisation.objects.exclude(kind__in=["department", "town_office"])
    assert {row.kind for row in companies} == {
        "gas_company",
        "filling_company",
        "transport_company",
        "installation_company",
    }
    assert all(row.is_demo and "演示" in row.name for row in companies)


def test_the_offices_own_grids_are_left_alone(db):
    """A village with a real grid gets no stand-ins beside it."""
    load()
    Area.objects.create(code="320117001001777", name="老街网格", kind="grid", parent_id="320117001001")
    load(demo=True)
    assert Area.objects.filter(parent_id="320117001001").count() == 1


def test_a_renamed_village_follows_the_folder(db):
    """The folder is the source of official names."""
    load()
    Area.objects.filter(pk="320117001001").update(name="旧名")
    assert load().areas_changed == 1
    assert Area.objects.get(pk="320117001001").name == "中山路居委会"


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A second district that nobody wrote a line of Python for."""
    (tmp_path / "district.yaml").write_text(
        dedent("""\
        code: "990101"
        name: 示例区
        name_en: Example District
        pack: example-2030
        number_prefix: EX
        projection: EPSG:4548
        map_frame: {west: 1, south: 2, east: 3, north: 4}
        demo: {grids_per_village: 2}
        """)
    )
    (tmp_path / "areas.csv").write_text(
        "code,name,kind,longitude,latitude\n"
        "990101,示例区,district,1.5,2.5\n"
        "990101001,东镇,town,,\n"
        "990101001001,河边村,village,,\n"
    )
    (tmp_path / "organisations.yaml").write_text(
        "departments:\n"
        "  - {key: building, name: 示例区住建局, short_name: 住建局,"
        ' department: housing_construction, area: "990101"}\n'
    )
    return tmp_path


def test_a_second_district_is_a_folder_of_data(db, invented):
    """It loads beside the first one, with the same department ids, and nothing mixes."""
    load()
    before = Area.objects.count()
    assert load(invented, demo=True).areas_made == 3 + 2
    assert Area.objects.count() == before + 5
    assert all(
        is_within(code, "990101")
        for code in Area.objects.filter(pk__startswith="99").values_list("pk", flat=True)
    )
    assert Organisation.objects.filter(department="housing_construction").count() == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("990102001,西镇,town,,", "areas.csv:5: 990102001 lies in 990102"),
        ("990101001,东镇,town,,", "areas.csv:5: 990101001 stands there twice"),
        ("99010100,东镇,town,,", "areas.csv:5: not an area code"),
        ("990101002,西镇,hamlet,,", "areas.csv:5: 'hamlet'"),
    ],
)
def test_a_fault_is_told_with_file_and_line(invented, line, words):
    """Whoever keeps the folder can find the place."""
    with (invented / "areas.csv").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(DistrictInvalid, match=words):
        read_district(invented)


def test_the_command_refuses_an_unknown_district(db):
    """One clear line instead of a stack of calls."""
    with pytest.raises(CommandError, match=r"district\.yaml: there is no such file"):
        call_command("load_district", "000000")


def test_the_command_loads(db, capsys):
    """What the operator reads."""
    call_command("load_district", "320117")
    assert "areas 128 made" in capsys.readouterr().out
