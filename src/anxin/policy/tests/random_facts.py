"""Random facts with a share of unknowns, the same for every engine."""

import random
from dataclasses import fields
from typing import Any

import polars as pl

from anxin.policy import Pack
from anxin.policy.terms import Kind
from anxin.policy.tests.oracle import Facts

FACTS = tuple(field.name for field in fields(Facts))
DTYPES = {Kind.BOOL: pl.Boolean, Kind.ENUM: pl.String}


def random_columns(pack: Pack, count: int, unknown: float, seed: int) -> dict[str, list[Any]]:
    """Columns of random values of the standard's facts."""
    chance = random.Random(seed)
    return {name: _column(pack, name, count, unknown, chance) for name in FACTS}


def _column(pack: Pack, name: str, count: int, unknown: float, chance: random.Random) -> list[Any]:
    field = pack.fields[name]
    values = (True, False) if field.type is Kind.BOOL else field.enum
    return [None if chance.random() < unknown else chance.choice(values) for _ in range(count)]


def frame_of(pack: Pack, columns: dict[str, list[Any]]) -> pl.DataFrame:
    """A typed frame with a row number, so that an unordered engine can be compared."""
    schema = {name: DTYPES[pack.fields[name].type] for name in columns}
    return pl.DataFrame(columns, schema=schema).with_row_index("row")
