"""The one account that nobody granted: without it nobody could grant anything."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from anxin.accounts import queries
from anxin.accounts.contracts import AccountFacts, Grant, house
from anxin.accounts.models import RoleGrant
from anxin.accounts.services.accounts import create_account
from anxin.accounts.services.grants import grant_role
from anxin.accounts.terms import Role
from anxin.kernel import WrongState


@transaction.atomic
def first_administrator(
    *, username: str, name: str, password: str, ends_on: date, now: datetime
) -> AccountFacts:
    """Make the first security administrator. For the command line only: the house itself acts.

    Raises:
        WrongState: there has been one before.
        Invalid: the name is taken or the password too weak.
    """
    with connection.cursor() as cursor:  # two first administrators at once would be one too many
        cursor.execute("LOCK TABLE accounts_rolegrant IN SHARE ROW EXCLUSIVE MODE")
    if RoleGrant.objects.filter(role=Role.SECURITY_ADMINISTRATOR).exists():
        raise WrongState(_("There is a security administrator already, who makes further accounts."))
    setup = house("first_administrator", Grant(Role.SECURITY_ADMINISTRATOR))
    made = create_account(
        username=username,
        name=name,
        organisation_id=None,
        password=password,
        must_change_password=False,
        actor=setup,
        now=now,
    )
    grant_role(user_id=made.id, role=Role.SECURITY_ADMINISTRATOR, ends_on=ends_on, actor=setup, now=now)
    return queries.account(made.id, actor=setup, now=now)
