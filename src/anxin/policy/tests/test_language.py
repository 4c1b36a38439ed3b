"""The expression language: what it accepts and refuses, and that its compilers agree on every construct."""

from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from anxin.policy.language import bulk, tree
from anxin.policy.language.parse import ExpressionError, Scope, parse
from anxin.policy.language.single import python_function
from anxin.policy.language.types import Type
from anxin.policy.terms import Kind

COLOURS = ("red", "green")
SCOPE = Scope(
    fields={
        "a": Type(Kind.BOOL),
        "b": Type(Kind.BOOL),
        "cost": Type(Kind.MONEY),
        "fee": Type(Kind.MONEY),
        "colour": Type(Kind.ENUM, COLOURS),
        "size": Type(Kind.ENUM, ("big", "small")),
        "area": Type(Kind.NUMBER),
        "day": Type(Kind.DATE),
    },
    parameters={
        "rate": Type(Kind.RATE),
        "cap": Type(Kind.MONEY),
        "warm": Type(Kind.SET, COLOURS),
        "start": Type(Kind.DATE),
        "limit": Type(Kind.NUMBER),
    },
    facts={"both": Type(Kind.BOOL)},
)
PARAMETERS = {"rate": 300_000, "cap": 5, "warm": ("red",), "start": date(2023, 10, 1), "limit": 500.0}
FACTS = {"both": parse("a and b", SCOPE)}
ROWS: list[dict[str, Any]] = [
    {"a": a, "b": b, "cost": cost, "fee": fee, "colour": colour, "size": "big", "area": area, "day": day}
    for a, b in ((True, None), (False, True), (None, False), (True, True), (None, None))
    for cost, fee in ((5, 2), (None, 7), (15, None), (0, 0))
    for colour, area, day in (
        ("red", 500.0, date(2023, 10, 1)),
        ("green", 500.5, date(2023, 9, 30)),
        (None, None, None),
    )
]
SCHEMA = {
    "a": pl.Boolean,
    "b": pl.Boolean,
    "cost": pl.Int64,
    "fee": pl.Int64,
    "colour": pl.String,
    "size": pl.String,
    "area": pl.Float64,
    "day": pl.Date,
}
ACCEPTED = [
    "a and not b",
    "a or b",
    "both or not both",
    "True and a",
    'colour == "red"',
    '"red" != colour',
    'colour in ("red", "green")',
    'colour not in ("green",)',
    "colour in p.warm",
    "colour not in p.warm",
    "cost > 0",
    "cost + fee <= p.cap",
    "cost - fee >= 0",
    "area <= p.limit",
    "day >= p.start",
    "cost if a else fee",
    "a if b else both",
    "min(cost, p.cap)",
    "max(cost, fee, p.cap)",
    "min(cost, fee)",
    "pct(cost, p.rate)",
    "floor_pct(cost + fee, p.rate)",
]
REFUSED = [
    ("c", "unknown name 'c'"),
    ("p.caps", "unknown parameter 'caps', did you mean 'cap'?"),
    ('colour == "rad"', "unknown value 'rad', did you mean 'red'?"),
    ('colour in ("red", "blue")', "unknown value 'blue'"),
    ("size in p.warm", "other values"),
    ("colour == size", "enum against enum"),
    ("day > cost", "date against money"),
    ("cost + p.rate", "money against rate"),
    ("cost and a", "not yes-or-no"),
    ("not cost", "not yes-or-no"),
    ("colour < size", "enum"),
    ('colour < "red"', "has no order"),
    ("pct(cost, cost)", "it takes money and a rate"),
    ("min(cost)", "give it two or more"),
    ("cost > 3500", "bare value 3500"),
    ("day > '2023-10-01'", "date against enum"),
    ("0 < cost < p.cap", "chain of comparisons"),
    ("cost * 2", "outside the language"),
    ("cost / cost", "outside the language"),
    ("a is None", "is / is not"),
    ("__import__('os')", "outside the language"),
    ("a.__class__", "outside the language"),
    ("p.cap.real", "outside the language"),
    ("[a for a in b]", "outside the language"),
    ("lambda: a", "outside the language"),
    ("min(*cost)", "outside the language"),
    ("colour[0]", "outside the language"),
    ("f'{a}'", "outside the language"),
    ("(a := b)", "outside the language"),
    ("a b", "cannot read"),
    (3, "not an expression"),
]


def by_columns(node: tree.Node, frame: Any) -> Any:
    """A node's values over a frame, as the bulk engine computes them."""
    data = nw.from_native(frame)
    refs = [tree.FieldRef(kind, name) for name, kind in SCOPE.fields.items()]
    data = data.with_columns(*(bulk.cleaned(ref, True).alias(bulk.field_column(ref.name)) for ref in refs))
    facts = (bulk.column(node, PARAMETERS).alias(bulk.fact_column(name)) for name, node in FACTS.items())
    data = data.with_columns(*facts)
    return data.with_columns(bulk.column(node, PARAMETERS).alias("result")).to_native()


@pytest.mark.parametrize("text", ACCEPTED)
def test_one_and_many_agree(text: str) -> None:
    """Every construct has the same value in the function, in Polars and in DuckDB, unknowns included."""
    node = parse(text, SCOPE)
    function = python_function((node,), FACTS, PARAMETERS)
    expected = [function(row.get)[0] for row in ROWS]
    frame = pl.DataFrame(ROWS, schema=SCHEMA).with_row_index("row")
    assert by_columns(node, frame)["result"].to_list() == expected
    judged = by_columns(node, duckdb.from_arrow(frame.to_arrow())).pl()
    assert judged.sort("row")["result"].to_list() == expected


@pytest.mark.parametrize(("text", "what"), REFUSED)
def test_refused(text: object, what: str) -> None:
    """Anything outside the list is refused with its reason."""
    with pytest.raises(ExpressionError) as error:
        parse(text, SCOPE)
    assert what in str(error.value)


@pytest.mark.parametrize(
    ("fen", "rounded", "floored"),
    [(5, 2, 1), (15, 5, 4), (45, 14, 13), (10, 3, 3), (10**12 + 5, 3 * 10**11 + 2, 3 * 10**11 + 1)],
)
def test_half_a_fen_rounds_up(fen: int, rounded: int, floored: int) -> None:
    """pct rounds half up (四舍五入到分), floor_pct down, both in whole fen."""
    nodes = (parse("pct(cost, p.rate)", SCOPE), parse("floor_pct(cost, p.rate)", SCOPE))
    assert python_function(nodes, FACTS, PARAMETERS)({"cost": fen}.get) == (rounded, floored)


def test_unknown_is_neither() -> None:
    """An unknown decides nothing by itself, and is overruled where the other side decides."""
    nodes = tuple(parse(text, SCOPE) for text in ("a", "not a", "a and b", "a or b"))
    function = python_function(nodes, FACTS, PARAMETERS)
    assert function({}.get) == (None, None, None, None)
    assert function({"b": False}.get) == (None, None, False, None)
    assert function({"b": True}.get) == (None, None, None, True)
