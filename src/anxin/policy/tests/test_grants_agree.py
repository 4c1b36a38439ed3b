"""Money, one case and many, in every engine: the same fen and the same reasons as the hand-written oracle."""

from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest

from anxin.policy import Pack, decide, decide_many, reason_codes
from anxin.policy.tests.money_oracle import Answer, Claim, answer
from anxin.policy.tests.oracle import Facts, verdict
from anxin.policy.tests.random_claims import CLAIM, NAMES, VERDICT, frame_of, random_claims

DAY = date(2024, 6, 30)
ROWS = 20_000
SCHEMES = ("S1", "S2", "S3", "S4", "S5", "S6")
PAYERS = ("user", "gas_company", "unit", "district")


@pytest.fixture(scope="module")
def columns(pack: Pack) -> dict[str, list[Any]]:
    """20,000 claims, six in a hundred values unknown."""
    return random_claims(pack, ROWS, unknown=0.06, seed=20230621)


@pytest.fixture(scope="module")
def expected(columns: dict[str, list[Any]]) -> list[Answer]:
    """What the oracle says of every claim."""
    verdicts = [verdict(Facts(*row))[0] for row in zip(*(columns[name] for name in VERDICT), strict=True)]
    claims = [Claim(*row) for row in zip(*(columns[name] for name in CLAIM), strict=True)]
    return [answer(claim, compliant) for claim, compliant in zip(claims, verdicts, strict=True)]


def answers(pack: Pack, decided: pl.DataFrame) -> list[Answer]:
    """The columns of many decisions as answers of the oracle's shape."""
    codes = reason_codes(pack)
    return [
        Answer(
            due={id: row[f"{id}?"] for id in SCHEMES},
            amounts={id: row[id] for id in SCHEMES},
            expansion=row["expansion"],
            split={payer: row[f"pays_{payer}"] for payer in PAYERS},
            reasons=frozenset(code for place, code in enumerate(codes) if row["reasons"] >> place & 1),
        )
        for row in decided.sort("row").iter_rows(named=True)
    ]


@pytest.fixture(scope="module")
def decided(pack: Pack, columns: dict[str, list[Any]]) -> pl.DataFrame:
    """The claims decided by the streaming Polars plan."""
    frame = decide_many(pack, frame_of(pack, columns).lazy(), DAY, reasons=True)
    return frame.collect(engine="streaming")


def test_one_case_agrees_with_the_oracle(
    pack: Pack, columns: dict[str, list[Any]], expected: list[Answer]
) -> None:
    """The generated function decides random claims to the fen as the oracle does, with the same reasons."""
    for place in range(0, ROWS, 4):
        decision = decide(pack, {name: columns[name][place] for name in NAMES}, DAY)
        wanted = expected[place]
        assert {scheme.id: scheme.amount_fen for scheme in decision.schemes} == wanted.amounts
        assert (decision.payers, decision.expansion_fen) == (wanted.split, wanted.expansion)
        assert {reason.code for reason in decision.reasons} == wanted.reasons


def test_polars_agrees_with_the_oracle(pack: Pack, decided: pl.DataFrame, expected: list[Answer]) -> None:
    """All 20,000 claims in one lazy plan, to the fen, unknowns included."""
    assert answers(pack, decided) == expected


def test_duckdb_agrees_with_the_oracle(
    pack: Pack, columns: dict[str, list[Any]], expected: list[Answer]
) -> None:
    """The same expressions in DuckDB."""
    relation = duckdb.from_arrow(frame_of(pack, columns).to_arrow())
    assert answers(pack, decide_many(pack, relation, DAY, reasons=True).pl()) == expected


def test_the_claims_are_worth_asking(pack: Pack, expected: list[Answer]) -> None:
    """Every scheme is granted, refused and open somewhere, and every reason is given."""
    for id in SCHEMES:
        assert {True, False, None} == {claim.due[id] for claim in expected}
        assert sum(claim.amounts[id] > 0 for claim in expected) > ROWS / 1000
    assert frozenset().union(*(claim.reasons for claim in expected)) == set(reason_codes(pack))


def test_invariants(decided: pl.DataFrame) -> None:
    """Payers sum to the total, nobody pays less than nothing, no cap is passed, no reward in the zone,
    nothing is paid where the standard is not met or not known."""
    rows = decided.with_columns(paid=pl.sum_horizontal(f"pays_{payer}" for payer in PAYERS))
    assert rows.filter(pl.col("paid") != pl.col("total")).is_empty()
    assert rows.filter(
        pl.min_horizontal("expansion", *(f"pays_{p}" for p in PAYERS), *SCHEMES) < 0
    ).is_empty()
    assert rows.filter((pl.col("S3") > 30_000) | (pl.col("S5") > 1_250_000)).is_empty()
    assert rows.filter((pl.col("S4") > 350_000) | (pl.col("S6") > 350_000)).is_empty()
    zone = pl.col("unit_kind").is_null() | (pl.col("unit_kind") == "development_zone")
    assert rows.filter(zone & (pl.col("pays_district") > 0)).is_empty()
    assert rows.filter(pl.col("compliant").not_().fill_null(True) & (pl.col("government") > 0)).is_empty()
    assert rows.filter(pl.col("government") > 0).height > ROWS / 20


def test_impossible_costs_pay_nothing_in_bulk(pack: Pack, columns: dict[str, list[Any]]) -> None:
    """A row whose cost is missing, negative or too high is granted nothing and has no total."""
    frame = frame_of(pack, columns).head(300)
    for cost in (None, -1, 1_000_000_000):
        spoilt = decide_many(pack, frame.with_columns(cost_leak=pl.lit(cost, dtype=pl.Int64)), DAY)
        assert spoilt["total"].null_count() == 300
        assert spoilt["government"].to_list() == [0] * 300
        assert spoilt["cost_leak"].to_list() == [cost] * 300


def test_the_oracle_can_disagree(columns: dict[str, list[Any]], expected: list[Answer]) -> None:
    """The broken twin: read unknown as no, and many claims would be told something else."""
    names = ("prior_stove", "prior_small", "prior_connection", "prior_electric")
    places = [place for place in range(ROWS) if any(columns[name][place] is None for name in names)][:2000]
    told = 0
    for place in places:
        facts = {name: columns[name][place] for name in NAMES}
        guessed = facts | {name: bool(facts[name]) for name in names}
        compliant = verdict(Facts(*(facts[name] for name in VERDICT)))[0]
        told += answer(Claim(*(guessed[name] for name in CLAIM)), compliant) != expected[place]
    assert told > 20
