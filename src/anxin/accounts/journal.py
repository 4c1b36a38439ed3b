"""The pen with which this room's acts are written.

Imports point down and the ledger lies above this room, so it hands its pen down when it starts.
Without a pen nothing is written, and so nothing is done.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from anxin.accounts.contracts import Actor


class Pen(Protocol):
    """What writes one act inside the caller's transaction."""

    def __call__(
        self,
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
    ) -> None: ...


_pens: list[Pen] = []


def hand_over(pen: Pen) -> None:
    """Give the room its pen; the latest one counts."""
    _pens[:] = [pen]


def write(
    action: str,
    *,
    kind: str,
    id: str,
    actor: Actor,
    at: datetime,
    area_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record an act of this room in the transaction of the change it tells of.

    Raises:
        RuntimeError: nobody handed over a pen; an act that cannot be recorded is not done.
    """
    if not _pens:
        raise RuntimeError("no ledger has handed its pen to the accounts")
    _pens[0](
        action,
        kind=kind,
        id=id,
        area_code=area_code,
        actor=actor,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
