"""Kernel: the few words every floor shares; plain Python, no Django.

Owns    refusals, clauses, the legal day, the shape of area codes.
Offers  everything it exports here.
Refuses to read a clock, a table or a setting.
"""

from anxin.kernel.clause import Clause
from anxin.kernel.refusal import Invalid, NotFound, NotPermitted, Refusal, WrongState

__all__ = ["Clause", "Invalid", "NotFound", "NotPermitted", "Refusal", "WrongState"]
