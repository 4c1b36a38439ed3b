"""Writing premises files: adding and changing them through the one writer, beside a bare COPY of the rows.

    script/bench write [COUNT]

Everything happens in one transaction that is taken back; foreign keys are checked inside the timings.
The bare COPY puts the very rows that our writing left (files, equipment, verdicts, acts) into the same
tables, with their indexes, constraints and triggers: no program that keeps them can be quicker. The
CPU of our own process is told beside, because it does not depend on who else uses the machine.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import django

COUNT = 20_000
GOAL = 5_000
Took = tuple[float, float]
DISTRICT, TOWN = "320117", "320117001"


def main(count: int) -> None:
    """Measure in a transaction and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    os.environ.setdefault("ANXIN_DATABASE_ROLE", "owner")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        add, change, bare = _measure(count)
        transaction.set_rollback(True)
    print(f"{f'{count:,} premises':24}{'premises/s':>12}{'of bare COPY':>14}{'own CPU, ms each':>18}")
    for name, (seconds, cpu) in (("add", add), ("change", change), ("bare COPY of the rows", bare)):
        print(f"{name:24}{count / seconds:>12,.0f}{bare[0] / seconds:>14.0%}{1000 * cpu / count:>18.2f}")
    print(f"{'goal':24}{GOAL:>12,}")


def _measure(count: int) -> tuple[Took, Took, Took]:
    from django.db import transaction

    drafts = _drafts(count)
    start = transaction.savepoint()
    marks = _marks()
    added, report = _timed(lambda: _write(drafts, day=1))
    rows = _rows_since(marks)
    known = zip(drafts, report.written, strict=True)
    drafts = [_changed(draft, row.premises_id, row.version) for draft, row in known]
    changed, report = _timed(lambda: _write(drafts, day=2))
    if report.changed != count:
        sys.exit(f"only {report.changed} of {count} changed")
    transaction.savepoint_rollback(start)
    bare, _nothing = _timed(lambda: _copy_in(rows))
    return added, changed, bare


def _timed(work: Callable[[], Any]) -> tuple[Took, Any]:
    from django.db import connection

    begun, cpu = time.perf_counter(), time.process_time()
    answer = work()
    connection.check_constraints()
    return (time.perf_counter() - begun, time.process_time() - cpu), answer


def _drafts(count: int) -> list[Any]:
    from anxin.accounts.models import Area, Organisation
    from anxin.accounts.terms import AreaKind, OrganisationKind
    from anxin.registry.demo.invent import Suppliers, Village, premises_of

    village = f"{TOWN}998"
    for code, kind, parent in (
        (DISTRICT, AreaKind.DISTRICT, None),
        (TOWN, AreaKind.TOWN, DISTRICT),
        (village, AreaKind.VILLAGE, TOWN),
    ):
        Area.objects.get_or_create(
            code=code, defaults={"name": f"演示{code}社区", "kind": kind, "parent_id": parent}
        )
    made = [
        Organisation.objects.create(
            kind=OrganisationKind.GAS_COMPANY, name=f"演示公司{n}", short_name=f"演{n}"
        )
        for n in (1, 2)
    ]
    where = Village(village, "演示社区", (), count, None)
    return list(premises_of(where, Suppliers([made[0].pk], [made[1].pk]), date(2026, 11, 23)))


def _changed(draft: Any, id: Any, version: int) -> Any:
    values = {"last_checked_on": date(2026, 11, 24), "holder_phone": "19900001234"}
    return replace(draft, premises_id=id, expected_version=version, values=values)


def _write(drafts: list[Any], *, day: int) -> Any:
    from anxin.accounts.contracts import Actor, Grant
    from anxin.accounts.terms import Role
    from anxin.registry.contracts import SourceDraft
    from anxin.registry.services import write_premises
    from anxin.registry.terms import SourceKind

    actor = Actor(None, "bench", grants=(Grant(Role.TOWN_CLERK, TOWN),))
    source = SourceDraft(SourceKind.PERSON, "bench")
    return write_premises(drafts=drafts, source=source, actor=actor, now=datetime(2026, 11, day, tzinfo=UTC))


def _marks() -> dict[str, str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM ledger_act")
        (last,) = cursor.fetchone()
    ours = f"area_id = '{TOWN}998'"
    files = f"(SELECT id FROM registry_premises WHERE {ours})"
    return {
        "registry_premises": ours,
        "registry_equipment": f"premises_id IN {files}",
        "registry_verdict": f"premises_id IN {files}",
        "ledger_act": f"sequence > {last}",
    }


def _rows_since(marks: dict[str, str]) -> dict[str, bytes]:
    from django.db import connection

    rows = {}
    with connection.cursor() as cursor:
        for table, condition in marks.items():
            query = f"COPY (SELECT * FROM {table} WHERE {condition}) TO STDOUT"
            with cursor.copy(query) as copy:
                rows[table] = b"".join(bytes(block) for block in copy)
    return rows


def _copy_in(rows: dict[str, bytes]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, block in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(block)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
