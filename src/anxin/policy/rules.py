"""The conditions of a pack, parsed: named facts, the standard, deadlines, special groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from anxin.policy import citations, parameters, vocabulary
from anxin.policy.contracts import Fault, Field
from anxin.policy.folder import Folder
from anxin.policy.grants import checks
from anxin.policy.grants.derive import derive
from anxin.policy.grants.reading import read_grants
from anxin.policy.grants.rules import Grants
from anxin.policy.language import tree
from anxin.policy.language.parse import ExpressionError, Scope, condition, names, parse, syntax
from anxin.policy.language.types import BOOL, Type
from anxin.policy.parameters import Parameter
from anxin.policy.rows import Row
from anxin.policy.terms import Kind

NOTHING = tree.Constant(BOOL, True)


@dataclass(frozen=True)
class CellGroup:
    """A row of the standard's table: who, with which gas."""

    row: Row
    when: tree.Node

    @property
    def id(self) -> str:
        """The id under which requirements name their cells."""
        return str(self.row["id"])


@dataclass(frozen=True)
class RequirementRule:
    """A requirement with its conditions; `applies` includes the condition of its cell groups."""

    row: Row
    when: tree.Node
    must: tree.Node
    applies: tree.Node

    @property
    def id(self) -> str:
        """The requirement's id."""
        return str(self.row["id"])


@dataclass(frozen=True)
class DeadlineRule:
    """A deadline: the goal of an objective, whose premises, and the day."""

    row: Row
    objective: str
    when: tree.Node
    by: tree.Node


@dataclass(frozen=True)
class SpecialGroupRule:
    """A special group and who belongs to it."""

    row: Row
    when: tree.Node


@dataclass
class Rules:
    """Everything with a condition, and the faults met while reading it.

    `facts` stand in an order in which each uses only earlier ones; what grants derive stands behind them.
    """

    fields: Mapping[str, Field]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    facts: dict[str, tree.Node] = field(default_factory=dict)
    groups: dict[str, CellGroup] = field(default_factory=dict)
    requirements: list[RequirementRule] = field(default_factory=list)
    deadlines: list[DeadlineRule] = field(default_factory=list)
    special_groups: list[SpecialGroupRule] = field(default_factory=list)
    grants: Grants = field(default_factory=Grants)
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def turning_days(self) -> tuple[date, ...]:
        """The days on which some parameter changes."""
        return tuple(
            sorted({first for parameter in self.parameters.values() for first, _ in parameter.values})
        )

    def values_on(self, day: date) -> dict[str, Any]:
        """The parameters in force on a day."""
        return {name: parameter.on(day) for name, parameter in self.parameters.items()}

    def uses(self, *nodes: tree.Node) -> tuple[str, ...]:
        """The fields that conditions rest on, through named facts too, in order of mention."""
        found: dict[str, None] = {}
        for node in nodes:
            for part in tree.walk(node):
                if isinstance(part, tree.FieldRef):
                    found[part.name] = None
                elif isinstance(part, tree.FactRef):
                    found |= dict.fromkeys(self.uses(self.facts[part.name]))
        return tuple(found)


def read_rules(folder: Folder) -> Rules:
    """The rules of a folder; what cannot be read is left out and stands in `faults`."""
    fields = vocabulary.fields(folder)
    rules = Rules(fields)
    rules.faults += vocabulary.faults(folder)
    rules.faults += parameters.faults(folder, fields)
    scope = Scope(vocabulary.types(fields), parameters.types(folder, fields), {})
    scope = _read_facts(folder, rules, scope)
    _read_groups(folder, rules, scope)
    _read_standard(folder, rules, scope)
    _read_deadlines(folder, rules, scope)
    _read_special_groups(folder, rules, scope)
    _read_grants(folder, rules, scope)
    if not rules.faults and not list(citations.missing(folder)):
        rules.parameters = parameters.parameters(folder, fields)
    return rules


def _read_facts(folder: Folder, rules: Rules, scope: Scope) -> Scope:
    known: dict[str, Type] = {}
    scope = Scope(scope.fields, scope.parameters, known)
    for name in _in_order(folder, rules):
        row, key = folder.facts[name]
        if not vocabulary.is_name(name) or name in scope.fields:
            rules.faults.append(
                row.fault(key, f"{name!r} cannot name a fact", "choose a free lower-case name")
            )
            continue
        try:
            rules.facts[name] = parse(row[key], scope)
            known[name] = rules.facts[name].type
        except ExpressionError as error:
            rules.faults.append(row.fault(key, f"{name}: {error.what}", error.remedy))
    return scope


