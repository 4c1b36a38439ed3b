"""The typed tree that every condition and amount is parsed into, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from anxin.policy.language.types import BOOL, Type


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of an expression."""

    type: Type

    def children(self) -> Iterator["Node"]:
        """The direct parts that are nodes themselves."""
        for name in self.__slots__:
            value = getattr(self, name)
            yield from (
                part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Node)
            )


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal: True, False, 0, or a value of an enum."""

    value: Any


@dataclass(frozen=True, slots=True)
class FieldRef(Node):
    """An input fact."""

    name: str


@dataclass(frozen=True, slots=True)
class FactRef(Node):
    """A named condition of facts.yaml."""

    name: str


@dataclass(frozen=True, slots=True)
class ParameterRef(Node):
    """A dated, cited value: p.name."""

    name: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene negation."""

    item: Node


@dataclass(frozen=True, slots=True)
class Surely(Node):
    """Whether a condition is known to hold: never unknown itself. Grants are built on it."""

    item: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """Kleene `and` / `or` of two or more."""

    op: Literal["and", "or"]
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """One comparison; unknown when either side is."""

    op: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Member(Node):
    """Whether a value is in a set: a parameter or listed values."""

    item: Node
    options: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Addition or subtraction."""

    op: Literal["+", "-"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`then if condition else other`; unknown when the condition is."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """min, max of two or more; pct, floor_pct of money and rate."""

    function: Literal["min", "max", "pct", "floor_pct"]
    arguments: tuple[Node, ...]


def walk(node: Node) -> Iterator[Node]:
    """A node and everything under it, outermost first."""
    yield node
    for child in node.children():
        yield from walk(child)


def conjunction(*items: Node) -> Node:
    """The `and` of conditions; one condition stands for itself."""
    return items[0] if len(items) == 1 else Junction(BOOL, "and", items)


def disjunction(*items: Node) -> Node:
    """The `or` of conditions; one condition stands for itself."""
    return items[0] if len(items) == 1 else Junction(BOOL, "or", items)


def negation(item: Node) -> Node:
    """The `not` of a condition."""
    return Not(BOOL, item)


def surely(*items: Node) -> Node:
    """Whether all of these are known to hold."""
    return Surely(BOOL, conjunction(*items))


def total(kind: Type, items: list[Node]) -> Node:
    """The sum of amounts; zero of none."""
    return reduce(lambda left, right: Sum(kind, "+", left, right), items) if items else Constant(kind, 0)
