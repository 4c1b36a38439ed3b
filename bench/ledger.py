"""Recording and verifying the chain of acts, in one transaction that is rolled back at the end.

Prints one table, beside the goals: record 5,000 acts/s in bulk (one for each of the 5,000 rows/s that an
import is to write), verify 15,000 acts/s (a million acts, some ten years of a district, in a minute).
Usage: script/bench ledger [COUNT]
"""

import os
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
COUNT = 100_000
CHUNK = 2_000
RECORD_GOAL, VERIFY_GOAL = 5_000, 15_000


def main(count: int) -> None:
    """Measure and print."""
    from django.db import transaction

    from anxin.config import postgres

    with postgres.in_use():
        django.setup()
        with transaction.atomic():
            recorded, verified = measure(count)
            transaction.set_rollback(True)
    print(f"{'':10}{'acts/s':>10}{'goal':>10}")
    for name, figure, goal in (("record", recorded, RECORD_GOAL), ("verify", verified, VERIFY_GOAL)):
        print(f"{name:10}{figure:>10,.0f}{goal:>10,}")


def measure(count: int) -> tuple[float, float]:
    """Acts per second, recorded in bulk and verified."""
    from anxin.accounts.contracts import Actor
    from anxin.ledger import queries, services
    from anxin.ledger.contracts import Entry, Subject

    actor = Actor(uuid4(), "bench")
    now = datetime.now(UTC)
    began = time.monotonic()
    for _chunk in range(count // CHUNK):
        entries = [
            Entry("bench.done", Subject("registry.premises", str(uuid4()), "320117001001"), after={"n": n})
            for n in range(CHUNK)
        ]
        services.record_many(entries, actor=actor, at=now)
    recorded = count / (time.monotonic() - began)
    began = time.monotonic()
    found = queries.verify()
    if not found.sound:
        sys.exit(f"the chain is broken: {found.faults[0]}")
    return recorded, found.count / (time.monotonic() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
