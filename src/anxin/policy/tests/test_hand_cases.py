"""Hand-typed cases: what a person expects of the standard, the deadlines and the special groups."""

from datetime import date

import pytest

from anxin.policy import Outcome, Pack, deadline_for, judge, special_groups_of
from anxin.policy.tests.by_hand import HandCase, hand_cases

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("case", hand_cases(), ids=lambda case: case.id)
def test_hand_case(case: HandCase, pack: Pack) -> None:
    """The engine answers a hand-typed case as the person who typed it."""
    judgement = judge(pack, case.facts, DAY)
    unknown = tuple(f.requirement_id for f in judgement.findings if f.outcome is Outcome.UNKNOWN)
    assert (judgement.compliant, judgement.failed, unknown) == (case.compliant, case.failed, case.unknown)
    if case.due is not None:
        deadline = deadline_for(pack, case.facts, DAY)
        assert deadline is not None
        assert (deadline.by, deadline.certain) == (case.due, True)
    if case.groups is not None:
        assert tuple(hit.id for hit in special_groups_of(pack, case.facts, DAY)) == case.groups
