"""Money: text to fen and back without loss, and the two roundings."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.kernel.money import fen, floor_pct, pct, yuan

CENT = Decimal("0.01")
amounts = st.integers(0, 10**9)
rates = st.integers(0, 10**6)


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_there_and_back(amount: int) -> None:
    """Fen written as yuan and read again are the same fen."""
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("0", 0), ("3500.00", 350_000), ("0.1", 10), ("1.10000", 110), ("-0.05", -5)]
)
def test_yuan_text_is_read_exactly(text: str, amount: int) -> None:
    """Plain decimal text is read to the fen."""
    assert fen(text) == amount


@pytest.mark.parametrize(
    "text", [3500, 3.5, None, "", "1e3", "1_000", " 1", "１", "NaN", "0.005", "1,000", "."]
)
def test_anything_else_is_refused(text: object) -> None:
    """Bare numbers, exponents, grouping, full-width digits and fractions of a fen are refused."""
    with pytest.raises(ValueError, match=r"quoted|number|fraction"):
        fen(text)


@settings(deadline=None)
@given(amounts, rates)
def test_shares_are_rounded_as_decimal_rounds(amount: int, rate: int) -> None:
    """Half up and down agree with decimal arithmetic to the fen."""
    exact = Decimal(amount) / 100 * rate / 1_000_000
    assert Decimal(yuan(pct(amount, rate))) == exact.quantize(CENT, ROUND_HALF_UP)
    assert Decimal(yuan(floor_pct(amount, rate))) == exact.quantize(CENT, ROUND_FLOOR)


def test_a_float_would_be_wrong() -> None:
    """The broken twin: rounding in floats misses the half fen that half-up must catch."""
    assert yuan(pct(123_455, 300_000)) == "370.37"
    assert f"{round(1234.55 * 0.3, 2):.2f}" == "370.36"
