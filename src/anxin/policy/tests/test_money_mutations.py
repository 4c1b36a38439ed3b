"""Every small change of the money rules is noticed by some worked or hand-typed case."""

from anxin.policy import judge
from anxin.policy.folder import read_folder
from anxin.policy.loading import build
from anxin.policy.rules import read_rules
from anxin.policy.tests.by_hand import CASES
from anxin.policy.tests.money_by_hand import MoneyCase, differs, money_cases
from anxin.policy.tests.mutants import of_money, slim, spoilt


def test_every_money_mutant_is_killed() -> None:
    """No change of one gate, scheme, remark, payer, amount, set, rate or day goes unnoticed.

    The verdict is the one of the whole pack, so a fact that both use must be noticed by the money itself.
    """
    folder = slim(read_folder(CASES.parent), money=True)
    whole = build(folder, read_rules(folder))
    cases = [
        (case, judge(whole, case.facts, case.on).compliant if isinstance(case, MoneyCase) else None)
        for case in money_cases(whole)
    ]
    assert not any(differs(whole, *case) for case in cases)
    survivors, unloadable, count = [], [], 0
    for mutant in of_money(folder):
        count += 1
        pack = spoilt(folder, mutant)
        if pack is None:
            unloadable.append(mutant.name)
        elif not any(differs(pack, *case) for case in cases):
            survivors.append(mutant.name)
    assert count > 300
    assert unloadable == []
    assert survivors == []
