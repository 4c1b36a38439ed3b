"""Money: whole fen in an int, never a float. Yuan exist only as text, at the doors.

Every rounding of the house is one of the two functions below; a remainder goes to a named payer.
"""

import re
from decimal import Decimal

YUAN = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
MILLION = 1_000_000


def fen(text: object) -> int:
    """Yuan as decimal text, e.g. "3500.00" → fen.

    Raises:
        ValueError: not text, not a plain decimal number, or a fraction of a fen.
    """
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not quoted")
    if not YUAN.fullmatch(text):
        raise ValueError(f"{text!r} is no number")
    amount = Decimal(text).scaleb(2)
    if amount != amount.to_integral_value():
        raise ValueError(f"{text!r} holds a fraction of a fen")
    return int(amount)


def yuan(amount_fen: int) -> str:
    """Fen → yuan as text with two decimals, e.g. 350000 → "3500.00"."""
    sign, rest = ("-", -amount_fen) if amount_fen < 0 else ("", amount_fen)
    return f"{sign}{rest // 100}.{rest % 100:02}"


def pct(amount_fen: int, rate_ppm: int) -> int:
    """A share in parts per million, rounded half up to the fen (四舍五入)."""
    return (amount_fen * rate_ppm + MILLION // 2) // MILLION


def floor_pct(amount_fen: int, rate_ppm: int) -> int:
    """A share in parts per million, rounded down: the odd fen stays with the other side."""
    return amount_fen * rate_ppm // MILLION
