"""Recording and verifying the chain of acts, in one transaction that is rolled back at the end.

Prints one table. Limits: record at least 3,000 acts/s in bulk (a ledger of 20,000 rows in seven seconds),
verify at least 15,000 acts/s (a million acts, some ten years of a district, in about a minute).
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
RECORD_LIMIT, VERIFY_LIMIT = 3_000, 15_000


def main(count: int) -> int:
    """Measure, print, and tell whether the limits are kept."""
    from django.db import transaction

    from anxin.config import postgres

    with postgres.in_use():
        django.setup()
        with transaction.atomic():
            recorded, verified = measure(count)
            transaction.set_rollback(True)
    print(f"{'':10}{'acts/s':>10}{'limit':>10}")
    for name, figure, limit in (("record", recorded, RECORD_LIMIT), ("verify", verified, VERIFY_LIMIT)):
        print(f"{name:10}{figure:>10,.0f}{limit:>10,}")
    return 0 if recorded >= RECORD_LIMIT and verified >= VERIFY_LIMIT else 1


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
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
