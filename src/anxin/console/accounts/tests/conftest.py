"""People at the door: their account, their browser, their authenticator."""

import pytest
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.conftest import scene

__all__ = ["scene"]


@pytest.fixture
def clerk(scene) -> User:
    """A clerk of the first town."""
    about = {"name": "受理员甲", "organisation_id": cast.OFFICE, "now": timezone.now()}
    return cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, **about)


@pytest.fixture
def keeper(scene) -> User:
    """The security administrator, with a confirmed second factor."""
    user = cast.holder("keeper", Role.SECURITY_ADMINISTRATOR, name="安管员", now=timezone.now())
    TOTPDevice.objects.create(user=user, confirmed=True)
    return user


@pytest.fixture
def keeping(keeper) -> Client:
    """The security administrator's browser, second factor confirmed."""
    return verified(keeper)


def verified(user: User) -> Client:
    """A browser in which this person has confirmed the second factor."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def code_of(user: User) -> str:
    """What the authenticator shows now."""
    device = TOTPDevice.objects.get(user=user)
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"
