"""The same questions about millions of premises: one lazy plan, any frame that Narwhals knows."""

from datetime import date
from functools import reduce
from operator import and_
from typing import Any, TypeVar

import narwhals as nw

from anxin.policy.language import bulk, tree
from anxin.policy.pack import Pack
from anxin.policy.rules import Rules

Frame = TypeVar("Frame")


def judge_many(pack: Pack, frame: Frame, on: date) -> Frame:
    """Add the verdict to every row of a frame (Polars, DuckDB, PySpark; eager or lazy).

    Per requirement: ``STD-01?`` whether it applies and ``STD-01`` whether it is met (null: not known, or
    does not apply); and ``compliant``. A missing column, a null, a value outside the vocabulary is unknown.

    Args:
        on: the legal day whose parameters count.
    """
    rules, values = pack.rules, pack.program(on).values
    data: Any = nw.from_native(frame)
    present = set(data.collect_schema().names())
    fields = _fields(rules)
    data = data.with_columns(
        *(
            bulk.cleaned(ref, ref.name in present).alias(bulk.field_column(ref.name))
            for ref in fields.values()
        )
    )
    for layer in _layers(rules):
        data = data.with_columns(
            *(bulk.column(rules.facts[name], values).alias(bulk.fact_column(name)) for name in layer)
        )
    data = data.with_columns(*_verdict(rules, values))
    data = data.with_columns(*_compliance(rules))
    temporary = [
        *map(bulk.field_column, fields),
        *(bulk.fact_column(name) for layer in _layers(rules) for name in layer),
    ]
    native: Frame = nw.to_native(data.drop(*temporary, *(f"__ok_{rule.id}" for rule in rules.requirements)))
    return native


def _roots(rules: Rules) -> list[tree.Node]:
    return [node for rule in rules.requirements for node in (rule.applies, rule.must)]


def _fields(rules: Rules) -> dict[str, tree.FieldRef]:
    """The fields that the standard uses."""
    used = rules.uses(*_roots(rules))
    nodes = [part for root in (*_roots(rules), *rules.facts.values()) for part in tree.walk(root)]
    return {node.name: node for node in nodes if isinstance(node, tree.FieldRef) and node.name in used}


def _layers(rules: Rules) -> list[list[str]]:
    """The named facts that the standard uses, each layer resting on earlier ones only."""
    depth: dict[str, int] = {}
    for name, node in rules.facts.items():
        below = [part.name for part in tree.walk(node) if isinstance(part, tree.FactRef)]
        depth[name] = 1 + max((depth[other] for other in below), default=0)
    wanted = _facts_used(rules, _roots(rules))
    return [
        [name for name in depth if depth[name] == level and name in wanted]
        for level in range(1, 1 + max((depth[name] for name in wanted), default=0))
    ]


def _facts_used(rules: Rules, nodes: list[tree.Node]) -> set[str]:
    direct = {part.name for node in nodes for part in tree.walk(node) if isinstance(part, tree.FactRef)}
    return direct.union(*(_facts_used(rules, [rules.facts[name]]) for name in direct))


def _verdict(rules: Rules, values: Any) -> list[nw.Expr]:
    columns = []
    for rule in rules.requirements:
        applies, must = bulk.column(rule.applies, values), bulk.column(rule.must, values)
        columns += [applies.alias(f"{rule.id}?"), (~applies | must).alias(f"__ok_{rule.id}")]
    return columns


def _compliance(rules: Rules) -> list[nw.Expr]:
    """Met only where it applies or may apply; compliant when every requirement is met or does not apply."""
    met = [
        nw.when(~nw.col(f"{rule.id}?"))
        .then(nw.lit(None, dtype=nw.Boolean))
        .otherwise(nw.col(f"__ok_{rule.id}"))
        .alias(rule.id)
        for rule in rules.requirements
    ]
    compliant = reduce(and_, (nw.col(f"__ok_{rule.id}") for rule in rules.requirements), nw.lit(True))
    return [*met, compliant.alias("compliant")]
