"""Learning a fact never flips what was already decided."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.policy import Outcome, Pack, judge
from anxin.policy.loading import IN_REPOSITORY, load_pack
from anxin.policy.terms import Kind
from anxin.policy.tests.by_hand import hand_cases
from anxin.policy.tests.random_facts import FACTS

DAY = date(2024, 6, 30)
PACK = load_pack(str(IN_REPOSITORY / "lishui-2023"))


def values(name: str) -> st.SearchStrategy[Any]:
    """The known values of a fact."""
    field = PACK.fields[name]
    return st.booleans() if field.type is Kind.BOOL else st.sampled_from(field.enum)


complete = st.fixed_dictionaries({name: values(name) for name in FACTS})
hidden = st.sets(st.sampled_from(FACTS))


def decided(facts: dict[str, Any]) -> dict[str, bool]:
    """What is certain: compliance, and every requirement that is certainly met or not met."""
    judgement = judge(PACK, facts, DAY)
    found = {
        f.requirement_id: f.outcome is Outcome.MET
        for f in judgement.findings
        if f.outcome is not Outcome.UNKNOWN
    }
    return found if judgement.compliant is None else {**found, "compliant": judgement.compliant}


@settings(deadline=None)
@given(complete, hidden)
def test_learning_a_fact_never_flips_an_answer(facts: dict[str, Any], unknown: set[str]) -> None:
    """What is certain with some facts unknown stays so once all are known, or stops to apply."""
    early = decided({name: value for name, value in facts.items() if name not in unknown})
    late = decided(facts)
    assert all(late.get(name, True) is answer for name, answer in early.items())


@settings(deadline=None)
@given(complete)
def test_complete_facts_are_always_decided(facts: dict[str, Any]) -> None:
    """With every fact known nothing is unknown."""
    judgement = judge(PACK, facts, DAY)
    assert judgement.compliant is not None
    assert all(finding.outcome is not Outcome.UNKNOWN for finding in judgement.findings)


def test_nothing_known_is_nothing_decided(pack: Pack) -> None:
    """An empty file is neither compliant nor in breach."""
    assert decided({}) == {}


def test_the_property_can_fail() -> None:
    """The broken twin: a judge that reads unknown as no changes its mind when the fact is learnt."""
    home = next(case.facts for case in hand_cases() if case.id == "H01")
    guessed, learnt = {**home, "hardship": "none"}, {**home, "hardship": "destitute"}
    assert decided(guessed)["compliant"] is not decided(learnt)["compliant"]
    assert "compliant" not in decided({**home, "hardship": None})


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_matters(name: str) -> None:
    """Every fact of the vocabulary that the standard lists decides some requirement."""
    assert any(name in PACK.rules.uses(rule.applies, rule.must) for rule in PACK.rules.requirements)
