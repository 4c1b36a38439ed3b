"""Another jurisdiction needs data only: an invented pack loads, checks and judges with the same engine."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from anxin.policy import (
    InvalidInputs,
    Outcome,
    Pack,
    PackInvalid,
    deadline_for,
    decide,
    decide_many,
    judge,
    judge_many,
    load_pack,
    settle,
    special_groups_of,
)
from anxin.policy.checking import check
from anxin.policy.tests.invented import EAST, YUNHE, files_of, write_pack

IN_2024, IN_2025 = date(2024, 6, 1), date(2025, 6, 1)
SHOP = {"place": "shop", "alarm": True, "hose_length_m": 1.8, "floor_area_m2": 150.0}
SCHOOL = {"place": "school", "alarm": True, "keepers": 1}


@pytest.fixture(scope="module")
def yunhe() -> Pack:
    """The invented pack."""
    return load_pack(str(YUNHE))


@pytest.fixture(scope="module")
def east() -> Pack:
    """The invented addition to it."""
    return load_pack(str(EAST))


@pytest.mark.parametrize("pack", [YUNHE, EAST], ids=lambda pack: pack.name)
def test_it_is_sound(pack: Path) -> None:
    """The complete check finds nothing."""
    assert check(pack, pack.parent) == []


def test_its_thresholds_change_over_time(yunhe: Pack) -> None:
    """A hose of 1.8 m is allowed in 2024 and too long in 2025; the sentence names the figure of its day."""
    assert judge(yunhe, SHOP, IN_2024).compliant is True
    late = judge(yunhe, SHOP, IN_2025)
    assert late.failed == ("R-HOSE",)
    assert "软管不超过1.5米" in late.findings[1].text
    assert late.findings[1].clause.place == "第三条 餐馆 二"


def test_it_asks_what_lishui_does_not(yunhe: Pack) -> None:
    """Schools need two keepers, and are not asked about hoses."""
    judgement = judge(yunhe, SCHOOL, IN_2024)
    assert [(f.requirement_id, f.outcome) for f in judgement.findings] == [
        ("R-ALARM", Outcome.MET),
        ("R-WATCH", Outcome.NOT_MET),
    ]


def test_bulk_agrees(yunhe: Pack) -> None:
    """Many at once gives the same."""
    judged = judge_many(yunhe, pl.DataFrame([SHOP, SCHOOL], infer_schema_length=None), IN_2025)
    assert judged["compliant"].to_list() == [False, False]
    assert judged["R-WATCH"].to_list() == [None, False]


def test_its_deadlines_and_groups(yunhe: Pack) -> None:
    """At 150 ㎡ the deadline of large restaurants holds, just below none does."""
    deadline = deadline_for(yunhe, SHOP, IN_2024)
    assert deadline is not None
    assert (deadline.by, deadline.objective_id, deadline.clause.id) == (date(2025, 3, 31), "big", "c2")
    assert deadline_for(yunhe, {**SHOP, "floor_area_m2": 149.9}, IN_2024) is None
    assert [hit.id for hit in special_groups_of(yunhe, SHOP)] == ["big"]


CLAIM = {
    **SHOP,
    "hose_length_m": 1.2,
    "had_alarm": False,
    "cost_alarm": 60_005,
    "cost_fitting": 3_000,
    "town_cap": 11_000,
    "done_on": IN_2024,
}


def test_its_money_has_other_payers(yunhe: Pack) -> None:
    """Its own scheme, payers, rounding and a town's addition, decided by data alone."""
    decision = decide(yunhe, CLAIM, IN_2024)
    assert [reason.code for reason in decision.reasons] == ["ALARM_PAID", "ALARM_CAP", "TOWN_MORE"]
    assert decision.payers == {"owner": 49_005, "station": 3_000, "town": 7_000, "county": 4_000}
    assert (
        decision.schemes[0].text
        == "补助20%：100.00元，供气站30.00元；120.01元，不超过100.00元；镇增加10.00元"
    )
    assert settle(yunhe, {"paid_out": 10_003}).amount("county_reward") == 4_001


def test_its_cap_changes_over_time(yunhe: Pack) -> None:
    """From 2025 the cap is lower; one case and many follow the legal day."""
    assert decide(yunhe, CLAIM, IN_2025).schemes[0].amount_fen == 8_000
    frame = pl.DataFrame([CLAIM])
    amounts = [decide_many(yunhe, frame, day)["ALARM"].item() for day in (IN_2024, IN_2025)]
    assert amounts == [10_000, 8_000]


def test_a_pack_without_money_decides_nothing(tmp_path: Path) -> None:
    """A pack that says nothing about money refuses claims instead of deciding them at nothing."""
    tables = ("schemes", "gates", "remarks", "payers", "settlement", "settlement_inputs")
    files = {name: text for name, text in files_of(YUNHE).items() if name.removesuffix(".yaml") not in tables}
    pack = load_pack(str(write_pack(tmp_path / "silent", files)))
    assert judge(pack, CLAIM, IN_2024).compliant is True
    for ask in (
        lambda: decide(pack, CLAIM, IN_2024),
        lambda: decide_many(pack, pl.DataFrame([CLAIM]), IN_2024),
    ):
        with pytest.raises(InvalidInputs, match="no money rules"):
            ask()


def test_a_pack_extends_another_by_id(east: Pack) -> None:
    """An addition replaces one value and drops one requirement; the rest is inherited."""
    assert [requirement.id for requirement in east.standard] == ["R-ALARM", "R-HOSE"]
    assert judge(east, SHOP, IN_2024).failed == ("R-HOSE",)
    assert judge(east, SCHOOL, IN_2024).compliant is True
    assert (east.issuer, east.valid.first) == ("云河县人民政府", date(2024, 1, 1))


def test_a_change_without_its_own_citation_is_refused(tmp_path: Path) -> None:
    """What an extending pack changes it must cite itself."""
    write_pack(tmp_path / "yunhe-2024", files_of(YUNHE))
    uncited = {**files_of(EAST), "standard.yaml": "- {id: R-WATCH, must: keepers >= 0}\n"}
    with pytest.raises(PackInvalid) as invalid:
        load_pack(str(write_pack(tmp_path / "east", uncited)))
    assert str(invalid.value.faults[0]).startswith("east/standard.yaml:1: 'R-WATCH' is changed")


def test_the_hash_covers_what_is_extended(tmp_path: Path, east: Pack) -> None:
    """A change in the base changes the hash of the pack that rests on it."""
    base = files_of(YUNHE)
    write_pack(tmp_path / "yunhe-2024", base)
    same = write_pack(tmp_path / "same", files_of(EAST))
    assert load_pack(str(same)).content_hash == east.content_hash
    write_pack(tmp_path / "yunhe-2024", {"facts.yaml": base["facts.yaml"] + "# a note\n"})
    other = write_pack(tmp_path / "other", files_of(EAST))
    assert load_pack(str(other)).content_hash != east.content_hash
