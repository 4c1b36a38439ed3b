"""Policy: the law as data, and the engine that answers from it. Plain Python, no Django.

Owns    packs: identity, clauses, tables, the standard's conditions, deadlines, special groups, grants.
Offers  load_pack, judge, judge_many, deadline_for, special_groups_of, is_late, decide, decide_many, settle,
        and their contracts.
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
from anxin.policy.grants.contracts import Decision, Reason, SchemeDecision, Settlement, SettlementLine
from anxin.policy.grants.deciding import decide
from anxin.policy.grants.deciding_many import decide_many, reason_codes
from anxin.policy.grants.inputs import InvalidInputs
from anxin.policy.grants.settling import settle
from anxin.policy.grants.terms import Sort, Standing
from anxin.policy.judging import deadline_for, is_late, judge, special_groups_of
from anxin.policy.judging_many import judge_many
from anxin.policy.loading import load_pack
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome

__all__ = [
    "ClauseEntry",
    "Deadline",
    "Decision",
    "Fault",
    "Field",
    "Finding",
    "InvalidInputs",
    "Judgement",
    "Outcome",
    "Pack",
    "PackInvalid",
    "Reason",
    "Requirement",
    "SchemeDecision",
    "Settlement",
    "SettlementLine",
    "Sort",
    "SpecialGroupHit",
    "Standing",
    "deadline_for",
    "decide",
    "decide_many",
    "is_late",
    "judge",
    "judge_many",
    "load_pack",
    "reason_codes",
    "settle",
    "special_groups_of",
]
