"""Accounts: made by the security administrator, closed, opened again, never locked out altogether."""

import pytest

from anxin.accounts import queries, services
from anxin.accounts.models import Organisation, User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW, PASSWORD
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act


def create(keeper, **more):
    given = {"username": "Chen.Yu", "name": "陈雨", "organisation_id": cast.OFFICE, "password": PASSWORD}
    return services.create_account(**(given | more), actor=keeper, now=NOW)


def test_a_new_account_opens_nothing(keeper):
    """Without a grant there is no permission and no row; the password is to be changed first."""
    made = create(keeper)
    actor = cast.actor(User.objects.get(pk=made.id))
    assert made.username == "chen.yu"
    assert made.must_change_password
    assert actor.grants == ()


def test_making_an_account_is_an_act(keeper):
    """Who, whom, and neither password nor telephone number anywhere in it."""
    create(keeper, phone="13800001234")
    act = Act.objects.latest("sequence")
    assert (act.action, act.actor_name) == ("accounts.account_created", "安管员")
    assert "13800001234" not in str(act.detail)
    assert PASSWORD not in str(act.detail)


def test_only_the_security_administrator_makes_accounts(clerk):
    """A clerk is refused in words."""
    with pytest.raises(NotPermitted, match=r"[Ss]ecurity|安全管理员"):
        create(cast.actor(clerk))


def test_log_in_names_differ_by_more_than_case(keeper):
    """Chen.Yu and chen.yu would be one person to a reader."""
    create(keeper)
    with pytest.raises(Invalid) as refused:
        create(keeper, username="CHEN.YU ")
    assert "username" in refused.value.fields


@pytest.mark.parametrize(
    "password",
    [
        "short-1",
        "1qaz2wsx3edc",
        "woaini1314520",
        "Lishui@202611",
        "123456789012",
        "chen.yu-2026",
        "aaaaaaaaaaaaaa",
    ],
)
def test_weak_passwords_are_refused(keeper, password):
    """Too short, a key run, pinyin with a year, digits alone, one's own name, one key held down."""
    with pytest.raises(Invalid) as refused:
        create(keeper, password=password)
    assert refused.value.code == "password_too_weak"


@pytest.mark.parametrize("password", [PASSWORD, "correct horse battery staple", "窗外有三只白鹭和一条船吧"])
def test_good_passwords_pass(keeper, password):
    """A few unrelated words, in any script."""
    assert create(keeper, password=password)


def test_fresh_passwords_pass_the_rules(keeper):
    """The temporary password that the desk hands out is never refused by its own rules."""
    for number in range(20):
        create(keeper, username=f"person{number}", password=services.fresh_password())


def test_an_unknown_organisation_is_refused(keeper):
    """So is a closed one."""
    Organisation.objects.filter(pk=cast.OFFICE).update(closed_on=cast.TODAY)
    with pytest.raises(Invalid):
        create(keeper)


def test_closing_an_account(keeper, clerk):
    """A closed account is no longer one that Django would recognise; the reason is kept."""
    facts = services.deactivate_account(user_id=clerk.pk, reason="离岗", actor=keeper, now=NOW)
    assert not facts.is_active
    assert Act.objects.latest("sequence").reason == "离岗"
    with pytest.raises(WrongState):
        services.deactivate_account(user_id=clerk.pk, reason="x", actor=keeper, now=NOW)
    assert services.reactivate_account(user_id=clerk.pk, reason="x", actor=keeper, now=NOW).is_active
    with pytest.raises(WrongState):
        services.reactivate_account(user_id=clerk.pk, reason="x", actor=keeper, now=NOW)


def test_nobody_closes_their_own_account(keeper):
    """It would be a way to leave without a trace of another."""
    with pytest.raises(NotPermitted):
        services.deactivate_account(user_id=keeper.user_id, reason="x", actor=keeper, now=NOW)


def test_the_last_security_administrator_stays(keeper):
    """With two, one may go; the last one may not."""
    other = cast.holder("keeper2", Role.SECURITY_ADMINISTRATOR)
    services.deactivate_account(user_id=other.pk, reason="x", actor=keeper, now=NOW)
    with pytest.raises(WrongState):
        services.deactivate_account(user_id=keeper.user_id, reason="x", actor=cast.SETUP, now=NOW)


def test_revising_an_account(keeper, clerk):
    """A name is corrected; both digests are kept."""
    facts = services.revise_account(
        user_id=clerk.pk, name="受理员乙", organisation_id=None, phone="", actor=keeper, now=NOW
    )
    assert (facts.name, facts.organisation_name) == ("受理员乙", "")
    act = Act.objects.latest("sequence")
    assert act.before_digest != act.after_digest


def test_an_account_is_seen_by_its_person_and_the_administrator(keeper, clerk):
    """Everybody else is refused, and an unknown id is not found."""
    other = cast.actor(cast.holder("other", Role.TOWN_CLERK, area=cast.OTHER_TOWN))
    assert queries.account(clerk.pk, actor=cast.actor(clerk), now=NOW).username == "clerk"
    assert queries.account(clerk.pk, actor=keeper, now=NOW).username == "clerk"
    with pytest.raises(NotPermitted):
        queries.account(clerk.pk, actor=other, now=NOW)
    with pytest.raises(NotFound):
        queries.account(cast.GAS, actor=keeper, now=NOW)


def test_the_list_pages_and_filters(keeper, clerk, django_assert_num_queries):
    """In order of log-in name, with a fixed number of queries however long."""
    for number in range(7):
        cast.account(f"p{number}", name="王某")
    chosen = queries.AccountFilter()
    with django_assert_num_queries(3):
        page = queries.accounts(chosen=chosen, actor=keeper, now=NOW, size=4)
    assert [one.username for one in page.accounts] == ["clerk", "keeper", "p0", "p1"]
    assert page.total == 9
    rest = queries.accounts(chosen=chosen, actor=keeper, now=NOW, size=10, after=page.after)
    assert [one.username for one in rest.accounts] == ["p2", "p3", "p4", "p5", "p6"]

    def names(**chosen):
        page = queries.accounts(chosen=queries.AccountFilter(**chosen), actor=keeper, now=NOW)
        return [one.username for one in page.accounts]

    assert names(role="town_clerk") == ["clerk"]
    assert names(words="CLER") == ["clerk"]
    assert names(organisation_id=cast.OFFICE) == ["clerk"]
    assert len(names(state="no_role")) == 7
    assert names(state="closed") == []
