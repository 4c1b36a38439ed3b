"""Policy: the law as data, and the engine that answers from it. Plain Python, no Django.

Owns    packs: identity, clauses, tables, the standard's conditions, deadlines, special groups.
Offers  load_pack, judge, judge_many, deadline_for, special_groups_of, is_late, and their contracts.
Refuses to guess: an unknown fact is never yes and never no, a rule without a citation does not load.
"""

from anxin.policy.contracts import (
    ClauseEntry,
    Deadline,
    Fault,
    Field,
    Finding,
    Judgement,
    PackInvalid,
    Requirement,
    SpecialGroupHit,
)
from anxin.policy.judging import deadline_for, is_late, judge, special_groups_of
from anxin.policy.judging_many import judge_many
from anxin.policy.loading import load_pack
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome

__all__ = [
    "ClauseEntry",
    "Deadline",
    "Fault",
    "Field",
    "Finding",
    "Judgement",
    "Outcome",
    "Pack",
    "PackInvalid",
    "Requirement",
    "SpecialGroupHit",
    "deadline_for",
    "is_late",
    "judge",
    "judge_many",
    "load_pack",
    "special_groups_of",
]
