"""Tree → Narwhals expressions for many rows at once: Polars, DuckDB and PySpark from the same code.

Their `&`, `|`, `~` and comparisons are three-valued already; what is not (choice, min, max) is guarded here.
"""

from collections.abc import Mapping
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, ne, or_, sub
from typing import Any

import narwhals as nw

from anxin.policy.language import tree
from anxin.policy.terms import Kind

OPERATORS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "+": add, "-": sub}
DTYPES: dict[Kind, Any] = {
    Kind.BOOL: nw.Boolean,
    Kind.ENUM: nw.String,
    Kind.TEXT: nw.String,
    Kind.INT: nw.Int64,
    Kind.NUMBER: nw.Float64,
    Kind.MONEY: nw.Int64,
    Kind.RATE: nw.Int64,
    Kind.DATE: nw.Date,
}


def fact_column(name: str) -> str:
    """The temporary column of a named condition."""
    return f"__fact_{name}"


def field_column(name: str) -> str:
    """The temporary column of an input fact, cleaned."""
    return f"__field_{name}"


def cleaned(field: tree.FieldRef, present: bool, limit: int | None = None) -> nw.Expr:
    """An input column; null where it is absent, or a value stands outside the vocabulary or the limit."""
    empty = nw.lit(None, dtype=DTYPES[field.type.kind])
    if not present:
        return empty
    if limit is not None:
        return nw.when((nw.col(field.name) >= 0) & (nw.col(field.name) < limit)).then(nw.col(field.name))
    if field.type.kind is not Kind.ENUM:
        return nw.col(field.name)
    words = nw.col(field.name).cast(nw.String)
    return nw.when(words.is_in(list(field.type.values))).then(words)


def column(node: tree.Node, parameters: Mapping[str, Any]) -> nw.Expr:
    """The expression of a node over the temporary columns of fields and facts."""
    match node:
        case tree.Constant():
            return nw.lit(node.value, dtype=nw.Int64) if node.type.kind is Kind.MONEY else nw.lit(node.value)
        case tree.FieldRef():
            return nw.col(field_column(node.name))
        case tree.FactRef():
            return nw.col(fact_column(node.name))
        case tree.ParameterRef():
            return nw.lit(parameters[node.name])
        case tree.Not():
            return ~column(node.item, parameters)
        case tree.Surely():
            return nw.when(column(node.item, parameters)).then(nw.lit(True)).otherwise(nw.lit(False))
        case tree.Junction():
            items = [column(item, parameters) for item in node.items]
            return reduce(and_ if node.op == "and" else or_, items)
        case tree.Member():
            return _member(node, parameters)
        case tree.Compare() | tree.Sum():
            left, right = column(node.left, parameters), column(node.right, parameters)
            result: nw.Expr = OPERATORS[node.op](left, right)
            return result
        case tree.Choice():
            return _choice(node, parameters)
        case tree.Call():
            return _call(node, parameters)
    raise TypeError(f"no column for {node!r}")


def _member(node: tree.Member, parameters: Mapping[str, Any]) -> nw.Expr:
    item = column(node.item, parameters)
    values = node.options.value if isinstance(node.options, tree.Constant) else ()
    if isinstance(node.options, tree.ParameterRef):
        values = parameters[node.options.name]
    return nw.when(~item.is_null()).then(item.is_in(sorted(values)))


def _choice(node: tree.Choice, parameters: Mapping[str, Any]) -> nw.Expr:
    test, then, other = (column(part, parameters) for part in (node.condition, node.then, node.other))
    if isinstance(node.condition, tree.Surely):
        return nw.when(column(node.condition.item, parameters)).then(then).otherwise(other)
    return nw.when(test).then(then).otherwise(nw.when(~test).then(other))


def _call(node: tree.Call, parameters: Mapping[str, Any]) -> nw.Expr:
    arguments = [column(argument, parameters) for argument in node.arguments]
    if node.function in ("pct", "floor_pct"):
        # Spark divides in floating point here: exact below 2^53, which is why costs are limited.
        half = 500_000 if node.function == "pct" else 0
        return (arguments[0] * arguments[1] + half) // 1_000_000
    wanted = le if node.function == "min" else ge
    return reduce(
        lambda a, b: nw.when(wanted(a, b)).then(a).otherwise(nw.when(~wanted(a, b)).then(b)), arguments
    )
