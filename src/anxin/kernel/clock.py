"""Time: instants are UTC, the legal day is the day in Asia/Shanghai. Nothing here reads a clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local_day(now: datetime) -> date:
    """The legal day of an instant.

    Raises:
        ValueError: the instant carries no time zone, so its day cannot be known.
    """
    if now.tzinfo is None:
        raise ValueError("a legal day needs an instant with a time zone")
    return now.astimezone(ZONE).date()
