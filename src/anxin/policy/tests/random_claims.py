"""Random claims with a share of unknowns: facts of the verdict and of money, days near their borders."""

import random
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import polars as pl

from anxin.policy import Pack
from anxin.policy.terms import Kind
from anxin.policy.tests.money_oracle import Claim
from anxin.policy.tests.oracle import Facts

CLAIM = tuple(field.name for field in fields(Claim))
VERDICT = tuple(field.name for field in fields(Facts))
NAMES = tuple(dict.fromkeys((*VERDICT, *CLAIM)))
# What keeps most kitchens and homes from complying, were it left to chance alone.
USUALLY: dict[str, tuple[str, ...]] = {
    "hose_type": ("stainless",),
    "leak_device": ("commercial",),
    "user_type": ("catering",),
    "gas_before": ("bottled",),
    "venue": ("street_shop",),
    "unit_kind": ("town",),
    "gas_after": ("piped", "bottled", "electric"),
    "hardship": ("none",),
}
DAYS = {
    "completed_on": [date(2023, 6, 21), date(2025, 12, 31), date(2024, 3, 15), date(2024, 9, 1)],
    "opened_on": [date(2023, 10, 1), date(2019, 5, 1), date(2024, 2, 1)],
}
DTYPES: dict[Kind, Any] = {
    Kind.BOOL: pl.Boolean,
    Kind.ENUM: pl.String,
    Kind.NUMBER: pl.Float64,
    Kind.MONEY: pl.Int64,
    Kind.DATE: pl.Date,
}


def random_claims(pack: Pack, count: int, unknown: float, seed: int) -> dict[str, list[Any]]:
    """Columns of random claims; costs and the day of completion are always known."""
    chance = random.Random(seed)
    return {name: [_value(pack, name, unknown, chance) for _ in range(count)] for name in NAMES}


def _value(pack: Pack, name: str, unknown: float, chance: random.Random) -> Any:
    kind = pack.fields[name].type
    if name.startswith("cost_"):
        return _cost(chance)
    if name == "completed_on":
        return _day(name, chance)
    if chance.random() < unknown:
        return None
    if kind is Kind.MONEY:
        return None if chance.random() < 0.7 else chance.choice((20_000, 50_000, 100_001))
    if kind is Kind.DATE:
        return _day(name, chance)
    if kind is Kind.NUMBER:
        return chance.choice((499.9, 500.0, 500.1, float(chance.randrange(20, 900))))
    if kind is Kind.BOOL:
        return _usual(name, chance)
    usual = USUALLY.get(name, ())
    return chance.choice(usual if usual and chance.random() < 0.6 else pack.fields[name].enum)


def _usual(name: str, chance: random.Random) -> bool:
    likely = 0.15 if name.startswith("prior_") else 0.5 if name in ("facility_new", "meter_due") else 0.97
    return chance.random() < likely


def _day(name: str, chance: random.Random) -> date:
    return chance.choice(DAYS[name]) + timedelta(days=chance.choice((-1, 0, 0, 0, 1)))


def _cost(chance: random.Random) -> int:
    """None at all, small with every fen, or large enough for the caps."""
    return chance.choice(
        (0, 0, chance.randrange(1, 200), chance.randrange(60_000), chance.randrange(4_000_000))
    )


def frame_of(pack: Pack, columns: dict[str, list[Any]]) -> pl.DataFrame:
    """A typed frame with a row number, so that an unordered engine can be compared."""
    schema = {name: DTYPES[pack.fields[name].type] for name in columns}
    return pl.DataFrame(columns, schema=schema).with_row_index("row")
