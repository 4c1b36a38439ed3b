"""One premises, one file, as each reader may see it."""

import sys
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from anxin.accounts.terms import Role
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act
from anxin.policy import Outcome
from anxin.registry import services
from anxin.registry.contracts import PremisesDraft
from anxin.registry.models import Premises, Verdict
from anxin.registry.queries.file import changes, premises_file, verdict_of
from anxin.registry.terms import EquipmentKind
from anxin.registry.tests.conftest import DISTRICT, GRID, NOW, TOWN, VILLAGE, actor, home, piece

STOVE, HOSE = EquipmentKind.STOVE, EquipmentKind.HOSE
PHONE, ID = "19900001234", "320117199001011234"


@pytest.fixture
def needy(write, clerk, companies):
    """A hardship household that complies but for its missing leak device."""
    good = (
        piece(STOVE, flame_failure=True, low_pressure=True, conforms=True, expires_on=date(2030, 1, 1)),
        piece(HOSE, hose_kind="stainless", threaded=True, conforms=True, installed_on=date(2022, 1, 1)),
        piece(EquipmentKind.METER, replacement_due=False, conforms=True),
        piece(EquipmentKind.LEAK_DEVICE, present=False),
    )  # fmt: skip
    draft = home(
        gas_now="piped", gas_before="piped", facility_new=False, hardship="minimum_living",
        holder_name="王小明", holder_phone=PHONE, holder_id_number=ID, supplier_id=companies[0],
        building_kind="multi_storey", floor_position="above_ground", venue="dwelling",
        estate="翠湖花园", longitude=119.027721, latitude=31.658112,
    )  # fmt: skip
    return write(replace(draft, equipment=good), clerk)


def test_a_clerk_sees_masked_persons_and_the_reason_of_the_verdict(needy, clerk):
    """Name and phone carry stars, the verdict names the clause and the piece of equipment it rests on."""
    file = premises_file(needy.number, actor=clerk, now=NOW)
    shown = {name: file.fields[name].value for name in ("holder_name", "holder_phone", "holder_id_number")}
    assert shown == {
        "holder_name": "王*",
        "holder_phone": "199****1234",
        "holder_id_number": "320117****1234",
    }
    assert file.fields["holder_phone"].revealable and file.fields["hardship"].value == "minimum_living"
    failed = file.verdict.having(Outcome.NOT_MET)
    assert [(row.id, row.clause.id) for row in failed] == [("STD-09", "附件1·居民·管道·泄漏安全保护装置")]
    ground = failed[0].grounds[0]
    assert (ground.item, ground.field, ground.value) == ("leak_device", "present", False)
    assert ground.source.by_name == "测试员" and file.verdict.deadline.by == date(2025, 12, 31)
    assert not file.verdict.deadline.late and file.verdict.needs_plan


@pytest.mark.parametrize("role", [Role.COMPANY_OFFICER, Role.DISTRICT_REGULATOR, Role.GRID_WORKER])
def test_hardship_is_absent_for_whoever_may_not_know(needy, companies, role):
    """No field, no requirement, no group, no deadline and no text gives the household away."""
    reader = (
        actor(role, company=companies[0])
        if role is Role.COMPANY_OFFICER
        else actor(role, area=DISTRICT if role is Role.DISTRICT_REGULATOR else VILLAGE)
    )
    file = premises_file(needy.number, actor=reader, now=NOW)
    assert "hardship" not in file.fields and "holder_id_number" not in file.fields
    assert file.verdict.compliant is True and file.verdict.left_out
    assert file.verdict.special_groups == () and not file.verdict.needs_plan
    told = str(file)
    assert not any(word in told for word in ("'hardship'", "minimum_living", "STD-09", "困难", "低保", ID))


def test_a_plan_that_only_hardship_explains_is_not_shown(needy, clerk, companies):
    """A plan without a visible reason would tell the reason."""
    services.add_plan(
        number=needy.number,
        measure="装报警器",
        responsible="李四",
        due_on=date(2024, 12, 1),
        actor=clerk,
        now=NOW,
    )
    reader = actor(Role.COMPANY_OFFICER, company=companies[0])
    assert len(premises_file(needy.number, actor=clerk, now=NOW).plans) == 1
    assert premises_file(needy.number, actor=reader, now=NOW).plans == ()
    assert [one.action for one in changes(needy.number, actor=reader)] == ["registry.premises_added"]
    assert not Act.objects.filter(action="registry.plan_added").exists()
    assert Act.objects.order_by("sequence").last().detail == {"number": needy.number, "fields": ["sensitive"]}


