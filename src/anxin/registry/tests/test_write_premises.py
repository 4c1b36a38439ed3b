"""Writing a premises file."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.accounts.terms import Permission
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act
from anxin.registry import access
from anxin.registry.contracts import PremisesDraft
from anxin.registry.models import Equipment, Premises, Source
from anxin.registry.rules import address_key
from anxin.registry.services import write_premises
from anxin.registry.terms import EquipmentKind
from anxin.registry.tests.conftest import BY_HAND, NOW, OTHER_VILLAGE, TOWN, VILLAGE, home, piece


def said(drafts, by, now=NOW):
    return write_premises(drafts=drafts, source=BY_HAND, actor=by, now=now)


def test_a_new_file_gets_the_next_number_of_its_town(clerk):
    """Numbers run per town and are given once."""
    first, second = said([home(), home(address="中山路2号")], clerk).written
    assert (first.number, second.number) == ("LS001-000001", "LS001-000002")
    assert said([home(address="中山路3号")], clerk).written[0].number == "LS001-000003"


def test_writing_the_same_twice_is_writing_it_once(clerk):
    """A draft that says nothing new makes no act, no source and no version."""
    draft = home(floor_area_m2=Decimal("80.5"))
    known = said([draft], clerk).written[0].premises_id
    acts = Act.objects.count()
    report = said([replace(draft, premises_id=known)], clerk)
    assert (report.unchanged, report.source_id) == (1, None)
    assert Act.objects.count() == acts and Source.objects.count() == 1
    assert Premises.objects.get().version == 1


def test_every_changed_value_tells_its_source(clerk):
    """A value's source is the write that last changed it, with row and column."""
    known = said([home(sign_name="甲")], clerk).written[0].premises_id
    draft = PremisesDraft(
        known,
        VILLAGE,
        {"sign_name": "乙"},
        positions={"sign_name": {"row": 7, "column": "招牌"}},
    )
    report = said([draft], clerk)
    sources = Premises.objects.get().sources
    assert sources["sign_name"] == {"source": str(report.source_id), "row": 7, "column": "招牌"}
    assert sources["address"]["source"] != str(report.source_id)


def test_the_act_names_fields_and_never_values(clerk):
    """An act tells which fields changed; personal values and the word hardship stay out of it."""
    draft = home(holder_name="王小明", holder_phone="19900001234", hardship="minimum_living")
    said([draft], clerk)
    act = Act.objects.get()
    assert act.action == "registry.premises_added" and act.area_code == VILLAGE
    assert "holder_phone" in act.detail["fields"] and "sensitive" in act.detail["fields"]
    told = str(act.detail)
    assert not any(word in told for word in ("王小明", "19900001234", "minimum_living", "hardship"))
    assert act.after_digest and not act.before_digest


def test_a_stale_version_is_refused(clerk):
    """Two people read version 1; the second to write is told to read again."""
    known = said([home()], clerk).written[0].premises_id
    change = PremisesDraft(known, VILLAGE, {"sign_name": "甲"}, expected_version=1)
    said([change], clerk)
    with pytest.raises(WrongState):
        said([replace(change, values={"sign_name": "乙"})], clerk)


def test_all_drafts_or_none(clerk):
    """One draft that cannot stand takes the whole call with it."""
    with pytest.raises(Invalid):
        said([home(), home(gas_now="steam")], clerk)
    assert not Premises.objects.exists() and not Act.objects.exists() and not Source.objects.exists()


def test_equipment_is_found_again_by_kind_and_order(clerk):
    """The n-th draft of a kind speaks of the n-th piece; one more adds a piece."""
    stove = piece(EquipmentKind.STOVE, brand="甲", flame_failure=False)
    known = said([replace(home(), equipment=(stove,))], clerk).written[0].premises_id
    two = (piece(EquipmentKind.STOVE, flame_failure=True), piece(EquipmentKind.STOVE, brand="乙"))
    report = said([PremisesDraft(known, VILLAGE, equipment=two)], clerk)
    assert report.written[0].changed == ("stove.flame_failure", "stove 2.brand")
    rows = Equipment.objects.order_by("ordinal").values_list("ordinal", "brand", "features")
    assert list(rows) == [(1, "甲", {"flame_failure": True}), (2, "乙", {})]


def test_a_removed_piece_leaves_its_place(clerk):
    """A removed piece stays on record; the next of its kind is another piece."""
    stove = piece(EquipmentKind.STOVE, brand="甲")
    known = said([replace(home(), equipment=(stove,))], clerk).written[0].premises_id
    said([PremisesDraft(known, VILLAGE, equipment=(replace(stove, values={}, removed=True),))], clerk)
    said([PremisesDraft(known, VILLAGE, equipment=(piece(EquipmentKind.STOVE, brand="乙"),))], clerk)
    assert list(Equipment.objects.order_by("ordinal").values_list("ordinal", "brand", "removed_on")) == [
        (1, "甲", date(2024, 11, 4)),
        (2, "乙", None),
    ]


