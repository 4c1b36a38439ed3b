"""The rules of a pack made runnable for one period during which no parameter changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anxin.kernel import Clause
from anxin.policy import explain
from anxin.policy.contracts import Finding
from anxin.policy.language import tree
from anxin.policy.language.single import Getter, python_function
from anxin.policy.rules import RequirementRule, Rules
from anxin.policy.terms import Outcome

CACHE_LIMIT = 4096


@dataclass(frozen=True, eq=False)
class Telling:
    """One requirement's words and clauses, ready to become findings.

    Attributes:
        cells: (index of the cell group, the clause of that group's cell).
        rests_on: the facts of `must` and `when`; decides: those and the facts that choose the cell.
    """

    id: str
    words: str
    words_en: str
    cells: tuple[tuple[int, Clause], ...]
    rests_on: tuple[str, ...]
    decides: tuple[str, ...]
    readings: tuple[str, ...]
    rules: Rules
    told: dict[tuple[Any, ...], Finding] = field(default_factory=dict)

    def finding(self, outcome: Outcome, groups: tuple[bool | None, ...], facts: Mapping[str, Any]) -> Finding:
        """The finding for one premises; equal findings are the same object."""
        get = facts.get
        key = (outcome, groups, *[get(name) for name in self.decides])
        try:
            return self.told[key]
        except KeyError:
            if len(self.told) >= CACHE_LIMIT:
                self.told.clear()
            self.told[key] = told = self._tell(outcome, groups, facts)
            return told

    def _tell(self, outcome: Outcome, groups: tuple[bool | None, ...], facts: Mapping[str, Any]) -> Finding:
        known = {name: facts.get(name) for name in self.rests_on}
        missing = tuple(name for name in self.decides if facts.get(name) is None)
        shown = known if outcome is not Outcome.UNKNOWN else known | dict.fromkeys(missing)
        fields = self.rules.fields
        return Finding(
            requirement_id=self.id,
            outcome=outcome,
            clause=self._cell(groups),
            text=explain.sentence(self.words, outcome, shown, fields, "zh"),
            text_en=explain.sentence(self.words_en, outcome, shown, fields, "en"),
            rests_on=self.rests_on,
            missing=missing if outcome is Outcome.UNKNOWN else (),
            readings=self.readings,
        )

    def _cell(self, groups: tuple[bool | None, ...]) -> Clause:
        """The premises' own cell; while it is not known which, the first that is possible."""
        certain = (clause for index, clause in self.cells if groups[index])
        possible = (clause for index, clause in self.cells if groups[index] is None)
        return next(certain, None) or next(possible, self.cells[0][1])


@dataclass(frozen=True, eq=False)
class Program:
    """Compiled functions and words for one period.

    `standard` yields the truth of every cell group, then (applies, must) of every requirement;
    `deadlines` (when, by) and `special_groups` (when) of every row.
    """

    values: Mapping[str, Any]
    tellings: tuple[Telling, ...]
    group_count: int
    standard: Callable[[Getter], tuple[Any, ...]]
    deadlines: Callable[[Getter], tuple[Any, ...]]
    special_groups: Callable[[Getter], tuple[Any, ...]]


def compile_program(rules: Rules, clause: Callable[[str], Clause], day: date) -> Program:
    """Compile the rules with the parameters of a day."""
    values = rules.values_on(day)
    standard: list[tree.Node] = [group.when for group in rules.groups.values()]
    for rule in rules.requirements:
        standard += [rule.applies, rule.must]
    deadlines = [node for rule in rules.deadlines for node in (rule.when, rule.by)]
    special = [rule.when for rule in rules.special_groups]
    return Program(
        values=values,
        tellings=tuple(_telling(rules, rule, clause, day) for rule in rules.requirements),
        group_count=len(rules.groups),
        standard=python_function(tuple(standard), rules.facts, values),
        deadlines=python_function(tuple(deadlines), rules.facts, values),
        special_groups=python_function(tuple(special), rules.facts, values),
    )


def _telling(rules: Rules, rule: RequirementRule, clause: Callable[[str], Clause], day: date) -> Telling:
    places = {name: index for index, name in enumerate(rules.groups)}
    row = rule.row
    return Telling(
        id=rule.id,
        words=explain.demand(row["text"], rules.parameters, rules.fields, day, "zh"),
        words_en=explain.demand(row["text_en"], rules.parameters, rules.fields, day, "en"),
        cells=tuple((places[name], clause(cell)) for name, cell in row["cells"].items()),
        rests_on=rules.uses(rule.must, rule.when),
        decides=rules.uses(rule.must, rule.when, rule.applies),
        readings=readings(row),
        rules=rules,
    )


def readings(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The readings (口径) a row names."""
    named = row.get("reading", row.get("readings")) or []
    return tuple(named) if isinstance(named, list) else (str(named),)
