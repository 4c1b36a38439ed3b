"""What an act is about, and what others may hold of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that an act changed or showed.

    Attributes:
        kind: ``room.noun``, e.g. ``registry.premises``.
        id: its identifier as text.
        area_code: where it lies, so that acts can be scoped; empty when nowhere.
    """

    kind: str
    id: str
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to record: what was done, on what, from what to what.

    Attributes:
        before, after: whole states; only their digests are kept.
        detail: what the acts page shows. No personal data: whoever reads acts need not read persons.
    """

    action: str
    subject: Subject
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act as a reader sees it."""

    sequence: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    organisation_id: UUID | None
    roles: str
    scope: str
    action: str
    subject: Subject
    before_digest: str
    after_digest: str
    detail: Mapping[str, Any]
    reason: str
    clause: str
    request_id: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class ActFilter:
    """Which acts to list; what is empty does not narrow."""

    action: str = ""
    actor_name: str = ""
    actor_id: UUID | None = None
    subject_kind: str = ""
    subject_id: str = ""
    area_code: str = ""
    first_day: date | None = None
    last_day: date | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ActPage:
    """One page of acts, newest first.

    Attributes:
        older, newer: the cursor of the neighbouring page, or None where there is none.
    """

    acts: tuple[ActFacts, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stood: print it, publish it, and what came before cannot be rewritten unseen."""

    day: date
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken.

    Attributes:
        code: gap, link, content, head, anchor or tail.
        words: what is wrong, for the auditor.
    """

    sequence: int
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the whole chain found.

    Attributes:
        anchors: how many outside anchors were compared; with none, a cut tail cannot be seen.
    """

    count: int
    heads: int
    anchors: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is broken."""
        return not self.faults
