"""Organisations: companies are added, corrected and closed by the regulator."""

from dataclasses import replace

import pytest

from anxin.accounts import queries, services
from anxin.accounts.models import Organisation
from anxin.accounts.services import OrganisationDraft
from anxin.accounts.terms import OrganisationKind, Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act

DRAFT = OrganisationDraft(
    kind=OrganisationKind.GAS_COMPANY,
    name="测试新燃气有限公司",
    short_name="新燃气",
    area_code=cast.DISTRICT,
    credit_code="91110000600037341L",
    gas_kinds=("bottled",),
)


@pytest.fixture
def regulator(scene):
    """The district's gas regulator."""
    return cast.actor(cast.holder("reg", Role.DISTRICT_REGULATOR, area=cast.DISTRICT))


def add(actor, **changes):
    return services.add_organisation(draft=replace(DRAFT, **changes), actor=actor, now=NOW)


def test_adding_a_company(regulator):
    """It is in the list at once, and an act tells of it."""
    made = add(regulator)
    assert made.gas_kinds == ("bottled",)
    assert made.id in {one.id for one in queries.organisations(OrganisationKind.GAS_COMPANY)}
    assert Act.objects.latest("sequence").action == "accounts.organisation_added"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "测试管道燃气有限公司"}, "name"),
        ({"credit_code": "91110000600037341M"}, "credit_code"),
        ({"area_code": "320118"}, "area"),
    ],
)
def test_a_field_that_does_not_fit_is_named(regulator, changes, field):
    """Name taken, check digit wrong, area out of reach."""
    with pytest.raises(Invalid) as refused:
        add(regulator, **changes)
    assert field in refused.value.fields


def test_a_credit_code_belongs_to_one(regulator):
    """However it is spelt."""
    add(regulator)
    with pytest.raises(Invalid):
        add(regulator, name="另一公司", credit_code="91110000600037341l")


def test_departments_are_not_added_by_hand(regulator):
    """They come with the district's folder."""
    with pytest.raises(Invalid):
        add(regulator, kind=OrganisationKind.DEPARTMENT)


def test_a_town_adds_none(clerk):
    """The list is the regulator's."""
    with pytest.raises(NotPermitted):
        add(cast.actor(clerk))


def test_revising_and_closing(regulator):
    """Its kind stays, its name may change; closed, it is offered no more."""
    made = add(regulator)
    draft = replace(DRAFT, name="测试改名燃气有限公司")
    facts = services.revise_organisation(organisation_id=made.id, draft=draft, actor=regulator, now=NOW)
    assert facts.name == "测试改名燃气有限公司"
    with pytest.raises(Invalid):
        services.revise_organisation(
            organisation_id=made.id,
            draft=replace(draft, kind=OrganisationKind.FILLING_COMPANY),
            actor=regulator,
            now=NOW,
        )
    services.close_organisation(organisation_id=made.id, reason="注销", actor=regulator, now=NOW)
    assert made.id not in {one.id for one in queries.organisations()}
    with pytest.raises(WrongState):
        services.close_organisation(organisation_id=made.id, reason="注销", actor=regulator, now=NOW)


def test_what_is_not_there_is_not_found(regulator):
    """Nor is what lies in another district."""
    Organisation.objects.filter(pk=cast.GAS).update(area=None)
    for key in (cast.GAS, cast.UUID(int=99)):
        with pytest.raises(NotFound):
            services.close_organisation(organisation_id=key, reason="", actor=regulator, now=NOW)
    with pytest.raises(NotFound):
        queries.organisation_file(cast.UUID(int=99))


def test_the_list_counts_people(regulator, clerk, django_assert_num_queries):
    """One query for all."""
    with django_assert_num_queries(1):
        files = queries.organisation_files()
    assert next(one for one in files if one.id == cast.OFFICE).people == 1
    assert [one.name for one in queries.organisation_files(words="液化气")] == ["测试液化气有限公司"]
