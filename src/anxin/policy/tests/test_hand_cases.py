"""Hand-typed cases: what a person expects of the standard, the deadlines and the special groups."""

import pytest

from anxin.policy import Pack
from anxin.policy.tests.by_hand import HandCase, disagreements, hand_cases


@pytest.mark.parametrize("case", hand_cases(), ids=lambda case: case.id)
def test_hand_case(case: HandCase, pack: Pack) -> None:
    """The engine answers a hand-typed case as the person who typed it, from the cell of its own row."""
    assert list(disagreements(pack, case)) == []
