"""A loaded pack: identity, clauses, tables, vocabulary, standard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anxin.kernel import Clause
from anxin.kernel.period import Period
from anxin.policy.contracts import ClauseEntry, Field, Requirement
from anxin.policy.grants.program import MoneyProgram, compile_money
from anxin.policy.program import Program, compile_program
from anxin.policy.rules import Rules
from anxin.policy.terms import TABLE_ALIASES, Status


@dataclass(frozen=True, eq=False)
class Pack:
    """One edition of one jurisdiction's policy. Immutable; `content_hash` says which text of it.

    Three clocks: money counts from `accrual_from`, the document holds during `valid`, and the legal day
    is always an argument of the question.
    """

    id: str
    title: str
    title_en: str
    document: str
    issuer: str
    issuer_en: str
    district: str
    version: str
    status: Status
    valid: Period
    accrual_from: date
    as_of: str
    content_hash: str
    clauses: Mapping[str, ClauseEntry]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    fields: Mapping[str, Field]
    standard: tuple[Requirement, ...]
    rules: Rules
    _programs: dict[date, Program] = field(default_factory=dict)
    _money: dict[date, MoneyProgram] = field(default_factory=dict)

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id.

        Raises:
            KeyError: the pack has no such clause.
        """
        entry = self.clauses[clause_id]
        return Clause(entry.id, entry.title, entry.place, entry.text)

    def table(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """The rows of a table in their order; each has `id` and, where it is cited, `clause`.

        Raises:
            KeyError: the pack has no such table.
        """
        return self.tables[TABLE_ALIASES.get(name, name)]

    def in_force(self, on: date) -> bool:
        """Whether the document holds on a legal day."""
        return on in self.valid

    def program(self, on: date) -> Program:
        """The compiled rules for a legal day; compiled once per period in which no parameter changes."""
        day = self.period(on)
        if day not in self._programs:
            self._programs[day] = compile_program(self.rules, self.clause, on)
        return self._programs[day]

    def money(self, on: date) -> MoneyProgram:
        """The compiled money rules for a legal day; compiled once per period, when first asked for."""
        day = self.period(on)
        if day not in self._money:
            self._money[day] = compile_money(self.rules, self.clause, on)
        return self._money[day]

    def period(self, on: date) -> date:
        """The first day of the period around a legal day during which no parameter changes."""
        return max((first for first in self.rules.turning_days if first <= on), default=date.min)