def test_asking_for_a_plan_tells_nothing_of_a_hidden_one(needy, clerk, companies):
    """With or without a plan that only hardship explains: the same refusal for whoever may not know."""
    plan = {"number": needy.number, "measure": "装报警器", "responsible": "李四", "due_on": date(2024, 12, 1)}
    reader = actor(Role.COMPANY_OFFICER, company=companies[0])
    with pytest.raises(WrongState) as before:
        services.add_plan(**plan, actor=reader, now=NOW)
    services.add_plan(**plan, actor=clerk, now=NOW)
    with pytest.raises(WrongState) as after:
        services.add_plan(**plan, actor=reader, now=NOW)
    assert before.value.message == after.value.message


def test_leaders_do_not_get_to_the_door(needy):
    """A reader of business data sees the estate, not the door, and the place to a kilometre."""
    leader = actor(Role.DISTRICT_LEADER, area=DISTRICT)
    file = premises_file(needy.number, actor=leader, now=NOW)
    assert file.fields["address"].value == "翠湖花园****"
    assert file.fields["room"].value is None and file.fields["longitude"].value == 119.03
    assert not file.fields["holder_phone"].revealable


def test_a_grid_worker_finds_the_door_but_not_the_phone(needy):
    """Whoever visits needs the address; the phone stays behind its stars."""
    worker = actor(Role.GRID_WORKER, area=VILLAGE)
    file = premises_file(needy.number, actor=worker, now=NOW)
    assert "501" in file.fields["address"].value and file.fields["holder_phone"].value == "199****1234"
    with pytest.raises(NotPermitted):
        services.reveal(number=needy.number, field="holder_phone", reason="回访", actor=worker, now=NOW)


@pytest.mark.django_db
def test_a_file_of_another_town_does_not_exist(needy, other_clerk):
    """Address, verdict, history and reveal answer exactly as for a number that was never given."""
    asks = (
        lambda number: premises_file(number, actor=other_clerk, now=NOW),
        lambda number: verdict_of(number, actor=other_clerk, now=NOW),
        lambda number: changes(number, actor=other_clerk),
        lambda number: services.reveal(
            number=number, field="holder_phone", reason="x", actor=other_clerk, now=NOW
        ),
    )
    messages = set()
    for number, ask in product((needy.number, "LS001-999999"), asks):
        with pytest.raises(NotFound) as refused:
            ask(number)
        messages.add((refused.value.message, refused.value.code, str(refused.value.fields)))
    assert len(messages) == 1


def test_revealing_needs_a_reason_and_leaves_an_act(needy, clerk):
    """The clear value costs a reason; the act names the field and never the value."""
    with pytest.raises(Invalid):
        services.reveal(number=needy.number, field="holder_phone", reason=" ", actor=clerk, now=NOW)
    shown = services.reveal(
        number=needy.number, field="holder_phone", reason="电话回访", actor=clerk, now=NOW
    )
    assert shown == PHONE
    act = Act.objects.get(action="registry.revealed")
    assert (act.reason, act.detail["fields"]) == ("电话回访", ["holder_phone"])
    assert PHONE not in str(act.detail)


def test_only_masked_fields_can_be_revealed(needy, clerk, regulator):
    """Hardship is not behind a click, and a regulator cannot click for an ID number."""
    with pytest.raises(Invalid):
        services.reveal(number=needy.number, field="hardship", reason="x", actor=clerk, now=NOW)
    with pytest.raises(NotPermitted):
        services.reveal(number=needy.number, field="holder_id_number", reason="x", actor=regulator, now=NOW)


def test_the_file_takes_a_fixed_number_of_queries(needy, clerk, django_assert_max_num_queries):
    """One file is nine queries at most, however much is in it."""
    with django_assert_max_num_queries(9):
        premises_file(needy.number, actor=clerk, now=NOW)


