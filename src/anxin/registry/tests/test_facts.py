"""From a file to the words of the pack."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.policy import Outcome, load_pack
from anxin.registry.rules.facts import after_months, facts
from anxin.registry.rules.verdicts import outcomes, outcomes_of_many, verdict_fields
from anxin.registry.terms import (
    FEATURE_CHOICES,
    FEATURES,
    BuildingKind,
    EquipmentKind,
    FloorPosition,
    GasKind,
    HoseKind,
    LeakDeviceKind,
    UserKind,
)

PACK = load_pack("lishui-2023")
DAY = date(2024, 11, 4)
FILE_FIELDS = (
    *("gas_before", "gas_now", "hardship", "scale", "venue", "floor_area_m2", "opened_on"),
    *("building_kind", "floor_position", "facility_new"),
)


def file(kind="resident", **said):
    values = dict.fromkeys(FILE_FIELDS) | {"kind": kind, "area_id": "320117001", "sources": {}} | said
    return SimpleNamespace(**values)


def piece(kind, ordinal=1, sources=None, **said):
    dates = ("conforms", "made_on", "installed_on", "expires_on")
    own = dict.fromkeys(dates) | {name: said.pop(name) for name in dates if name in said}
    return SimpleNamespace(kind=kind, ordinal=ordinal, features=said, sources=sources or {}, **own)


def told(*pieces, on=DAY, **said):
    return facts(file(**said), pieces, on, pack=PACK)[0]


def test_all_stoves_must_have_it():
    """One stove without flame failure decides; one of which it is not known leaves it open."""
    yes, no, open_ = (
        piece("stove", flame_failure=True),
        piece("stove", 2, flame_failure=False),
        piece("stove", 3),
    )
    assert told(yes)["stove_flame_failure"] is True
    assert told(yes, no, open_)["stove_flame_failure"] is False
    assert "stove_flame_failure" not in told(yes, open_)
    assert "stove_flame_failure" not in told()


def test_saying_that_there_is_none_is_knowing():
    """ "None installed" is a known no, which is different from not knowing."""
    none = told(piece("leak_device", present=False), piece("self_closing_valve", present=False))
    assert (none["leak_device"], none["leak_online"], none["self_closing_valve"]) == ("none", False, False)
    assert not {"leak_device", "leak_online", "self_closing_valve"} & set(told())


def test_among_several_hoses_the_refused_one_counts():
    """A rubber hose beside a stainless one is what the verdict rests on; an unknown one leaves it open."""
    stainless, rubber = piece("hose", hose_kind="stainless"), piece("hose", 2, hose_kind="rubber")
    assert told(stainless, rubber)["hose_type"] == "rubber"
    assert told(stainless)["hose_type"] == "stainless"
    assert "hose_type" not in told(stainless, piece("hose", 2))
    assert told(rubber, piece("hose", 3))["hose_type"] == "rubber"


@pytest.mark.parametrize(("on", "conforms"), [(date(2024, 6, 1), True), (date(2024, 6, 2), False)])
def test_a_stove_is_over_age_the_day_after_its_life_ends(on, conforms):
    """A stove installed on 1 June 2016 is within the pack's eight years on 1 June 2024, and not after."""
    stove = piece("stove", conforms=True, installed_on=date(2016, 6, 1))
    hose = piece("hose", conforms=True, hose_kind="stainless", installed_on=date(2020, 1, 1))
    assert told(stove, hose, on=on)["products_conform"] is conforms


def test_without_any_day_the_age_is_not_known():
    """Reading B05: none known is unknown, so conformity is unknown too."""
    stove = piece("stove", conforms=True)
    hose = piece("hose", conforms=True, hose_kind="metal_clad")
    assert "products_conform" not in told(stove, hose)
    dated = piece("stove", conforms=True, expires_on=date(2030, 1, 1))
    assert told(dated, hose)["products_conform"] is True


def test_the_basis_names_field_source_and_reading():
    """What a fact rests on can be shown: the piece, the field, where it stood, and the reading used."""
    source = {"source": "s", "row": 9, "column": "安装日期"}
    stove = piece("stove", installed_on=date(2010, 1, 1), sources={"installed_on": source})
    _, basis = facts(file(), [stove], DAY, pack=PACK)
    ground = next(g for g in basis["products_conform"] if g.field == "installed_on")
    assert (ground.item, ground.source, ground.note) == ("stove", source, "2018-01-01")
    assert "B01" in ground.readings


