"""The Lishui pack, and its cases by hand."""

from pathlib import Path

import pytest

from anxin.policy import Pack, load_pack
from anxin.policy.loading import IN_REPOSITORY


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack as it stands in the repository."""
    return load_pack(str(IN_REPOSITORY / "lishui-2023"))


@pytest.fixture(scope="session")
def worked_cases() -> Path:
    """The worked subsidy cases that travel with the pack."""
    return IN_REPOSITORY / "lishui-2023" / "cases" / "subsidy_cases.json"