def test_a_revision_recomputes_the_verdict(needy, clerk):
    """Installing the device turns the verdict in the same write; the fact's source is the reviser."""
    device = piece(
        EquipmentKind.LEAK_DEVICE,
        present=True,
        device_kind="household",
        conforms=True,
        installed_on=date(2024, 1, 1),
    )
    services.revise_premises(
        number=needy.number, expected_version=1, values={}, equipment=[device], actor=clerk, now=NOW
    )
    assert Verdict.objects.get().compliant is True
    with pytest.raises(WrongState):
        services.revise_premises(
            number=needy.number, expected_version=1, values={}, equipment=[device], actor=clerk, now=NOW
        )


def test_a_role_sets_only_its_own_fields(needy, clerk, companies):
    """What a role may not set is refused by name, whatever the request carried."""
    worker = actor(Role.GRID_WORKER, area=VILLAGE)
    for by, field, value in (
        (worker, "credit_code", ""),
        (worker, "hardship", "none"),
        (worker, "holder_name", "李四"),
        (actor(Role.COMPANY_OFFICER, company=companies[0]), "hardship", "none"),
        (actor(Role.DISTRICT_REGULATOR, area=DISTRICT), "hardship", "none"),
    ):
        given = {field: value} if value else {field: "91320117MA1MU2ED0C"}
        with pytest.raises((NotPermitted, Invalid)) as refused:
            services.revise_premises(number=needy.number, expected_version=1, values=given, actor=by, now=NOW)
        assert field in refused.value.fields
        assert field not in premises_file(needy.number, actor=by, now=NOW).editable
    services.revise_premises(
        number=needy.number, expected_version=1, values={"gas_now": "bottled"}, actor=worker, now=NOW
    )


def test_history_leaves_out_what_the_reader_may_not_know(needy, clerk, companies):
    """A change of hardship alone is no line at all in the company's history."""
    services.revise_premises(
        number=needy.number, expected_version=1, values={"hardship": "none"}, actor=clerk, now=NOW
    )
    reader = actor(Role.COMPANY_OFFICER, company=companies[0])
    assert changes(needy.number, actor=clerk)[0].fields == ("sensitive",)
    history = changes(needy.number, actor=reader)
    assert [one.action for one in history] == ["registry.premises_added"]
    assert "sensitive" not in history[0].fields and "holder_phone" in history[0].fields


def test_a_closed_file_has_no_verdict(needy, clerk):
    """A premises that no longer exists is not counted and not judged."""
    services.revise_premises(
        number=needy.number, expected_version=1, values={"state": "closed"}, actor=clerk, now=NOW
    )
    assert premises_file(needy.number, actor=clerk, now=NOW).verdict is None
    assert not Verdict.objects.exists()


def test_time_alone_can_change_a_verdict(needy, clerk):
    """A new legal day finds a stove past its expiry without any change of the file."""
    later = NOW.replace(year=2030, month=6)
    done = services.reassess(actor=clerk, now=later, area_code=TOWN)
    assert (done.judged, done.changed) == (1, 1)
    assert "STD-12" in Verdict.objects.get().not_met
    assert Act.objects.filter(action="registry.reassessed").count() == 1
    assert Premises.objects.get().version == 1


def test_one_plan_at_a_time(needy, clerk):
    """A second open plan is refused."""
    plan = {"number": needy.number, "measure": "装报警器", "responsible": "李四", "due_on": date(2024, 12, 1)}
    services.add_plan(**plan, actor=clerk, now=NOW)
    assert Verdict.objects.get().has_plan
    with pytest.raises(WrongState):
        services.add_plan(**plan, actor=clerk, now=NOW)
    with pytest.raises(Invalid):
        services.add_plan(**(plan | {"measure": " "}), actor=clerk, now=NOW)


def test_moving_a_file_moves_its_verdict(needy, clerk):
    """The verdict's scope columns follow the file."""
    services.write_premises(
        drafts=[PremisesDraft(needy.pk, GRID)], source=services.edit.BY_HAND, actor=clerk, now=NOW
    )
    assert Premises.objects.get().area_id == Verdict.objects.get().area_code == GRID


def test_many_at_once_get_the_verdicts_that_one_gets(needy, clerk, monkeypatch):
    """The bulk path of the writer stores what the single path stores."""
    before = Verdict.objects.values().get()
    monkeypatch.setattr(sys.modules["anxin.registry.services.reassess"], "MANY", 1)
    services.reassess(actor=clerk, now=NOW)
    assert Verdict.objects.values().get() == before
