"""Policy: the law as data, and the engine that answers from it. Plain Python, no Django.

Owns    packs: identity, clauses, tables, the standard's conditions, deadlines, special groups.
Offers  load_pack, judge, judge_many, deadline_for, special_groups_of, and their contracts.
Refuses to guess: an unknown fact is never yes and never no, a rule without a citation does not load.
"""

from anxin.policy.contracts import ClauseEntry, Fault, Field, PackInvalid, Requirement
from anxin.policy.loading import load_pack
from anxin.policy.pack import Pack

__all__ = ["ClauseEntry", "Fault", "Field", "Pack", "PackInvalid", "Requirement", "load_pack"]
