"""Hand-typed money cases: what a person expects of every scheme, payer, reason and settlement."""

import pytest

from anxin.policy import InvalidInputs, Pack, Standing, decide, settle
from anxin.policy.loading import IN_REPOSITORY, load_pack
from anxin.policy.tests.money_by_hand import MoneyCase, SettlementCase, disagreements, money_cases

CASES = money_cases(load_pack(str(IN_REPOSITORY / "lishui-2023")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_money_case(case: MoneyCase | SettlementCase, pack: Pack) -> None:
    """The engine decides a case as the person who typed it, to the fen, with the same reasons in order."""
    assert list(disagreements(pack, case)) == []


def by_id(id: str) -> MoneyCase:
    """A claim of the cases."""
    return next(case for case in CASES if isinstance(case, MoneyCase) and case.id == id)


def test_why_not_more_and_why_not_this_scheme(pack: Pack) -> None:
    """A refused scheme says the figure found and the figure of the law, with its clause, in two languages."""
    case = by_id("C29")
    decision = decide(pack, case.facts, case.on)
    connection = next(scheme for scheme in decision.schemes if scheme.id == "S5")
    assert connection.standing is Standing.REFUSED
    assert connection.text == "经营面积500.5㎡，超过500㎡"
    assert connection.text_en == "The floor area is 500.5㎡, over 500 ㎡"
    assert decision.reasons[0].clause.id == "三(二)2"
    assert "A16" in decision.reasons[0].readings
    household = decision.schemes[0]
    assert household.standing is Standing.NOT_APPLICABLE
    assert household.text.startswith("不适用：")


def test_why_this_amount(pack: Pack) -> None:
    """A grant says its amount, its cap, and who pays beside it."""
    case = by_id("M31")
    connection = next(scheme for scheme in decide(pack, case.facts, case.on).schemes if scheme.id == "S5")
    assert (connection.amount_fen, connection.uncapped_fen) == (connection.cap_fen, 1_500_000)
    assert "政府补助12500.00元，燃气企业承担14500.00元" in connection.text
    assert "按比例15000.00元，每户不超过12500.00元" in connection.text


@pytest.mark.parametrize("id", ["M60", "M61", "M62", "M63"])
def test_what_is_open_is_never_called_refused(id: str, pack: Pack) -> None:
    """Missing facts leave a scheme open: it pays nothing, says what to ask for, and never "不符合"."""
    case = by_id(id)
    decision = decide(pack, case.facts, case.on)
    assert decision.undetermined
    for reason in decision.undetermined:
        assert reason.text.startswith("资料不全、无法判定")
        assert "（缺：）" not in reason.text
    for scheme in decision.schemes:
        if scheme.standing is Standing.UNKNOWN:
            assert scheme.amount_fen == 0
            assert scheme.missing
            assert "不符合" not in scheme.text


def test_no_word_of_a_decision_is_left_unfilled(pack: Pack) -> None:
    """No template shows its slots, in either language, in any case."""
    for case in CASES:
        if isinstance(case, MoneyCase):
            decision = decide(pack, case.facts, case.on)
            told = [*decision.reasons, *decision.undetermined, *decision.schemes]
            assert all(line.text and line.text_en for line in told)
            assert not any(mark in line.text + line.text_en for line in told for mark in "{}")


@pytest.mark.parametrize("cost", ["cost_connection", "cost_stove", "cost_electric", "cost_hose_valve"])
def test_a_grant_never_falls_when_the_cost_rises(cost: str, pack: Pack) -> None:
    """Grants are monotone in the cost, never above it, and the payers always sum to the whole bill."""
    for id in ("M10", "M31", "M51"):
        case, before = by_id(id), -1
        for amount in (0, 1, 2, 3, 5, 29_999, 30_000, 30_001, 1_166_668, 2_499_999, 2_500_001, 999_999_999):
            facts = {**case.facts, **dict.fromkeys(pack.rules.grants.costs, 0), cost: amount}
            decision = decide(pack, facts, case.on)
            assert before <= decision.government_fen <= amount == sum(decision.payers.values())
            assert min(decision.payers.values()) >= 0
            before = decision.government_fen


def test_settlements_are_exact_at_any_size(pack: Pack) -> None:
    """Sums far beyond what a float holds are settled to the fen."""
    huge = 10**20 + 1
    inputs = {"rewardable": huge, "non_rewardable": 0, "expansion": 0, "actually_arranged": huge}
    settled = settle(pack, {**inputs, "unit_kind": "town"})
    assert settled.amount("district_reward") == 5 * 10**19
    assert settled.amount("unit_net") == 5 * 10**19 + 1


def test_a_decision_can_be_repeated(pack: Pack) -> None:
    """A decision carries the pack, the hash of its text and the day, and comes out equal again."""
    case = by_id("M14")
    decision = decide(pack, case.facts, case.on)
    assert decision == decide(pack, case.facts, case.on)
    assert (decision.pack_id, decision.content_hash, decision.on) == (pack.id, pack.content_hash, case.on)


def test_impossible_costs_are_refused(pack: Pack) -> None:
    """Every cost must be whole fen below the limit; each wrong one is named."""
    wrong = {"cost_leak": None, "cost_stove": 3.5, "cost_meter": 10**9, "cost_electric": -1}
    facts = {**by_id("M10").facts, **wrong}
    with pytest.raises(InvalidInputs) as refused:
        decide(pack, facts, by_id("M10").on)
    assert refused.value.fields.keys() == wrong.keys()
    with pytest.raises(InvalidInputs, match="completed_on"):
        decide(pack, {**by_id("M10").facts, "completed_on": None}, by_id("M10").on)
