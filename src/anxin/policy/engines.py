"""The bulk engines as answers to a list of cases: their derived columns are the reasons."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from anxin.policy.contracts import Judgement
from anxin.policy.judging_many import judge_many
from anxin.policy.pack import Pack
from anxin.policy.terms import Kind, Outcome

DTYPES: dict[Kind, Any] = {
    Kind.BOOL: pl.Boolean,
    Kind.INT: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.MONEY: pl.Int64,
    Kind.RATE: pl.Int64,
    Kind.DATE: pl.Date,
}


Run = Callable[[Pack, pl.DataFrame, date], pl.DataFrame]


def judge_frame(pack: Pack, facts: Sequence[Mapping[str, Any]], on: date, engine: str) -> list[Judgement]:
    """The judgements of many premises on one legal day, in their order.

    Raises:
        ModuleNotFoundError: the engine is not installed.
    """
    judged = ENGINES[engine](pack, _frame(pack, facts), on).sort("__row")
    rows = judged.iter_rows(named=True)
    return [_from_columns(pack, known, on, row) for known, row in zip(facts, rows, strict=True)]


def _frame(pack: Pack, facts: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    schema = {name: DTYPES.get(field.type, pl.String) for name, field in pack.fields.items()}
    rows = [{"__row": place, **known} for place, known in enumerate(facts)]
    return pl.DataFrame(rows, schema={"__row": pl.Int64, **schema})


def _from_columns(pack: Pack, facts: Mapping[str, Any], on: date, row: Mapping[str, Any]) -> Judgement:
    program = pack.program(on)
    groups = program.standard(facts.get)[: program.group_count]
    findings = tuple(
        telling.finding(outcome, groups, facts)
        for telling in program.tellings
        if (outcome := _outcome(row[f"{telling.id}?"], row[telling.id])) is not None
    )
    return Judgement(row["compliant"], findings, pack.in_force(on))


def _outcome(applies: bool | None, met: bool | None) -> Outcome | None:
    if applies is False:
        return None
    return Outcome.UNKNOWN if met is None else Outcome.MET if met else Outcome.NOT_MET


def _by_polars(pack: Pack, frame: pl.DataFrame, on: date) -> pl.DataFrame:
    return judge_many(pack, frame.lazy(), on).collect(engine="streaming")


def _by_duckdb(pack: Pack, frame: pl.DataFrame, on: date) -> pl.DataFrame:
    import duckdb

    judged = judge_many(pack, duckdb.from_arrow(frame.to_arrow()), on)
    result: pl.DataFrame = judged.pl()
    return result


def _by_pyspark(pack: Pack, frame: pl.DataFrame, on: date) -> pl.DataFrame:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    judged = judge_many(pack, spark.createDataFrame(frame.to_arrow()), on)
    result = pl.from_arrow(judged.toArrow())
    return result if isinstance(result, pl.DataFrame) else result.to_frame()


ENGINES: dict[str, Run] = {
    "polars": _by_polars,
    "duckdb": _by_duckdb,
    "pyspark": _by_pyspark,
}
