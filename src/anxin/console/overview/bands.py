"""Colours of a map: five equal steps between the lowest and the highest rate, in whole percents."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

STEPS = 5


@dataclass(frozen=True, slots=True)
class Band:
    """Rates from `low` up to but not including `high`, in percent; the highest band includes its end.

    Attributes:
        key: "0" (lightest) … "4" (darkest), "none" for nothing to count.
    """

    key: str
    low: int
    high: int
    words: str

    def holds(self, met: int, judged: int) -> bool:
        """Whether a rate falls into the band."""
        if not judged:
            return self.key == "none"
        rate = 100 * met / judged
        return self.key != "none" and self.low <= rate and (rate < self.high or self.high == 100 == rate)


def bands_for(counts: Sequence[tuple[int, int]]) -> tuple[Band, ...]:
    """The bands for some (met, judged) pairs; narrower than a percent a band never is."""
    rates = [100 * met / judged for met, judged in counts if judged]
    nothing = [Band("none", 0, 0, _("no premises"))] if any(not judged for _met, judged in counts) else []
    if not rates:
        return tuple(nothing)
    low, high = floor(min(rates)), ceil(max(rates) + 0.0001)
    step = max(1, ceil((high - low) / STEPS))
    low = max(0, min(low, 100 - step * STEPS))
    bands = [
        Band(str(n), low + n * step, low + (n + 1) * step, f"{low + n * step}–{low + (n + 1) * step}%")
        for n in range(STEPS)
    ]
    return (*bands, *nothing)
