"""The demo district: generated, marked, the same everywhere, and shaped like a district."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from stdnum.cn import uscc

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Grant, house
from anxin.accounts.districts import read_district
from anxin.accounts.services import load_district
from anxin.accounts.terms import Role
from anxin.kernel import WrongState
from anxin.ledger.models import Act
from anxin.registry.demo.invent import Suppliers, Village, premises_of
from anxin.registry.demo.places import outlines_by_code
from anxin.registry.models import Plan, Premises, Source, Verdict
from anxin.registry.queries.file import premises_file
from anxin.registry.services import fill_demo
from anxin.registry.tests.conftest import home

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
ACTOR = house("demo", Grant(Role.TOWN_ADMINISTRATOR, "320117"))


@pytest.fixture
def district(db):
    load_district(
        district=read_district(settings.DISTRICTS_DIR / "320117"), demo=True, actor=house("test"), now=NOW
    )


def fill(share=0.02):
    return list(fill_demo(district_code="320117", actor=ACTOR, now=NOW, share=share))


def test_every_file_says_that_it_is_generated(district):
    """Every value's source is the demo, each file has its act and its verdict, and lies in its town."""
    made = sum(done.files for done in fill())
    assert made == Premises.objects.count() == Verdict.objects.count() > 350
    assert Act.objects.filter(action="registry.premises_added").count() == made
    assert set(Source.objects.values_list("kind", "label")) == {("demo", "演示数据（随机生成）")}
    number = Premises.objects.values_list("number", flat=True).first()
    assert premises_file(number, actor=ACTOR, now=NOW).is_demo
    towns = outlines_by_code(accounts.outlines("320117"))
    for code, x, y in Premises.objects.exclude(longitude=None).values_list("area", "longitude", "latitude"):
        west, south, east, north = towns[code[:9]].bounds
        assert west <= x <= east and south <= y <= north
    assert Plan.objects.exists()


def test_filling_again_adds_nothing(district):
    """A second run finds every village done."""
    fill()
    files, acts = Premises.objects.count(), Act.objects.count()
    assert not any(done.is_new for done in fill())
    assert (Premises.objects.count(), Act.objects.count()) == (files, acts)


def test_real_files_keep_the_demo_out(district, clerk_of_lishui, write_one):
    """Where anybody has entered a real file, nothing is generated."""
    write_one(home(), clerk_of_lishui)
    with pytest.raises(WrongState):
        fill()


@pytest.fixture
def clerk_of_lishui():
    from anxin.registry.tests.conftest import actor

    return actor(Role.TOWN_CLERK, area="320117001")


@pytest.fixture
def write_one():
    from anxin.registry.services import write_premises
    from anxin.registry.tests.conftest import BY_HAND

    return lambda draft, by: write_premises(drafts=[draft], source=BY_HAND, actor=by, now=NOW)


def _drafts(files=3000, code="320117001001", name="中山路居委会"):
    village = Village(code, name, (), files, None)
    return list(premises_of(village, Suppliers([None], [None]), date(2026, 11, 23)))


def test_the_same_village_is_invented_the_same_way():
    """Nothing in it depends on the machine or the run."""
    assert _drafts(200) == _drafts(200)


def test_the_district_has_the_shape_it_claims():
    """One in eight cooks for others, one home in sixty-six is in hardship."""
    drafts = _drafts()
    kinds = Counter(draft.values["kind"] for draft in drafts)
    assert 0.10 < kinds["catering"] / len(drafts) < 0.14
    needy = [d for d in drafts if d.values.get("hardship") not in (None, "none")]
    assert 0.005 < len(needy) / len(drafts) < 0.03


def test_hoses_and_stoves_are_more_than_half_of_household_faults(district):
    """Ageing hoses, missing flame failure protection and over-age stoves lead, as they do in fact."""
    fill(0.05)
    failed = Counter(
        id for ids in Verdict.objects.filter(kind="resident").values_list("not_met", flat=True) for id in ids
    )
    leading = failed["STD-01"] + failed["STD-02"] + failed["STD-12"]
    assert leading > failed.total() / 2


def test_no_invented_number_can_be_anybodys():
    """Credit codes check out but carry a division that does not exist; phones begin as no phone does."""
    for draft in _drafts(600):
        assert draft.values["holder_phone"].startswith("12")
        if code := draft.values.get("credit_code"):
            assert uscc.is_valid(code) and code[2:8] == "990117"
