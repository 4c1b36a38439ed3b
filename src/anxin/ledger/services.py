"""The one verb: record. And the head of the chain, written down where the database cannot reach it."""

import fcntl
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from anxin.accounts.contracts import Actor
from anxin.kernel import rows
from anxin.kernel.clock import local_day
from anxin.ledger import anchors, queries
from anxin.ledger.contracts import Entry, Head, Subject
from anxin.ledger.models import Act, DayHead
from anxin.ledger.rules import GENESIS, LINKED, clean, digest, link, plain

_COLUMNS = (*LINKED, "hash")
Row = dict[str, Any]

CHAIN_LOCK = 0x616E78696E


def record(
    action: str,
    *,
    subject: Subject,
    actor: Actor,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    reason: str = "",
    clause: str = "",
) -> Act:
    """Append one act inside the caller's transaction; if it fails, so does the act it tells of.

    Raises:
        RuntimeError: outside a transaction.
    """
    entry = Entry(action, subject, before, after, detail or {}, reason, clause)
    (row,) = _record([entry], actor, at)
    return Act(**row)


def record_many(entries: Sequence[Entry], *, actor: Actor, at: datetime) -> None:
    """Append several acts of one person at one moment, in order.

    Writers wait for each other from here to the end of their transactions, so record last.
    """
    if entries:
        _record(entries, actor, at)


def _record(entries: Sequence[Entry], actor: Actor, at: datetime) -> list[Row]:
    if not connection.in_atomic_block:
        raise RuntimeError("an act is recorded in the transaction of the change it tells of")
    last = _lock_end_of_chain()
    sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
    told: list[Row] = []
    common = _common(actor, at)
    for entry in entries:
        sequence += 1
        row = _row(entry, common, sequence=sequence, previous=previous)
        told.append(row)
        previous = row["hash"]
    if last and last.day < common["day"]:
        _seal(last)
    _append(told)
    return told


def _append(told: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        for portion in rows.portions(told):
            cursor.execute(rows.insert(Act._meta.db_table, _COLUMNS), [portion])


def _lock_end_of_chain() -> Act | None:
    """The last committed act; nobody appends another until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    return Act.objects.order_by("-sequence").only("sequence", "hash", "day").first()


def _seal(last: Act) -> None:
    """Keep where the chain stood when the day of its last act ended; a clock set back seals nothing."""
    before = DayHead.objects.order_by("-day").first()
    if before is None or before.day < last.day:
        since = before.sequence if before else 0
        DayHead.objects.create(
            day=last.day, count=last.sequence - since, sequence=last.sequence, hash=last.hash
        )


def _common(actor: Actor, at: datetime) -> dict[str, Any]:
    """What all acts of one person at one moment share."""
    return {
        "day": local_day(at),
        "at": at,
        "actor_id": actor.user_id,
        "actor_name": clean(actor.name),
        "organisation_id": actor.organisation_id,
        "roles": actor.role_names,
        "scope": actor.scope_words,
        "request_id": actor.request_id,
    }


def _row(entry: Entry, common: Mapping[str, Any], *, sequence: int, previous: str) -> Row:
    row = {
        "sequence": sequence,
        "action": entry.action,
        "subject_kind": entry.subject.kind,
        "subject_id": entry.subject.id,
        "area_code": entry.subject.area_code,
        "before_digest": digest(entry.before),
        "after_digest": digest(entry.after),
        "detail": plain(entry.detail),
        "reason": clean(entry.reason),
        "clause": entry.clause,
        "previous_hash": previous,
        **common,
    }
    row["hash"] = link([row[name] for name in LINKED])
    return row


def write_for_accounts(
    action: str,
    *,
    kind: str,
    id: str,
    area_code: str,
    actor: Actor,
    at: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
) -> None:
    """The pen of the accounts, which may not import this room: their states stand in the detail."""
    states = {name: dict(state) for name, state in (("before", before), ("after", after)) if state}
    subject = Subject(kind, id, area_code)
    record(
        action, subject=subject, actor=actor, at=at, before=before, after=after, detail=states, reason=reason
    )


def write_anchor(*, path: Path, now: datetime) -> Head | None:
    """Append the head of the chain as a line to a file; nothing when the last line already says so.

    Only what is committed is anchored. None for an empty chain.
    """
    if connection.in_atomic_block:
        raise RuntimeError("an anchor holds only what is committed; write it outside a transaction")
    head = queries.head()
    if head is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if anchors.last_sequence(path) != head.sequence:
            file.write(anchors.line(head, now))
            file.flush()
            os.fsync(file.fileno())
    return head


__all__ = ["Entry", "record", "record_many", "write_anchor", "write_for_accounts"]