def test_a_further_piece_is_never_the_one_in_place(clerk):
    """One more stove beside the first, also in the write that takes the first away."""
    known = said([replace(home(), equipment=(piece(EquipmentKind.STOVE, brand="甲"),))], clerk).written[0]
    first = Equipment.objects.get()
    more = replace(piece(EquipmentKind.STOVE, brand="乙"), further=True)
    report = said([PremisesDraft(known.premises_id, VILLAGE, equipment=(more,))], clerk)
    assert report.written[0].changed == ("stove 2.brand",)
    gone = replace(piece(EquipmentKind.STOVE), id=first.pk, removed=True)
    other = replace(piece(EquipmentKind.STOVE, brand="丙"), further=True)
    said([PremisesDraft(known.premises_id, VILLAGE, equipment=(gone, other))], clerk)
    in_place = Equipment.objects.filter(removed_on=None).order_by("ordinal")
    assert list(in_place.values_list("ordinal", "brand")) == [(2, "乙"), (3, "丙")]


def test_none_means_not_known_after_all(clerk):
    """A key with None forgets the value; an absent key keeps it."""
    hose = piece(EquipmentKind.HOSE, hose_kind="rubber", threaded=True)
    known = said([replace(home(sign_name="甲"), equipment=(hose,))], clerk).written[0].premises_id
    forget = PremisesDraft(
        known, VILLAGE, {"sign_name": None}, equipment=(piece(EquipmentKind.HOSE, threaded=None),)
    )
    said([forget], clerk)
    assert Premises.objects.get().sign_name == ""
    assert Equipment.objects.get().features == {"hose_kind": "rubber"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"credit_code": "91320117MA1XXXXXX0"}, "credit_code"),
        ({"number": "320117001-999999"}, "number"),
        ({"version": 9}, "version"),
        ({"floor_area_m2": 0}, "floor_area_m2"),
        ({"covered_by_network": "yes"}, "covered_by_network"),
        ({"longitude": 118.9}, "longitude"),
        ({"kind": None}, "kind"),
    ],
)
def test_a_value_that_cannot_stand_is_named(clerk, values, field):
    """The refusal says which field; fields that are not for writing are refused like any other."""
    with pytest.raises(Invalid) as refused:
        said([home(**values)], clerk)
    assert field in refused.value.fields


def test_a_file_of_another_town_does_not_exist(clerk, other_clerk):
    """Changing a file of another town is answered as if it were not there; adding there is refused."""
    known = said([home()], clerk).written[0].premises_id
    with pytest.raises(NotFound):
        said([PremisesDraft(known, VILLAGE, {"sign_name": "甲"})], other_clerk)
    with pytest.raises(NotPermitted):
        said([home()], other_clerk)
    with pytest.raises(NotPermitted):
        said([PremisesDraft(known, OTHER_VILLAGE)], clerk)


def test_a_company_writes_its_own_customers_only(companies, company_officer, clerk):
    """A company can neither take a customer nor hand one over, nor set hardship."""
    own, other = companies
    known = said([home(supplier_id=own)], company_officer).written[0].premises_id
    with pytest.raises(NotPermitted):
        said([home(supplier_id=other)], company_officer)
    with pytest.raises(NotPermitted):
        said([PremisesDraft(known, VILLAGE, {"supplier_id": other})], company_officer)
    with pytest.raises(NotPermitted) as refused:
        said([PremisesDraft(known, VILLAGE, {"hardship": "none"})], company_officer)
    assert "hardship" in refused.value.fields
    said([PremisesDraft(known, VILLAGE, {"hardship": "none"})], clerk)


def test_search_finds_two_characters_and_keeps_persons_to_those_who_may_read(clerk, regulator, write):
    """Two neighbouring characters are enough; a name or phone is found only by readers of P3."""
    from anxin.accounts.terms import Role
    from anxin.registry.tests.conftest import DISTRICT, actor

    write(home(estate="翠湖花园", holder_name="王小明", holder_phone="19900001234"), clerk)
    leader = actor(Role.DISTRICT_LEADER, area=DISTRICT)

    def found(by, text):
        return access.matching(access.visible(by, Permission.PREMISES_VIEW), by, text).count()

    assert found(leader, "翠湖") == found(regulator, "翠湖 小明") == found(regulator, "1990000") == 1
    assert found(leader, "小明") == found(leader, "1990000") == found(leader, "501室") == 0


def test_moving_within_the_village_keeps_the_finer_area(clerk):
    """A write that knows only the town does not coarsen a file that knows its village."""
    known = said([home()], clerk).written[0].premises_id
    said([PremisesDraft(known, TOWN, {"sign_name": "甲"})], clerk)
    assert Premises.objects.get().area_id == VILLAGE


def test_a_later_write_is_later(clerk):
    """The moment of the write is the caller's."""
    known = said([home()], clerk).written[0].premises_id
    said([PremisesDraft(known, TOWN, {"sign_name": "甲"})], clerk, now=NOW + timedelta(days=1))
    assert Premises.objects.get().updated_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "spelling",
    [
        "翠湖花园3幢2单元501室",
        "翠湖花园3栋2单元501",
        "翠湖花园 三号楼 二单元 501室",
        "翠湖花园3-2-501",
        "溧水区永阳街道翠湖花园3#2单元501户",
        "江苏省南京市溧水区永阳街道中山路社区翠湖花园03幢2单元501室",
        "翠湖花园３幢２单元５０１室",
    ],
)
def test_one_door_has_one_key(spelling):
    """Usual spellings of one door agree."""
    names = ("溧水区", "永阳街道", "中山路居委会")
    assert address_key(spelling, outer_names=names) == "翠湖花园3幢2单元501室"


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(text):
    """Normalising twice changes nothing, whatever was written."""
    once = address_key(text)
    assert address_key(address_key(once)) == address_key(once)
