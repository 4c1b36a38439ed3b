"""One import as a row: who may touch it, where it stands, how it moves on."""

import json
import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import NotFound, NotPermitted, Refusal, WrongState
from anxin.ledger.contracts import Subject
from anxin.ledger.services import record
from anxin.registry.excel.refused import Refused
from anxin.registry.models import ImportBatch, ImportRow
from anxin.registry.queries.imports import visible_batches
from anxin.registry.terms import ImportState

SUBJECT = "registry.workbook"
log = logging.getLogger(__name__)


def require_area(actor: Actor, area_code: str) -> None:
    """The actor imports, and the area lies within what they may import for.

    Raises:
        NotPermitted: the role does not import.
        NotFound: no such area within reach; another's looks like none.
    """
    actor.require(Permission.PREMISES_IMPORT, _("Your role may not import ledgers."))
    reach = actor.reach(Permission.PREMISES_IMPORT)
    inside = any(area_code.startswith(code) for code in reach.area_codes) or bool(reach.company_ids)
    if not inside or accounts.area_facts(area_code) is None:
        raise NotFound(_("There is no such area among those you may import for."))


def locked_batch(batch_id: UUID, *, actor: Actor) -> ImportBatch:
    """One import within reach, locked for the decision.

    Raises:
        NotFound: no such import, or another's: the two look alike.
    """
    batch = visible_batches(actor).select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("There is no such import among those you may see."))
    return batch


def person(user_id: UUID | None, *, now: datetime) -> Actor:
    """The actor a person is at this moment, for work they asked for earlier.

    Raises:
        NotPermitted: nobody asked, or the account is closed.
    """
    found = accounts.actor_behind(user_id=user_id, now=now) if user_id else None
    if found is None:
        raise NotPermitted(_("The account that asked for this is closed."))
    return found


def require_state(batch: ImportBatch, *states: ImportState) -> None:
    if batch.state not in states:
        raise WrongState(
            _(
                "This import is already at “%(state)s”; that cannot be done any more. "
                "Open it again to see where it stands."
            )
            % {"state": ImportState(batch.state).label}
        )


def claim(
    batch_id: UUID, before: tuple[ImportState, ...], after: ImportState, now: datetime
) -> ImportBatch | None:
    """Take a batch for the long work; None when it moved on. The job's lock keeps two runs apart."""
    taken = ImportBatch.objects.filter(pk=batch_id, state__in=before).update(state=after, updated_at=now)
    return ImportBatch.objects.get(pk=batch_id) if taken else None


def advance(batch: ImportBatch, state: ImportState, now: datetime) -> None:
    """Move on, unless somebody discarded the batch meanwhile."""
    ImportBatch.objects.filter(pk=batch.pk).exclude(state=ImportState.DISCARDED).update(
        state=state, updated_at=now
    )


def move(batch: ImportBatch, state: ImportState, now: datetime) -> None:
    batch.state, batch.updated_at = state, now
    batch.save()


def refuse(batch: ImportBatch, refused: Refused | Refusal, now: datetime) -> None:
    told = (
        {"code": refused.code, "params": refused.params}
        if isinstance(refused, Refused)
        else {"code": "", "text": refused.message}
    )
    log.info("workbook %s refused: %s", batch.pk, told["code"])
    ImportRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.REFUSED, refusal=json.dumps(told, ensure_ascii=False), updated_at=now
    )


def record_act(action: str, batch: ImportBatch, actor: Actor, now: datetime, **detail: Any) -> None:
    record(
        action,
        subject=Subject(SUBJECT, str(batch.pk), batch.area_id),
        actor=actor,
        at=now,
        detail=detail,
        after={"state": batch.state},
    )


def queue_work(work: str, batch: ImportBatch, *, actor: Actor | None = None) -> None:
    from anxin.registry import tasks

    tasks.queue(work, batch.pk, actor.user_id if actor else None, actor.request_id if actor else "")
