"""The bulk engines as answers to a list of cases: their derived columns are the reasons."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from anxin.policy.contracts import Judgement
from anxin.policy.grants.contracts import Decision
from anxin.policy.grants.deciding import assemble, check
from anxin.policy.grants.deciding_many import derive_many
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


Facts = Mapping[str, Any]
Run = Callable[[Pack, pl.DataFrame, date, dict[str, str]], pl.DataFrame]


def judge_frame(pack: Pack, facts: Sequence[Facts], days: Sequence[date], engine: str) -> list[Judgement]:
    """The judgements of many premises, each on its own legal day, in their order.

    Raises:
        ModuleNotFoundError: the engine is not installed.
    """
    rows = _derived(pack, facts, days, engine, {})
    return [_judged(pack, *case) for case in zip(facts, days, rows, strict=True)]


def decide_frame(pack: Pack, facts: Sequence[Facts], days: Sequence[date], engine: str) -> list[Decision]:
    """The decisions of many cases, each on its own legal day, in their order, from derived columns.

    Raises:
        InvalidInputs: as `decide`, for the first such case.
        ModuleNotFoundError: the engine is not installed.
    """
    for known in facts:
        check(pack, known)
    # Engines fold the case of column names or restrict them, so the derived facts are numbered.
    columns = {f"__d{place}": name for place, name in enumerate(pack.rules.grants.derived)}
    rows = _derived(pack, facts, days, engine, columns)
    return [_decided(pack, *case, columns) for case in zip(facts, days, rows, strict=True)]


def _decided(
    pack: Pack, facts: Facts, on: date, row: Mapping[str, Any], columns: Mapping[str, str]
) -> Decision:
    values = {name: row[column] for column, name in columns.items()}
    return assemble(pack, facts, on, _judged(pack, facts, on, row), values)


def _derived(
    pack: Pack, facts: Sequence[Facts], days: Sequence[date], engine: str, columns: dict[str, str]
) -> list[dict[str, Any]]:
    """One row per case; one frame per period during which no parameter changes."""
    periods = [pack.period(day) for day in days]
    found: dict[int, dict[str, Any]] = {}
    for period in sorted(set(periods)):
        places = [place for place, own in enumerate(periods) if own == period]
        frame = _frame(pack, [facts[place] for place in places])
        answer = ENGINES[engine](pack, frame, days[places[0]], columns).sort("__row")
        found |= zip(places, answer.iter_rows(named=True), strict=True)
    return [found[place] for place in range(len(facts))]


def _frame(pack: Pack, facts: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    schema = {name: DTYPES.get(field.type, pl.String) for name, field in pack.fields.items()}
    rows = [{"__row": place, **known} for place, known in enumerate(facts)]
    return pl.DataFrame(rows, schema={"__row": pl.Int64, **schema})


def _judged(pack: Pack, facts: Mapping[str, Any], on: date, row: Mapping[str, Any]) -> Judgement:
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


def _ask(pack: Pack, frame: Any, on: date, columns: dict[str, str]) -> Any:
    return derive_many(pack, frame, on, columns) if columns else judge_many(pack, frame, on)


def _by_polars(pack: Pack, frame: pl.DataFrame, on: date, columns: dict[str, str]) -> pl.DataFrame:
    answer: pl.DataFrame = _ask(pack, frame.lazy(), on, columns).collect(engine="streaming")
    return answer


def _by_duckdb(pack: Pack, frame: pl.DataFrame, on: date, columns: dict[str, str]) -> pl.DataFrame:
    import duckdb

    answer: pl.DataFrame = _ask(pack, duckdb.from_arrow(frame.to_arrow()), on, columns).pl()
    return answer


def _by_pyspark(pack: Pack, frame: pl.DataFrame, on: date, columns: dict[str, str]) -> pl.DataFrame:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    answer = pl.from_arrow(_ask(pack, spark.createDataFrame(frame.to_arrow()), on, columns).toArrow())
    return answer if isinstance(answer, pl.DataFrame) else answer.to_frame()


ENGINES: dict[str, Run] = {
    "polars": _by_polars,
    "duckdb": _by_duckdb,
    "pyspark": _by_pyspark,
}
