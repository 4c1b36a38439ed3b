"""Taking acts along: what the list would show, and an act that tells who took how many of them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import Invalid
from anxin.ledger import queries
from anxin.ledger.contracts import ActFacts, ActFilter, Subject
from anxin.ledger.services import record

MAX_ROWS = 100_000  # what a desk computer opens with ease; a day or an act narrows it
Writer = Callable[[Iterator[ActFacts]], int]


@transaction.atomic
def export_acts(*, chosen: ActFilter, write: Writer, actor: Actor, now: datetime) -> int:
    """Hand every act of the list to a writer; answers how many. Recorded before anybody has them.

    Args:
        write: takes the acts, newest first, and answers how many; nobody has them before that.
    Raises:
        NotPermitted: the actor's roles open no list of acts.
        Invalid: more acts than MAX_ROWS.
    """
    actor.require(Permission.ACTS_VIEW, _("Your role does not include the ledger of acts."))
    rows = write(islice(queries.all_acts(actor=actor, chosen=chosen), MAX_ROWS + 1))
    if rows > MAX_ROWS:
        raise Invalid(
            _("These are more than %(most)d acts. Narrow them by day or by act first.") % {"most": MAX_ROWS}
        )
    told = [f"{name}={value}" for name, value in asdict(chosen).items() if value]
    record(
        "ledger.acts_exported",
        subject=Subject("ledger.acts", actor.request_id or "all", chosen.area_code),
        actor=actor,
        at=now,
        detail={"rows": rows, "filters": told},
    )
    return rows