def test_without_gas_no_requirement_applies():
    """An electric kitchen lies outside the standard: nothing to comply with, so it is not "met" either."""
    said = told(gas_now="electric", kind="catering")
    fields = verdict_fields(PACK, said, outcomes(PACK, said, DAY), DAY, has_plan=False)
    assert (fields["applies"], fields["compliant"], fields["due_on"]) == (False, None, None)


def test_who_may_not_know_of_hardship_gets_a_verdict_without_it():
    """A hardship household that lacks only its leak device complies for readers who may not know."""
    said = {
        "user_type": "resident", "gas_after": "piped", "gas_before": "piped", "hardship": "minimum_living",
        "stove_flame_failure": True, "stove_low_pressure": True, "hose_type": "stainless",
        "hose_threaded": True, "leak_device": "none", "facility_new": False, "meter_due": False,
        "products_conform": True,
    }  # fmt: skip
    fields = verdict_fields(PACK, said, outcomes(PACK, said, DAY), DAY, has_plan=False)
    assert fields["not_met"] == ["STD-09"]
    assert (fields["compliant"], fields["compliant_open"]) == (False, True)
    assert (fields["special"], fields["special_open"]) == (True, False)


def _feature(name, kind):
    if name in FEATURE_CHOICES:
        return st.sampled_from(sorted(FEATURE_CHOICES[name]))
    return {bool: st.booleans(), int: st.integers(1, 9), float: st.floats(1, 50), str: st.just("x")}[kind]


def _pieces():
    def of(kind):
        features = {n: _feature(n, t) for n, t in FEATURES[kind].items() if n != "present"}
        dates = st.none() | st.dates(date(2008, 1, 1), date(2024, 1, 1))
        return st.builds(
            lambda f, c, i: piece(kind.value, conforms=c, installed_on=i, **f),
            st.fixed_dictionaries({}, optional=features),
            st.none() | st.booleans(),
            dates,
        )

    return st.lists(st.sampled_from(list(EquipmentKind)).flatmap(of), max_size=8)


def _files():
    return st.builds(
        file,
        kind=st.sampled_from(["resident", "catering"]),
        gas_now=st.sampled_from([None, "piped", "bottled", "electric", "none", "other_fuel"]),
        gas_before=st.sampled_from([None, "piped", "bottled"]),
        hardship=st.sampled_from([None, "none", "minimum_living", "low_income_edge"]),
        facility_new=st.sampled_from([None, True, False]),
    )


@given(_files(), _pieces(), st.randoms())
def test_forgetting_never_decides(premises, pieces, random):
    """Taking away a known value may open an outcome but never turns met into not met or back."""
    before = outcomes(PACK, facts(premises, pieces, DAY, pack=PACK)[0], DAY)
    known = [(p, name) for p in pieces for name in p.features]
    if known:
        forgotten, name = random.choice(known)
        forgotten.features = {k: v for k, v in forgotten.features.items() if k != name}
    after = outcomes(PACK, facts(premises, pieces, DAY, pack=PACK)[0], DAY)
    for id, outcome in after.items():
        assert outcome is Outcome.UNKNOWN or before.get(id, outcome) is outcome


# Few long lists: the engine is started once for each, and what is compared are the files in them.
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_files(), _pieces()), min_size=8, max_size=20))
def test_many_are_judged_as_one_is(rows):
    """The bulk engine says of every file what the single one says."""
    said = [facts(premises, pieces, DAY, pack=PACK)[0] for premises, pieces in rows]
    assert outcomes_of_many(PACK, said, DAY) == [outcomes(PACK, row, DAY) for row in said]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (GasKind, "gas_after"),
        (UserKind, "user_type"),
        (HoseKind, "hose_type"),
        (LeakDeviceKind, "leak_device"),
        (BuildingKind, "building_kind"),
        (FloorPosition, "floor_position"),
    ],
)
def test_the_file_speaks_the_packs_words(words, field):
    """A word the pack does not know would be read as unknown without anybody noticing."""
    assert set(words.values) <= set(PACK.fields[field].enum)


def test_months_end_with_the_month():
    """A life that would end on a day the month lacks ends on its last day."""
    assert after_months(date(2023, 8, 31), 18) == date(2025, 2, 28)
    assert after_months(date(2020, 2, 29), 12) == date(2021, 2, 28)
