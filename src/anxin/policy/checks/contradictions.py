"""Requirements that nobody could meet: tried out over every case that the conditions can tell apart."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations_with_replacement, product
from typing import Any

from anxin.policy.contracts import Fault
from anxin.policy.language import tree
from anxin.policy.language.single import Getter, python_function
from anxin.policy.rules import CellGroup, RequirementRule, Rules
from anxin.policy.terms import Kind

LIMIT = 200_000  # cases per pair; beyond it the pair is reported as too wide to check

Values = dict[str, Any]


def contradictions(rules: Rules) -> Iterator[Fault]:
    """Pairs of one cell group that exclude each other, and requirements impossible or empty in themselves."""
    for group in rules.groups.values():
        own = [rule for rule in rules.requirements if group.id in rule.row["cells"]]
        for first, second in combinations_with_replacement(own, 2):
            if first is second or _shared(rules, first, second):
                yield from _pair(rules, group, first, second)


def _shared(rules: Rules, first: RequirementRule, second: RequirementRule) -> bool:
    return bool(set(rules.uses(first.must)) & set(rules.uses(second.must)))


def _pair(rules: Rules, group: CellGroup, first: RequirementRule, second: RequirementRule) -> Iterator[Fault]:
    for day in rules.turning_days or (date.min,):
        values = {name: parameter.on(day) for name, parameter in rules.parameters.items()}
        question = _Question(rules, values, group, first, second)
        if question.size > LIMIT:
            yield second.row.fault(
                "must", f"{second.id} rests on too many values to check", "simplify its conditions"
            )
            return
        fault = question.fault()
        if fault is not None:
            yield fault
            return


class _Question:
    """One pair on one day: is there, in every situation, a way to meet both?"""

    def __init__(
        self, rules: Rules, values: Values, group: CellGroup, first: RequirementRule, second: RequirementRule
    ) -> None:
        self.group, self.first, self.second = group, first, second
        nodes = (group.when, first.when, first.must, second.when, second.must)
        self.domains = _domains(rules, values, nodes)
        musts = rules.uses(first.must, second.must)
        situation = [name for name in self.domains if name not in musts or name in rules.uses(group.when)]
        self.situation = {name: self.domains[name] for name in situation}
        self.demands = {name: domain for name, domain in self.domains.items() if name not in self.situation}
        self.run: Callable[[Getter], tuple[Any, ...]] = python_function(nodes, rules.facts, values)
        self.size = 1
        for domain in self.domains.values():
            self.size *= len(domain)

    def fault(self) -> Fault | None:
        ever_applies = ever_broken = False
        for situation in _assignments(self.situation):
            outcomes = [self.run({**situation, **demand}.get) for demand in _assignments(self.demands)]
            inside = [outcome for outcome in outcomes if outcome[0]]
            if inside and not any(_holds(*outcome[1:3]) and _holds(*outcome[3:5]) for outcome in inside):
                return self._never_both()
            ever_applies |= any(outcome[1] for outcome in inside)
            ever_broken |= any(outcome[1] and not outcome[2] for outcome in inside)
        if self.first is self.second and not ever_applies:
            return self._say(
                "when", f"never applies to {self.group.id}", "drop the cell or correct the condition"
            )
        if self.first is self.second and not ever_broken:
            return self._say("must", f"asks nothing of {self.group.id}", "correct the condition")
        return None

    def _never_both(self) -> Fault:
        if self.first is self.second:
            return self._say("must", f"can never be met by {self.group.id}", "correct the condition")
        return self._say("must", f"contradicts {self.first.id} for {self.group.id}", "change one of the two")

    def _say(self, key: str, what: str, remedy: str) -> Fault:
        return self.second.row.fault(key, f"{self.second.id} {what}", remedy)


def _holds(applies: Any, must: Any) -> bool:
    return not applies or must is True


def _assignments(domains: dict[str, tuple[Any, ...]]) -> Iterator[Values]:
    for values in product(*domains.values()):
        yield dict(zip(domains, values, strict=True))


def _domains(rules: Rules, values: Values, nodes: tuple[tree.Node, ...]) -> dict[str, tuple[Any, ...]]:
    """For every field the values that the conditions can tell apart."""
    parts = [part for node in nodes for part in _unfolded(rules, node)]
    kinds = {part.name: part.type for part in parts if isinstance(part, tree.FieldRef)}
    return {
        name: (True, False) if kind.kind is Kind.BOOL else kind.values or _around(name, parts, values)
        for name, kind in kinds.items()
    }


def _unfolded(rules: Rules, node: tree.Node) -> Iterator[tree.Node]:
    for part in tree.walk(node):
        yield part
        if isinstance(part, tree.FactRef):
            yield from _unfolded(rules, rules.facts[part.name])


def _around(name: str, parts: list[tree.Node], values: Values) -> tuple[Any, ...]:
    """Just below, at and just above everything that a field is compared with."""
    found: set[Any] = set()
    for part in parts:
        if isinstance(part, tree.Compare) and name in _names(part):
            for side in (part.left, part.right):
                found |= _neighbours(values.get(side.name) if isinstance(side, tree.ParameterRef) else None)
                found |= _neighbours(side.value if isinstance(side, tree.Constant) else None)
    return tuple(sorted(found)) or (0, 1)


def _names(part: tree.Node) -> set[str]:
    return {inner.name for inner in tree.walk(part) if isinstance(inner, tree.FieldRef)}


def _neighbours(value: Any) -> set[Any]:
    if value is None:
        return set()
    step: Any = timedelta(days=1) if isinstance(value, date) else 1
    return {value - step, value, value + step}
