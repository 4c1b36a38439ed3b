"""Every address × every role × stranger: what is declared is what happens, nothing more and nothing less."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from anxin.accounts.terms import ROLES, Axis, Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.conftest import scene
from anxin.console.tests.test_every_address_is_guarded import addresses

__all__ = ["scene"]

# What stands for the parameters of an address, by the name of its converter: nothing that exists.
STAND_INS = {"UUIDConverter": "00000000-0000-4000-8000-000000000000", "IntConverter": "999999999"}


def everywhere() -> Iterator[tuple[str, URLPattern]]:
    """Every address, its parameters filled in, with its pattern."""
    for address, entry in addresses(get_resolver().url_patterns):
        for name, converter in entry.pattern.converters.items():
            filled = STAND_INS.get(type(converter).__name__, "nothing")
            address = re.sub(rf"<(\w+:)?{name}>", filled, address)
        yield f"/{address}", entry


PLACES = list(everywhere())


def visitor(role: Role) -> Client:
    """Somebody with this role alone, second factor confirmed."""
    axis = ROLES[role].axis
    reach = {Axis.AREA: {"area": cast.TOWN}, Axis.COMPANY: {"company": cast.GAS}, Axis.NONE: {}}[axis]
    user = cast.holder(f"the_{role}", role, now=timezone.now(), **reach)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    device = user.totpdevice_set.create(confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def test_every_parameter_is_filled_in():
    """The matrix really asks for pages, not for angle brackets."""
    assert [address for address, _entry in PLACES if "<" in address] == []
    assert len(PLACES) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_sees_the_door_only(db, method):
    """Everywhere else they are led to sign in, whether the thing exists or not."""
    client = Client(raise_request_exception=False)
    wrong = []
    for address, entry in PLACES:
        answer = getattr(client, method)(address)
        led = answer.status_code == 302 and answer.url.startswith("/accounts/sign-in/")
        if not entry.callback.access.strangers and not (led or answer.status_code == 405):
            wrong.append((address, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_is_declared_for(scene, role):
    """Without the permission 403 (or 405 where only the other method exists); with it neither 403 nor 500."""
    held, client = ROLES[role].permissions, visitor(role)
    wrong = []
    for address, entry in PLACES:
        rule = entry.callback.access
        if rule.strangers or address.startswith("/accounts/sign-out"):
            continue
        permitted = not rule.permissions or bool(rule.permissions & held)
        for method in ("get", "post"):
            status = getattr(client, method)(address).status_code
            if (permitted and status in (403, 500)) or (not permitted and status not in (403, 405)):
                wrong.append((method, address, status))
    assert wrong == []


@pytest.mark.parametrize(
    "address", ["/accounts/sign-in/?next=%00", "/areas/%00/", "/acts/?who=%00", "/premises/?q=%00"]
)
def test_a_zero_byte_is_refused_before_any_view(scene, address):
    """No database keeps one, so no query meets one."""
    answer = visitor(Role.TOWN_ADMINISTRATOR).get(address)
    assert answer.status_code == 422
    assert "refusal" in answer.context
