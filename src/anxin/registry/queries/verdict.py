"""A stored verdict with its reasons, as one reader may know them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from anxin.policy import (
    Deadline,
    Finding,
    Outcome,
    Pack,
    deadline_for,
    is_late,
    judge,
    load_pack,
    special_groups_of,
)
from anxin.registry.contracts import (
    DeadlineFacts,
    GroundFacts,
    RequirementFacts,
    SpecialGroupFacts,
    VerdictFacts,
)
from anxin.registry.models import Equipment, Premises, Verdict
from anxin.registry.queries.sources import Sources
from anxin.registry.rules.facts import Basis, Facts, Ground, facts
from anxin.registry.rules.verdicts import closed_fields, closed_groups, closed_requirements


def explained(
    verdict: Verdict,
    premises: Premises,
    equipment: Sequence[Equipment],
    sources: Sources,
    *,
    today: date,
    knows: bool,
) -> VerdictFacts:
    """The verdict with its reasons, worked out from the same facts on the day it was given.

    Args:
        today: the legal day that lateness is asked for.
        knows: whether the reader may know of hardship; otherwise what rests on it is left out whole.
    """
    pack = load_pack(settings.PACK)
    told, basis = facts(premises, equipment, verdict.judged_on, pack=pack)
    judgement = judge(pack, told, verdict.judged_on)
    hidden = frozenset() if knows else closed_requirements(pack)
    shown = [finding for finding in judgement.findings if finding.requirement_id not in hidden]
    compliant = verdict.compliant if knows else verdict.compliant_open
    groups = _groups(pack, told, verdict.judged_on, knows=knows)
    return VerdictFacts(
        applies=verdict.applies,
        compliant=compliant,
        requirements=tuple(_requirement(pack, finding, basis, sources) for finding in shown),
        deadline=_deadline(pack, told, verdict, today, compliant=compliant),
        special_groups=groups,
        needs_plan=any(group.certain for group in groups) and not verdict.has_plan,
        left_out=len(shown) < len(judgement.findings) or bool(hidden),
        judged_on=verdict.judged_on,
        judged_at=verdict.judged_at,
        pack_id=verdict.pack_id,
        pack_version=verdict.pack_version,
        in_force=judgement.in_force,
        stale=verdict.pack_hash != pack.content_hash,
    )


def _requirement(pack: Pack, finding: Finding, basis: Basis, sources: Sources) -> RequirementFacts:
    row = next(one for one in pack.standard if one.id == finding.requirement_id)
    grounds = [ground for name in finding.rests_on for ground in basis.get(name, ())]
    # what no piece of equipment says is asked for by `missing`; who is in hardship is never a ground
    told = [ground for ground in grounds if ground.field not in closed_fields(pack)]
    return RequirementFacts(
        id=row.id,
        title=row.title,
        title_en=row.title_en,
        outcome=finding.outcome,
        clause=finding.clause,
        text=finding.text,
        text_en=finding.text_en,
        missing=finding.missing,
        readings=finding.readings,
        grounds=tuple(_ground(ground, sources) for ground in told),
    )


def _ground(ground: Ground, sources: Sources) -> GroundFacts:
    return GroundFacts(
        ground.item, ground.field, ground.value, ground.note, ground.readings, sources.of(ground.source)
    )


def _deadline(
    pack: Pack, told: Facts, verdict: Verdict, today: date, *, compliant: bool | None
) -> DeadlineFacts | None:
    due: Deadline | None = deadline_for(pack, told, verdict.judged_on) if verdict.applies else None
    if due is None:
        return None
    goal = goals(pack).get(due.goal_id, {})
    judged = goal.get("judged") is not False
    return DeadlineFacts(
        by=due.by,
        clause=due.clause,
        goal_id=due.goal_id,
        title=goal.get("title", ""),
        title_en=goal.get("title_en", ""),
        certain=due.certain,
        judged=judged,
        late=judged and compliant is not True and is_late(due, today),
    )


@lru_cache(maxsize=8)
def goals(pack: Pack) -> Mapping[str, Mapping[str, Any]]:
    """Goal id → its row, with the `objective` it is part of."""
    return {
        goal["id"]: {**goal, "objective": row["id"], "objective_number": row["number"]}
        for row in pack.table("objectives")
        for goal in row["goals"]
    }


def _groups(pack: Pack, told: Facts, on: date, *, knows: bool) -> tuple[SpecialGroupFacts, ...]:
    titles = {row["id"]: row["title_en"] for row in pack.table("special_groups")}
    closed = frozenset() if knows else closed_groups(pack)
    return tuple(
        SpecialGroupFacts(hit.id, hit.title, titles[hit.id], hit.clause, hit.outcome is Outcome.MET)
        for hit in special_groups_of(pack, told, on)
        if hit.id not in closed
    )
