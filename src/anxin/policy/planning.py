"""Which input columns and which layers of named facts a set of expressions needs in bulk."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from anxin.policy.language import bulk, tree

Facts = Mapping[str, tree.Node]
NO_LIMITS: Mapping[str, int] = MappingProxyType({})


def names_used(facts: Facts, nodes: Iterable[tree.Node]) -> set[str]:
    """The named facts under some expressions, through each other too."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        for part in tree.walk(waiting.pop()):
            if isinstance(part, tree.FactRef) and part.name not in found:
                found.add(part.name)
                waiting.append(facts[part.name])
    return found


def fields_used(facts: Facts, nodes: Iterable[tree.Node]) -> dict[str, tree.FieldRef]:
    """The input fields under some expressions."""
    roots = list(nodes)
    every = [*roots, *(facts[name] for name in facts if name in names_used(facts, roots))]
    parts = (part for root in every for part in tree.walk(root))
    return {part.name: part for part in parts if isinstance(part, tree.FieldRef)}


def layers(facts: Facts, nodes: Iterable[tree.Node]) -> list[list[str]]:
    """The named facts that are needed, each layer resting on earlier ones only."""
    wanted, depth = names_used(facts, nodes), dict[str, int]()
    for name, node in facts.items():
        if name in wanted:
            below = [part.name for part in tree.walk(node) if isinstance(part, tree.FactRef)]
            depth[name] = 1 + max((depth[other] for other in below), default=0)
    levels = range(1, 1 + max(depth.values(), default=0))
    return [[name for name in depth if depth[name] == level] for level in levels]


def with_facts(
    data: Any,
    facts: Facts,
    nodes: list[tree.Node],
    values: Mapping[str, Any],
    limits: Mapping[str, int] = NO_LIMITS,
) -> Any:
    """A Narwhals frame with the temporary columns that some expressions need.

    Args:
        limits: fields that are unknown below zero and from this value on.
    """
    present = set(data.collect_schema().names())
    fields = fields_used(facts, nodes)
    data = data.with_columns(
        *(
            bulk.cleaned(ref, name in present, limits.get(name)).alias(bulk.field_column(name))
            for name, ref in fields.items()
        )
    )
    for layer in layers(facts, nodes):
        data = data.with_columns(
            *(bulk.column(facts[name], values).alias(bulk.fact_column(name)) for name in layer)
        )
    return data


def without_facts(data: Any, facts: Facts, nodes: list[tree.Node]) -> Any:
    """The frame again without them."""
    fields = map(bulk.field_column, fields_used(facts, nodes))
    return data.drop(*fields, *map(bulk.fact_column, names_used(facts, nodes)))
