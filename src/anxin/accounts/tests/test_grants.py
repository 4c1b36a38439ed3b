"""Grants: never to oneself, never without an end, never two administrators in one."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from anxin.accounts import services
from anxin.accounts.models import Area, RoleGrant
from anxin.accounts.queries import actor_for
from anxin.accounts.terms import Permission, Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW, TODAY, YEAR_END
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act


def grant(user, keeper, role=Role.TOWN_CLERK, **more):
    given = {"area_code": cast.TOWN, "ends_on": YEAR_END}
    return services.grant_role(user_id=user.id, role=role, actor=keeper, now=NOW, **(given | more))


def test_a_grant_opens_its_area_until_its_last_day(keeper):
    """On the last day it counts, on the day after it does not."""
    made = cast.account("li")
    grant(made, keeper)
    user = cast.User.objects.get(pk=made.id)
    for days, open_ in ((0, True), (38, True), (39, False), (-1, False)):
        actor = actor_for(user, now=NOW + timedelta(days=days), second_factor=False)
        assert actor.may(Permission.PREMISES_VIEW) is open_


def test_granting_and_revoking_are_acts(keeper, clerk):
    """Role, reach and reason stand in the ledger."""
    held = RoleGrant.objects.get(user=clerk)
    services.revoke_grant(grant_id=held.pk, reason="转岗", actor=keeper, now=NOW)
    granted, revoked = Act.objects.filter(subject_id=str(clerk.pk)).order_by("sequence")[1:]
    assert (granted.action, granted.area_code) == ("accounts.role_granted", cast.TOWN)
    assert (revoked.action, revoked.reason) == ("accounts.role_revoked", "转岗")


def test_a_revoked_grant_is_closed_at_the_next_request(keeper, clerk):
    """No waiting for a session to end."""
    services.revoke_grant(grant_id=RoleGrant.objects.get(user=clerk).pk, reason="", actor=keeper, now=NOW)
    assert not cast.actor(clerk).may(Permission.PREMISES_VIEW)
    with pytest.raises(WrongState):
        services.revoke_grant(grant_id=RoleGrant.objects.get(user=clerk).pk, reason="", actor=keeper, now=NOW)


def test_nobody_grants_to_themselves(keeper):
    """Not even the security administrator; the database refuses it too."""
    with pytest.raises(NotPermitted):
        services.grant_role(
            user_id=keeper.user_id,
            role=Role.TOWN_CLERK,
            area_code=cast.TOWN,
            ends_on=YEAR_END,
            actor=keeper,
            now=NOW,
        )
    with pytest.raises(IntegrityError, match="grant_is_never_to_oneself"), transaction.atomic():
        RoleGrant.objects.create(
            user_id=keeper.user_id,
            granted_by_id=keeper.user_id,
            role=Role.TOWN_CLERK,
            area_id=cast.TOWN,
            starts_on=TODAY,
            ends_on=YEAR_END,
        )


def test_only_the_security_administrator_grants(clerk):
    """A clerk cannot hand on what they have."""
    with pytest.raises(NotPermitted):
        grant(cast.account("li"), cast.actor(clerk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"area_code": None},
        {"area_code": cast.TOWN, "organisation_id": cast.GAS},
        {"role": Role.COMPANY_OFFICER},
        {"role": Role.COMPANY_OFFICER, "area_code": None},
        {"role": Role.COMPANY_OFFICER, "area_code": None, "organisation_id": cast.OFFICE},
        {"role": Role.AUDIT_ADMINISTRATOR},
        {"area_code": "320117009"},
        {"ends_on": date(2026, 11, 22)},
        {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
        {"ends_on": date(2028, 1, 1)},
    ],
)
def test_a_grant_that_does_not_fit_is_refused(keeper, wrong):
    """The axis of the role, a real area, a real company, days in order and not too far apart."""
    with pytest.raises(Invalid):
        grant(cast.account("li"), keeper, **wrong)


def test_a_company_officer_reaches_one_company(keeper):
    """The company axis."""
    made = cast.account("li")
    facts = grant(made, keeper, Role.COMPANY_OFFICER, area_code=None, organisation_id=cast.GAS)
    assert (facts.organisation_id, facts.area_code, facts.in_force) == (cast.GAS, None, True)


def test_a_closed_area_is_not_granted(keeper):
    """Nothing new in what is closed."""
    Area.objects.filter(pk=cast.GRID).update(closed_on=TODAY)
    with pytest.raises(Invalid):
        grant(cast.account("li"), keeper, Role.GRID_WORKER, area_code=cast.GRID)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR),
        (Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR),
        (Role.TOWN_CLERK, Role.SECURITY_ADMINISTRATOR),
        (Role.AUDIT_ADMINISTRATOR, Role.TOWN_CLERK),
    ],
)
def test_nobody_is_two_administrators(keeper, first, second):
    """System, security, audit and business rows: one person, one of them."""
    made = cast.account("li")
    area = {role: {"area_code": cast.TOWN if role == Role.TOWN_CLERK else None} for role in (first, second)}
    grant(made, keeper, first, **area[first])
    with pytest.raises(WrongState):
        grant(made, keeper, second, **area[second])


def test_one_after_the_other_is_fine(keeper):
    """A clerk until December may be the auditor from January."""
    made = cast.account("li")
    grant(made, keeper)
    january = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 1)}
    assert grant(made, keeper, Role.AUDIT_ADMINISTRATOR, area_code=None, **january)


def test_the_same_grant_twice_is_refused(keeper):
    """Revoke first; another town is another grant."""
    made = cast.account("li")
    grant(made, keeper)
    assert grant(made, keeper, area_code=cast.OTHER_TOWN)
    with pytest.raises(WrongState):
        grant(made, keeper)


def test_an_unknown_account_or_grant_is_not_found(keeper):
    """Nothing to grant to, nothing to revoke."""
    with pytest.raises(NotFound):
        services.grant_role(
            user_id=cast.GAS,
            role=Role.TOWN_CLERK,
            area_code=cast.TOWN,
            ends_on=YEAR_END,
            actor=keeper,
            now=NOW,
        )
    with pytest.raises(NotFound):
        services.revoke_grant(grant_id=cast.GAS, reason="", actor=keeper, now=NOW)


def test_the_last_security_administrator_keeps_the_grant(keeper):
    """Revoking it would close the accounts for ever."""
    held = RoleGrant.objects.get(user_id=keeper.user_id)
    with pytest.raises(WrongState):
        services.revoke_grant(grant_id=held.pk, reason="", actor=cast.SETUP, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_grant_one_role(transactional_scene):
    """Eight threads give the same person the same role: one grant, seven refusals."""
    made = cast.account("li")
    outcomes: list[str] = []

    def give() -> None:
        try:
            grant(made, cast.SETUP)
            outcomes.append("granted")
        except WrongState:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["granted"] + ["refused"] * 7
    assert RoleGrant.objects.filter(user_id=made.id).count() == 1