def _in_order(folder: Folder, rules: Rules) -> Iterator[str]:
    needs: dict[str, set[str]] = {}
    for name, (row, key) in folder.facts.items():
        try:
            needs[name] = names(syntax(row[key])) & folder.facts.keys()
        except ExpressionError:
            needs[name] = set()
    try:
        ordered = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        row, key = folder.facts[error.args[1][0]]
        rules.faults.append(row.fault(key, f"facts in a circle: {circle}", "define one without the others"))
        return
    yield from ordered


def _read_groups(folder: Folder, rules: Rules, scope: Scope) -> None:
    for row in folder.tables.get("cell_groups", {}).values():
        node = _condition(rules, row, "when", scope)
        if node is not None:
            rules.groups[row["id"]] = CellGroup(row, node)


def _read_standard(folder: Folder, rules: Rules, scope: Scope) -> None:
    for row in folder.tables.get("standard", {}).values():
        when = _condition(rules, row, "when", scope) if "when" in row else NOTHING
        must = _condition(rules, row, "must", scope)
        groups = _groups_of(folder, rules, row)
        if when is not None and must is not None and groups:
            applies = tree.conjunction(tree.disjunction(*(group.when for group in groups)), when)
            rules.requirements.append(RequirementRule(row, when, must, applies))


def _groups_of(folder: Folder, rules: Rules, row: Row) -> list[CellGroup]:
    cells = row.get("cells")
    if not isinstance(cells, Row) or not cells:
        rules.faults.append(
            row.fault("cells", f"{row['id']} stands in no cell", "write cells: {group: clause}")
        )
        return []
    for name in cells:
        if name not in folder.tables.get("cell_groups", {}):
            rules.faults.append(
                cells.fault(name, f"unknown cell group {name!r}", "use an id of cell_groups.yaml")
            )
    return [rules.groups[name] for name in cells if name in rules.groups]


def _read_deadlines(folder: Folder, rules: Rules, scope: Scope) -> None:
    goals = {
        goal["id"]: (objective["id"], goal)
        for objective in folder.tables.get("objectives", {}).values()
        for goal in objective.get("goals") or ()
        if isinstance(goal, Row) and "id" in goal
    }
    for row in folder.tables.get("deadlines", {}).values():
        objective, source = row.get("objective"), row
        if "goal" in row:
            if row["goal"] not in goals:
                rules.faults.append(
                    row.fault("goal", f"no goal {row['goal']!r}", "use a goal of objectives.yaml")
                )
                continue
            objective, source = goals[row["goal"]]
        by = _day(rules, row, source.get("by") or source.get("by_fact"), scope)
        when = _condition(rules, row, "when", scope)
        if by is not None and when is not None:
            rules.deadlines.append(DeadlineRule(row, str(objective), when, by))


def _day(rules: Rules, row: Row, value: Any, scope: Scope) -> tree.Node | None:
    if type(value) is date:
        return tree.Constant(Type(Kind.DATE), value)
    try:
        node = parse(value, scope)
    except ExpressionError as error:
        rules.faults.append(row.fault("by", error.what, error.remedy))
        return None
    if node.type.kind is not Kind.DATE:
        rules.faults.append(row.fault("by", f"{value!r} is no day", "name a day or a field that is one"))
        return None
    return node


def _read_special_groups(folder: Folder, rules: Rules, scope: Scope) -> None:
    for row in folder.tables.get("special_groups", {}).values():
        node = _condition(rules, row, "when", scope)
        if node is not None:
            rules.special_groups.append(SpecialGroupRule(row, node))


def _read_grants(folder: Folder, rules: Rules, scope: Scope) -> None:
    rules.grants = read_grants(folder, scope, rules.faults)
    wrong = [*checks.missing(folder), *checks.payers(rules.grants)]
    rules.faults += wrong
    if rules.grants and not wrong:
        derive(rules.grants)
        rules.facts |= rules.grants.derived
        rules.grants.costs = rules.uses(rules.facts[rules.grants.total])


def _condition(rules: Rules, row: Row, key: str, scope: Scope) -> tree.Node | None:
    try:
        return condition(row.get(key), scope)
    except ExpressionError as error:
        rules.faults.append(row.fault(key, f"{row['id']}: {error.what}", error.remedy))
        return None
