"""Nouns: the acts a person may read, the head of the chain, and whether the chain is whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.kernel import NotFound
from anxin.ledger import access, anchors
from anxin.ledger.contracts import ActFacts, ActFilter, ActPage, Head, Subject, Verification
from anxin.ledger.models import Act, DayHead
from anxin.ledger.verification import Walk

PAGE = 50


def acts(
    *,
    actor: Actor,
    chosen: ActFilter = ActFilter(),  # noqa: B008 - frozen
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> ActPage:
    """One page of the acts an actor may read, newest first.

    Args:
        before: the cursor of an older page: acts older than this sequence.
        after: the cursor of a newer page: the acts next newer than this sequence.
    """
    rows = access.visible(actor).filter(_condition(chosen))
    if after is not None:
        newer = list(rows.filter(sequence__gt=after).order_by("sequence")[: size + 1])
        return _page(newer[:size][::-1], actor, older=True, newer=len(newer) > size)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    older = list(rows.order_by("-sequence")[: size + 1])
    return _page(older[:size], actor, older=len(older) > size, newer=before is not None)


def all_acts(*, actor: Actor, chosen: ActFilter) -> Iterator[ActFacts]:
    """Every act of the list, newest first, a few at a time. Inside a transaction."""
    rows = access.visible(actor).filter(_condition(chosen)).order_by("-sequence")
    return (_facts(row, actor) for row in rows.iterator(chunk_size=2000))


def act(sequence: int, *, actor: Actor) -> ActFacts:
    """One act.

    Raises:
        NotFound: no such act, or not one the actor may read.
    """
    row = access.visible(actor).filter(sequence=sequence).first()
    if row is None:
        raise NotFound(_("There is no such act, or it is not yours to read."))
    return _facts(row, actor)


def own_acts(actor: Actor, *, size: int = 20) -> tuple[ActFacts, ...]:
    """What this person did lately."""
    if actor.user_id is None:
        return ()
    return tuple(
        _facts(row) for row in Act.objects.filter(actor_id=actor.user_id).order_by("-sequence")[:size]
    )


def history(kind: str, id: str, *, size: int = 100) -> tuple[ActFacts, ...]:
    """The latest acts on one thing. For rooms and desks that have fetched the thing with permission."""
    rows = Act.objects.filter(subject_kind=kind, subject_id=id).order_by("-sequence")[:size]
    return tuple(_facts(row) for row in rows)


def head(day: date | None = None) -> Head | None:
    """Where the chain stands now, or stood when a sealed day ended; None where there is nothing."""
    if day is not None:
        sealed = DayHead.objects.filter(day=day).first()
        return Head(sealed.day, sealed.sequence, sealed.hash) if sealed else None
    last = Act.objects.order_by("-sequence").only("day", "sequence", "hash").first()
    return Head(last.day, last.sequence, last.hash) if last else None


def verify(anchor_file: Path | None = None) -> Verification:
    """Walk the whole chain in chunks and hold it against the heads of days and the outside anchors."""
    heads = list(DayHead.objects.order_by("day"))
    outside = list(anchors.read(anchor_file)) if anchor_file else []
    return Walk(heads, outside).over(Act.objects.all())


def _condition(chosen: ActFilter) -> Q:
    given = {
        "actor_name__icontains": chosen.actor_name,
        "actor_id": chosen.actor_id,
        "subject_kind": chosen.subject_kind,
        "subject_id": chosen.subject_id,
        "area_code__startswith": chosen.area_code,
        "day__gte": chosen.first_day,
        "day__lte": chosen.last_day,
        "request_id": chosen.request_id,
    }
    condition = Q(**{name: value for name, value in given.items() if value})
    return condition & Q(action__startswith=chosen.action) if chosen.action else condition


def _page(rows: list[Act], actor: Actor, *, older: bool, newer: bool) -> ActPage:
    return ActPage(
        tuple(_facts(row, actor) for row in rows),
        older=rows[-1].sequence if rows and older else None,
        newer=rows[0].sequence if rows and newer else None,
    )


def _facts(row: Act, reader: Actor | None = None) -> ActFacts:
    return ActFacts(
        sequence=row.sequence,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        organisation_id=row.organisation_id,
        roles=row.roles,
        scope=row.scope,
        action=row.action,
        subject=Subject(row.subject_kind, row.subject_id, row.area_code),
        before_digest=row.before_digest,
        after_digest=row.after_digest,
        detail=access.told(row, reader) if reader else row.detail,
        reason=row.reason,
        clause=row.clause,
        request_id=row.request_id,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
