"""The scene for every test that asks for it."""

import pytest

from anxin.accounts.contracts import Actor
from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast


@pytest.fixture
def scene(db: None) -> None:
    """Two towns, two companies."""
    cast.set_the_scene()


@pytest.fixture
def transactional_scene(transactional_db: None) -> None:
    """The same for tests with real transactions."""
    cast.set_the_scene()


@pytest.fixture
def keeper(scene: None) -> Actor:
    """The security administrator."""
    return cast.actor(cast.holder("keeper", Role.SECURITY_ADMINISTRATOR, name="安管员"))


@pytest.fixture
def clerk(scene: None) -> User:
    """A clerk of the first town."""
    return cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, name="受理员甲", organisation_id=cast.OFFICE)
