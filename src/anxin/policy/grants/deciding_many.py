"""The same decisions for millions of cases: one lazy plan, money as 64-bit fen, reasons as bits."""

from datetime import date
from functools import reduce
from operator import add
from typing import Any, TypeVar

import narwhals as nw

from anxin.policy.grants.derive import paid, right, why
from anxin.policy.grants.inputs import COST_LIMIT_FEN, check_rules
from anxin.policy.grants.rules import EXPANSION, GOVERNMENT, REWARDABLE, Grants
from anxin.policy.judging_many import judge_many
from anxin.policy.language import bulk, tree
from anxin.policy.pack import Pack
from anxin.policy.planning import with_facts, without_facts

Frame = TypeVar("Frame")


def decide_many(pack: Pack, frame: Frame, on: date, *, reasons: bool = False) -> Frame:
    """Add the verdict and the money to every row of a frame (Polars, DuckDB, PySpark; eager or lazy).

    Beside the columns of `judge_many`: per scheme ``S1`` the fen granted and ``S1?`` whether it is due (null:
    facts are missing); ``total``, ``government``, ``expansion``, ``rewardable``; per payer ``pays_user`` ….
    A row with a cost that is missing, negative or not below 10 million yuan is granted nothing, and its
    ``total`` is null. Sums over towns belong on the driver, in Python's integers: see `settle`.

    Args:
        on: the legal day whose parameters count; split the frame where parameters change within it.
        reasons: also add ``reasons``, an integer whose bit n stands for the nth of `reason_codes`.
    Raises:
        InvalidInputs: the pack has no money rules.
    """
    check_rules(pack.id, pack.rules.grants)
    columns = dict(_columns(pack.rules.grants))
    if reasons:
        codes = reason_codes(pack)
        columns |= {f"__{code}": why(code) for code in codes}
    data: Any = nw.from_native(derive_many(pack, frame, on, columns))
    if reasons:
        bits = [
            nw.when(nw.col(f"__{code}")).then(nw.lit(1 << place, dtype=nw.Int64)).otherwise(nw.lit(0))
            for place, code in enumerate(codes)
        ]
        data = data.with_columns(reduce(add, bits).alias("reasons")).drop(*(f"__{code}" for code in codes))
    native: Frame = nw.to_native(data)
    return native


def reason_codes(pack: Pack) -> tuple[str, ...]:
    """The codes of a pack's reasons, in the order of the bits."""
    return tuple(reason.code for reason in pack.rules.grants.reasons)


def derive_many(pack: Pack, frame: Frame, on: date, columns: dict[str, str]) -> Frame:
    """Judge, and add derived facts under other names.

    Args:
        columns: name of a new column → derived fact.
    """
    rules, values = pack.rules, pack.program(on).values
    roots: list[tree.Node] = [
        tree.FactRef(rules.facts[name].type, name) for name in dict.fromkeys(columns.values())
    ]
    data: Any = nw.from_native(judge_many(pack, frame, on))
    limits = dict.fromkeys(rules.grants.costs, COST_LIMIT_FEN)
    data = with_facts(data, rules.facts, roots, values, limits)
    data = data.with_columns(*(nw.col(bulk.fact_column(fact)).alias(name) for name, fact in columns.items()))
    native: Frame = nw.to_native(without_facts(data, rules.facts, roots))
    return native


def _columns(grants: Grants) -> list[tuple[str, str]]:
    schemes = [scheme.id for scheme in grants.schemes]
    return [
        *((id, id) for id in schemes),
        *((f"{id}?", right(id)) for id in schemes),
        ("total", grants.total),
        *((name, name) for name in (GOVERNMENT, EXPANSION, REWARDABLE)),
        *((f"pays_{payer.id}", paid(payer.id)) for payer in grants.payers),
    ]
