"""The one verb: record."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from anxin.accounts.contracts import Actor
from anxin.kernel.clock import local_day
from anxin.ledger.contracts import Subject
from anxin.ledger.models import Act, DayHead

GENESIS = "0" * 64
CHAIN_LOCK = 0x616E78696E


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to record: what was done, on what, from what to what."""

    action: str
    subject: Subject
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    clause: str = ""


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
    return record_many([entry], actor=actor, at=at)[0]


def record_many(entries: Sequence[Entry], *, actor: Actor, at: datetime) -> list[Act]:
    """Append several acts of one person at one moment, in order, in one insert."""
    if not connection.in_atomic_block:
        raise RuntimeError("an act is recorded in the transaction of the change it tells of")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Act.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, GENESIS)
    acts: list[Act] = []
    for entry in entries:
        act = _act(entry, actor, at, sequence=last[0] + 1, previous=last[1])
        acts.append(act)
        last = (act.sequence, act.hash)
    Act.objects.bulk_create(acts, batch_size=2000)
    _advance_head(acts)
    return acts


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
    subject = Subject(kind, id, area_code)
    detail = {name: dict(state) for name, state in (("before", before), ("after", after)) if state}
    record(
        action, subject=subject, actor=actor, at=at, before=before, after=after, detail=detail, reason=reason
    )


def _act(entry: Entry, actor: Actor, at: datetime, *, sequence: int, previous: str) -> Act:
    act = Act(
        sequence=sequence,
        day=local_day(at),
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        organisation_id=actor.organisation_id,
        roles=actor.role_names,
        scope=actor.scope_words,
        action=entry.action,
        subject_kind=entry.subject.kind,
        subject_id=entry.subject.id,
        area_code=entry.subject.area_code,
        before_digest=digest(entry.before),
        after_digest=digest(entry.after),
        detail=dict(entry.detail),
        reason=entry.reason,
        clause=entry.clause,
        request_id=actor.request_id,
        previous_hash=previous,
    )
    act.hash = chain_hash(act)
    return act


def _advance_head(acts: Sequence[Act]) -> None:
    if not acts:
        return
    last = acts[-1]
    head, made = DayHead.objects.get_or_create(
        day=last.day, defaults={"count": len(acts), "sequence": last.sequence, "hash": last.hash}
    )
    if not made:
        head.count += len(acts)
        head.sequence, head.hash = last.sequence, last.hash
        head.save(update_fields=["count", "sequence", "hash"])


def digest(state: Mapping[str, Any] | None) -> str:
    """SHA-256 of a state in canonical JSON; empty for no state."""
    if state is None:
        return ""
    return hashlib.sha256(_canonical(state)).hexdigest()


def chain_hash(act: Act) -> str:
    """The hash that binds an act to the one before it: every field but the hash itself."""
    fields = {f.attname: getattr(act, f.attname) for f in Act._meta.concrete_fields if f.attname != "hash"}
    fields["at"] = act.at.timestamp()
    return hashlib.sha256(_canonical(fields)).hexdigest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode()


__all__ = ["Entry", "chain_hash", "digest", "record", "record_many"]
