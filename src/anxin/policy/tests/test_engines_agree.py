"""One case, many cases in Polars, many in DuckDB, and the hand-written oracle give the same answers."""

from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest

from anxin.policy import Outcome, Pack, judge, judge_many
from anxin.policy.tests.oracle import Facts, verdict
from anxin.policy.tests.random_facts import FACTS, frame_of, random_columns

DAY = date(2024, 6, 30)
ROWS = 20_000
BY_OUTCOME = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}

Answer = tuple[bool | None, dict[str, bool | None]]


@pytest.fixture(scope="module")
def columns(pack: Pack) -> dict[str, list[Any]]:
    """20,000 rows, six in a hundred values unknown."""
    return random_columns(pack, ROWS, unknown=0.06, seed=20230621)


@pytest.fixture(scope="module")
def expected(columns: dict[str, list[Any]]) -> list[Answer]:
    """What the oracle says of every row."""
    rows = zip(*(columns[name] for name in FACTS), strict=True)
    return [verdict(Facts(*row)) for row in rows]


def answers(pack: Pack, frame: pl.DataFrame) -> list[Answer]:
    """The derived columns as answers of the oracle's shape."""
    ids = [requirement.id for requirement in pack.standard]
    rows = frame.sort("row").iter_rows(named=True)
    return [(row["compliant"], {id: row[id] for id in ids if row[f"{id}?"] is not False}) for row in rows]


def test_one_case_agrees_with_the_oracle(
    pack: Pack, columns: dict[str, list[Any]], expected: list[Answer]
) -> None:
    """The generated function answers 20,000 random cases as the oracle does."""
    for place, answer in enumerate(expected):
        judgement = judge(pack, {name: columns[name][place] for name in FACTS}, DAY)
        found = {f.requirement_id: BY_OUTCOME[f.outcome] for f in judgement.findings}
        assert (judgement.compliant, found) == answer


def test_polars_agrees_with_the_oracle(
    pack: Pack, columns: dict[str, list[Any]], expected: list[Answer]
) -> None:
    """The streaming Polars plan answers the same 20,000 rows alike."""
    judged = judge_many(pack, frame_of(pack, columns).lazy(), DAY).collect(engine="streaming")
    assert answers(pack, judged) == expected


def test_duckdb_agrees_with_the_oracle(
    pack: Pack, columns: dict[str, list[Any]], expected: list[Answer]
) -> None:
    """The same expressions in DuckDB answer the same 20,000 rows alike."""
    relation = duckdb.from_arrow(frame_of(pack, columns).to_arrow())
    assert answers(pack, judge_many(pack, relation, DAY).pl()) == expected


def test_the_rows_are_worth_asking(expected: list[Answer]) -> None:
    """All three answers are frequent among the random rows, else agreement would prove little."""
    counts = [sum(compliant is wanted for compliant, _ in expected) for wanted in (True, False, None)]
    assert min(counts) > ROWS / 100


def test_strange_values_and_missing_columns_are_unknown(pack: Pack) -> None:
    """A value outside the vocabulary and a missing column are unknown, in one case and in many."""
    frame = pl.DataFrame({"user_type": ["resident", "ship"], "gas_after": ["piped", "piped"]})
    bulk = judge_many(pack, frame, DAY)
    assert bulk["compliant"].to_list() == [None, None]
    assert bulk["STD-03?"].to_list() == [True, None]
    assert [judge(pack, row, DAY).compliant for row in frame.to_dicts()] == [None, None]


def test_a_frame_keeps_its_own_columns(pack: Pack) -> None:
    """The verdict is added; nothing else is left behind and nothing is lost."""
    frame = pl.DataFrame({"name": ["面馆"], "user_type": ["catering"]})
    added = [column for column in judge_many(pack, frame, DAY).columns if column not in frame.columns]
    ids = [requirement.id for requirement in pack.standard]
    assert sorted(added) == sorted([*ids, *(f"{id}?" for id in ids), "compliant"])


def test_a_day_outside_the_validity_is_told(pack: Pack) -> None:
    """After its validity the standard still measures, and the judgement says that it is not in force."""
    assert not judge(pack, {}, date(2026, 1, 1)).in_force
    assert judge(pack, {}, date(2025, 12, 31)).in_force
