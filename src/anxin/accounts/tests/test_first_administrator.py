"""The first administrator: once, from the command line."""

import pytest
from django.core.management import CommandError, call_command

from anxin.accounts.models import RoleGrant, User
from anxin.accounts.tests.cast import PASSWORD
from anxin.ledger.models import Act


@pytest.fixture
def environment(db, monkeypatch):
    """What an unattended set-up gives."""
    monkeypatch.setenv("ANXIN_ADMIN_USERNAME", "root.keeper")
    monkeypatch.setenv("ANXIN_ADMIN_NAME", "安管员")
    monkeypatch.setenv("ANXIN_ADMIN_PASSWORD", PASSWORD)


def test_it_makes_one_security_administrator(environment, capsys):
    """Granted by nobody, with an end, and both acts are the house's."""
    call_command("first_administrator")
    grant = RoleGrant.objects.get()
    assert (grant.role, grant.granted_by) == ("security_administrator", None)
    assert grant.user.check_password(PASSWORD)
    assert set(Act.objects.values_list("actor_name", flat=True)) == {"first_administrator"}
    assert "root.keeper: security administrator until" in capsys.readouterr().out


def test_there_is_only_one_first(environment):
    """The second is refused, or passed over quietly by a script."""
    call_command("first_administrator")
    with pytest.raises(CommandError):
        call_command("first_administrator")
    call_command("first_administrator", "--if-none")
    assert User.objects.count() == 1


def test_a_weak_password_is_refused(environment, monkeypatch):
    """The rules hold for the first one too, and nothing is left behind."""
    monkeypatch.setenv("ANXIN_ADMIN_PASSWORD", "woaini1314520")
    with pytest.raises(CommandError):
        call_command("first_administrator")
    assert not User.objects.exists()


def test_nobody_to_ask(db, monkeypatch):
    """Without a terminal and without the variables it says which one is missing."""
    monkeypatch.delenv("ANXIN_ADMIN_USERNAME", raising=False)
    with pytest.raises(CommandError, match="ANXIN_ADMIN_USERNAME"):
        call_command("first_administrator")
