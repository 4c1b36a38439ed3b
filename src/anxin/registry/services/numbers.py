"""Stable numbers: the district's prefix, the town, and a running number that is never given twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from anxin.accounts import queries as accounts
from anxin.kernel.areas import AreaLevel, ancestor_at
from anxin.registry.models import NumberSeries


def take_numbers(area_codes: Iterable[str]) -> dict[str, Iterator[str]]:
    """Town code → the next numbers of that town, as many as it has codes here; locked until commit."""
    wanted = Counter(town_of(code) for code in area_codes)
    return {town: _take(town, wanted[town]) for town in sorted(wanted)}


def town_of(area_code: str) -> str:
    """The town an area lies in; the caller has checked that it is at least a town."""
    town = ancestor_at(area_code, AreaLevel.TOWN)
    if town is None:
        raise ValueError(f"{area_code} is wider than a town")
    return town


def _take(town: str, count: int) -> Iterator[str]:
    NumberSeries.objects.bulk_create([NumberSeries(area_id=town)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(pk=town)
    first = series.next_value
    series.next_value += count
    series.save(update_fields=["next_value"])
    return (f"{_prefix(town)}-{value:06d}" for value in range(first, first + count))


@cache
def _prefix(town: str) -> str:
    """LS001 for a town of this installation's district; its whole code for one of another."""
    district = accounts.this_district()
    return f"{district.number_prefix}{town[6:]}" if town.startswith(district.code) else town
