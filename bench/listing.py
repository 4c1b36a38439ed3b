"""The list of premises on the database at hand: a two-character search, filters, pages, sorts.

    script/bench listing [TEXT …]

Prints the median of nine runs in milliseconds, for a reader of the district and for one of a town, and the
number of files found. Limit: 30 ms for a search of two characters.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime

import django

RUNS = 9
LIMIT_MS = 30.0
SEARCHES = ("面馆", "食堂", "听泉", "鱻鱻")


def main(texts: tuple[str, ...]) -> int:
    """Returns 1 when a search takes longer than its limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    django.setup()
    from anxin.accounts.contracts import Actor, Grant
    from anxin.accounts.terms import Role
    from anxin.registry.queries.listing import Filters, premises_page

    now = datetime.now(UTC)

    def median_ms(reader: Actor, asked: Filters) -> tuple[float, int]:
        runs, total = [], 0
        for _run in range(RUNS):
            begun = time.perf_counter()
            total = premises_page(asked, actor=reader, now=now).total
            runs.append(1000 * (time.perf_counter() - begun))
        return statistics.median(runs), total

    readers = {
        area: Actor(None, "bench", grants=(Grant(Role.TOWN_CLERK, area),)) for area in ("320117", "320117001")
    }
    cases = {f"search {text}": Filters(text=text) for text in texts}
    cases |= {
        "everything": Filters(),
        "not compliant": Filters(compliance="not_compliant"),
        "late": Filters(late=True),
        "one requirement not met": Filters(requirement="STD-01"),
        "sorted by deadline": Filters(sort="due"),
    }
    print(f"{'what':28}" + "".join(f"{f'{area} ms':>14}{'found':>9}" for area in readers))
    late = []
    for name, asked in cases.items():
        figures = [median_ms(reader, asked) for reader in readers.values()]
        print(f"{name:28}" + "".join(f"{took:14.1f}{total:9,}" for took, total in figures))
        late += [name for took, _total in figures if asked.text and len(asked.text) == 2 and took > LIMIT_MS]
    print(
        f"limit {LIMIT_MS:.0f} ms for two characters: " + (f"missed by {', '.join(late)}" if late else "kept")
    )
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or SEARCHES))
