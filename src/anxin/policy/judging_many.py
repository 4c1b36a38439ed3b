"""The same questions about millions of premises: one lazy plan, any frame that Narwhals knows."""

from datetime import date
from functools import reduce
from operator import and_
from typing import Any, TypeVar

import narwhals as nw

from anxin.policy.language import bulk, tree
from anxin.policy.pack import Pack
from anxin.policy.planning import with_facts, without_facts
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
    data = with_facts(data, rules.facts, _roots(rules), values)
    data = data.with_columns(*_verdict(rules, values))
    data = data.with_columns(*_compliance(rules))
    data = without_facts(data, rules.facts, _roots(rules))
    native: Frame = nw.to_native(data.drop(*(f"__ok_{rule.id}" for rule in rules.requirements)))
    return native


def _roots(rules: Rules) -> list[tree.Node]:
    return [node for rule in rules.requirements for node in (rule.applies, rule.must)]


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
