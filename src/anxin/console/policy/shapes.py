"""What the pages of the desk show: frozen, in the reader's language, with addresses."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from anxin.policy import ClauseEntry


@dataclass(frozen=True, slots=True)
class Link:
    """A mark, a title and where they lead; `note` is a second line in small print."""

    mark: str
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClauseShape:
    """A clause with its title in the reader's language and its text cut into paragraphs.

    `number` is the serial number of a table row, which is no paragraph to read; `headed` tells that the
    first paragraph is a heading of its own.
    """

    entry: ClauseEntry
    title: str
    url: str
    paragraphs: tuple[str, ...]
    number: str = ""
    headed: bool = False
    depth: int = 0
    children: tuple["ClauseShape", ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the clocks of a pack against the legal day."""

    title: str
    day: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """How far a day lies from the legal day.

    Attributes:
        days: left when positive or zero, past when negative; None without a day.
        tone: ok, warn (within 90 days), bad (past), neutral (no day).
    """

    by: date | None
    days: int | None
    tone: Literal["ok", "warn", "bad", "neutral"]
    words: str


@dataclass(frozen=True, slots=True)
class GoalRate:
    """How far a goal is met on the premises within the reader's reach, each count with its list."""

    met: int
    due: int
    late: int
    at: datetime
    met_url: str
    due_url: str
    late_url: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A part of an objective; `rate` where premises are counted for it and the reader may see counts."""

    id: str
    title: str
    quote: str
    countdown: Countdown
    judged: bool
    follows_opening: bool
    readings: tuple[Link, ...]
    rate: GoalRate | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """One of the ten objectives with who owes it."""

    id: str
    number: int
    title: str
    clause: ClauseShape
    goals: tuple[Goal, ...]
    task: Link | None
    lead: tuple[Link, ...]
    responsible: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the standard; `span` rows high, 0 when the cell above covers it."""

    clause: ClauseShape
    column: ClauseShape
    requirements: tuple[Link, ...]
    span: int = 1
    empty: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One kind of user with one kind of gas; `user_span` is 0 when the row above names the user."""

    user: ClauseShape
    user_span: int
    gas: ClauseShape
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RequirementShape:
    """One requirement of the standard."""

    id: str
    title: str
    text: str
    column: str
    url: str
    when: str
    must: str
    clauses: tuple[ClauseShape, ...]
    rests_on: tuple[str, ...]
    readings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReadingShape:
    """One question the text leaves open."""

    id: str
    title: str
    question: str
    ours: str
    alternatives: tuple[str, ...]
    ask_first: bool
    grants: bool
    clauses: tuple[ClauseShape, ...]
    rests: tuple[Group, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a department."""

    id: str
    number: int
    title: str
    text: str
    clause: ClauseShape


@dataclass(frozen=True, slots=True)
class DepartmentShape:
    """One department with everything it owes."""

    id: str
    number: int
    name: str
    generic: str
    url: str
    clause: ClauseShape
    duties: tuple[Duty, ...]
    leads: tuple[Link, ...]
    supports: tuple[Link, ...]
    tasks_led: tuple[Link, ...]
    tasks_shared: tuple[Link, ...]
    objectives_led: tuple[Link, ...] = ()
    objectives_shared: tuple[Link, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of annex 3."""

    id: str
    number: int
    title: str
    text: str
    clause: ClauseShape
    lead: Link
    support: tuple[Link, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause or reading found, with the words around the first hit."""

    mark: str
    title: str
    url: str
    before: str = ""
    hit: str = ""
    after: str = ""
    kind: str = field(default="clause")


@dataclass(frozen=True, slots=True)
class Class:
    """One kind of something."""

    id: str
    title: str
    note: str
    clauses: tuple[ClauseShape, ...]
    readings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClassTable:
    """One classification."""

    id: str
    title: str
    classes: tuple[Class, ...]
