"""What the test run needs in its environment before Django reads the settings (a pytest plugin).

Tests create their own database, so they connect as the role that owns the tables; the fixture
`as_app_role` steps down to the application's role where grants are what is tested.
"""

import os

import pytest
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from anxin.config import postgres

os.environ.setdefault("ANXIN_DATABASE_ROLE", "owner")
os.environ.setdefault("ANXIN_PLAIN_STATIC", "1")

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("anxin", deadline=None)
hypothesis_settings.load_profile("anxin")

# WhiteNoise warns at every client about a directory that is not there.
(postgres.var_directory() / "static").mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, settings: Settings) -> None:
    """A good hash is slow on purpose; here it only needs to be one.

    Not before a real browser: its server is a process of its own and knows only the good hash.
    """
    if request.node.get_closest_marker("browser"):
        return
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
