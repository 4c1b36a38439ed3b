"""Every small change of the Lishui standard is noticed by some worked or hand-typed case.

A mutant that no case kills is a rule that nobody has tried; one that does not load does not count as killed.
"""

from anxin.policy.folder import read_folder
from anxin.policy.loading import build
from anxin.policy.rules import read_rules
from anxin.policy.tests.by_hand import CASES, disagreements, hand_cases, worked_cases
from anxin.policy.tests.mutants import of_verdict, slim, spoilt

# Changes that no facts could tell apart, with the reason.
EQUIVALENT = {
    "hardship_installs: hardship in p.hardship_duty": "used within residents' cells only",
    "converted: gas_before == 'bottled'": "used within cells of piped gas only",
    "DL-04 when: always": "the last row; every catering user is caught by the row before",
}


def test_every_mutant_is_killed() -> None:
    """No change of one condition, cell, set or value goes unnoticed, save those that change nothing."""
    folder = slim(read_folder(CASES.parent), money=False)
    cases = [*hand_cases(), *worked_cases()]
    assert not any(next(disagreements(build(folder, read_rules(folder)), case), None) for case in cases)
    survivors, unloadable, count = [], [], 0
    for mutant in of_verdict(folder):
        count += 1
        pack = spoilt(folder, mutant)
        if pack is None:
            unloadable.append(mutant.name)
        elif not any(next(disagreements(pack, case), None) for case in cases):
            survivors.append(mutant.name)
    assert count > 200
    assert unloadable == []
    assert sorted(survivors) == sorted(EQUIVALENT)
