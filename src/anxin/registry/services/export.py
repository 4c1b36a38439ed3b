"""Taking the list along: what the pages would show, and an act that tells who took how much of it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.kernel import Invalid
from anxin.ledger.contracts import Subject
from anxin.ledger.services import record
from anxin.registry.queries.listing import Filters, ListedPremises, listed_premises
from anxin.registry.rules.masking import STARS

MAX_ROWS = 1_000_000  # a sheet of Excel ends at 1 048 576 rows: cutting a list off unsaid would be a lie
Writer = Callable[[Iterator[ListedPremises]], None]


@transaction.atomic
def export_list(*, filters: Filters, write: Writer, actor: Actor, now: datetime) -> int:
    """Hand the whole list that the filters ask for to a writer; answers the number of rows.

    The act is recorded when the rows are written and before anybody has them: if it cannot be
    recorded, nothing may leave.

    Args:
        write: takes the rows as they come, masked as on the pages, and keeps them from the reader until
            this returns.
    Raises:
        NotPermitted: the actor's roles open no list.
        Invalid: more rows than a sheet can hold.
    """
    actor.require(Permission.PREMISES_VIEW, _("Your role does not include the list of premises."))
    # closed inside the transaction, also after a failure: the cursor ends with it
    with closing(listed_premises(filters, actor=actor, now=now)) as rows:
        counted = _Counted(rows)
        write(counted)
    record(
        "registry.list_exported",
        subject=Subject("registry.list", actor.request_id or "all", _area(filters, actor)),
        actor=actor,
        at=now,
        detail={"rows": counted.rows, "filters": _told(filters)},
    )
    return counted.rows


class _Counted(Iterator[ListedPremises]):
    """The rows, and how many of them have been handed out."""

    def __init__(self, rows: Iterator[ListedPremises]) -> None:
        self._rows, self.rows = rows, 0

    def __next__(self) -> ListedPremises:
        row = next(self._rows)
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise Invalid(_("The list is longer than a sheet can hold. Narrow it by town or kind first."))
        return row


def _told(filters: Filters) -> list[str]:
    """The filters in use. The words searched for may name a person, and acts are read by others."""
    told = asdict(filters) | ({"text": STARS} if filters.text else {})
    return [f"{name}={value}" for name, value in told.items() if value]


def _area(filters: Filters, actor: Actor) -> str:
    """Where the act lies: the area asked for, else the one area that the actor reaches."""
    reached = actor.reach(Permission.PREMISES_VIEW).area_codes
    return filters.area or (reached[0] if len(reached) == 1 else "")
