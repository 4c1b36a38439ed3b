"""Questions about one premises: does it comply, by when must it, which special groups is it in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from anxin.policy.citations import cited
from anxin.policy.contracts import Deadline, Judgement, SpecialGroupHit
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome


def judge(pack: Pack, facts: Mapping[str, Any], on: date) -> Judgement:
    """Hold one premises against the standard.

    Args:
        facts: field name → value; a missing key, None, or a value outside the vocabulary is unknown.
        on: the legal day whose parameters count.
    """
    program = pack.program(on)
    values = program.standard(facts.get)
    groups = values[: program.group_count]
    compliant: bool | None = True
    findings = []
    for place, telling in enumerate(program.tellings):
        applies, must = values[program.group_count + 2 * place : program.group_count + 2 * place + 2]
        if applies is False:
            continue
        outcome = _outcome(applies, must)
        findings.append(telling.finding(outcome, groups, facts))
        if outcome is Outcome.NOT_MET:
            compliant = False
        elif outcome is Outcome.UNKNOWN and compliant:
            compliant = None
    return Judgement(compliant, tuple(findings), pack.in_force(on))


def _outcome(applies: bool | None, must: bool | None) -> Outcome:
    """Met whether or not it applies; failed only where it certainly applies."""
    if must is True:
        return Outcome.MET
    return Outcome.NOT_MET if applies is True and must is False else Outcome.UNKNOWN


def deadline_for(pack: Pack, facts: Mapping[str, Any], on: date) -> Deadline | None:
    """The last day by which a premises must comply, or None when no deadline can concern it.

    The rows stand in order of precedence. The first that certainly holds is taken; while an earlier one is
    possible the answer is not `certain`. If none certainly holds, it is the latest of the possible days,
    so that nothing is called late before it certainly is.
    """
    values = pack.program(on).deadlines(facts.get)
    rows = pack.rules.deadlines
    possible: list[tuple[date, int]] = []
    for place in range(len(rows)):
        when, by = values[2 * place : 2 * place + 2]
        if when is True and by is not None:
            return _deadline(pack, place, by, certain=not possible)
        if when is not False and by is not None:
            possible.append((by, place))
    if not possible:
        return None
    by, place = max(possible)
    return _deadline(pack, place, by, certain=False)


def _deadline(pack: Pack, place: int, by: date, *, certain: bool) -> Deadline:
    rule = pack.rules.deadlines[place]
    return Deadline(
        by, pack.clause(cited(rule.row)[0]), rule.objective, certain, str(rule.row.get("goal", ""))
    )


def special_groups_of(
    pack: Pack, facts: Mapping[str, Any], on: date | None = None
) -> tuple[SpecialGroupHit, ...]:
    """The special groups a premises is in (MET) or may be in (UNKNOWN)."""
    values = pack.program(on or pack.valid.first).special_groups(facts.get)
    return tuple(
        SpecialGroupHit(
            id=rule.row["id"],
            clause=pack.clause(cited(rule.row)[0]),
            title=rule.row["title"],
            outcome=Outcome.UNKNOWN if member is None else Outcome.MET,
        )
        for rule, member in zip(pack.rules.special_groups, values, strict=True)
        if member is not False
    )


def is_late(deadline: Deadline | None, on: date) -> bool:
    """Whether the legal day is past the deadline; the day itself is still in time."""
    return deadline is not None and on > deadline.by
