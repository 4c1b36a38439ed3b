"""What the engine hands out: frozen, cited, without behaviour."""

from dataclasses import dataclass
from datetime import date

from anxin.kernel import Clause
from anxin.policy.terms import Kind, Outcome


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a pack: where, what, and what to do about it."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}, {self.remedy}"


class PackInvalid(Exception):
    """A pack that cannot be used; carries every fault found, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause and its position in the document.

    Attributes:
        parent: id of the clause above it, or None at the top.
        source_line: line of the source file where its text begins, or None when it has no text of its own.
    """

    id: str
    title: str
    place: str
    text: str
    parent: str | None
    source_line: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """One input fact: its name, type, labels, and for an enum its values with their labels.

    Attributes:
        sensitive: explanations say that it is on file, not what it says.
    """

    name: str
    type: Kind
    label: str
    label_en: str
    enum: tuple[str, ...] = ()
    enum_labels: tuple[str, ...] = ()
    enum_labels_en: tuple[str, ...] = ()
    unit: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand of the standard.

    Attributes:
        clause: the cell that a reader is sent to when nothing else is known; a finding cites its own cell.
        column: the column of the standard's table.
        user, gas: the kinds of user and of gas whose cells contain the demand.
        when, must: the two conditions as written in the pack.
        rests_on: the facts that decide it, those of `must` first.
        cells: cell group of the standard → clause id.
        readings: the readings (口径) it depends on.
    """

    id: str
    title: str
    title_en: str
    clause: Clause
    column: str
    user: tuple[str, ...]
    gas: tuple[str, ...]
    when: str
    must: str
    text: str
    text_en: str
    rests_on: tuple[str, ...]
    cells: tuple[tuple[str, str], ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the standard says about one requirement of one premises.

    Attributes:
        text, text_en: one sentence with the demand and the fact found.
        missing: the facts to ask for, when the outcome is unknown.
    """

    requirement_id: str
    outcome: Outcome
    clause: Clause
    text: str
    rests_on: tuple[str, ...]
    text_en: str = ""
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one premises.

    Attributes:
        compliant: True, False, or None while the facts do not decide it.
        findings: applicable and possibly applicable requirements, in the order of the standard.
        in_force: whether the pack was in force on the legal day asked about.
    """

    compliant: bool | None
    findings: tuple[Finding, ...]
    in_force: bool = True

    @property
    def failed(self) -> tuple[str, ...]:
        """Ids of the requirements that are certainly not met."""
        return tuple(f.requirement_id for f in self.findings if f.outcome is Outcome.NOT_MET)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day by which a premises must comply.

    Attributes:
        goal_id: the part of the objective whose day it is.
        certain: False when unknown facts could still bring it under an earlier or another deadline.
    """

    by: date
    clause: Clause
    objective_id: str
    certain: bool = True
    goal_id: str = ""


@dataclass(frozen=True, slots=True)
class SpecialGroupHit:
    """A special group that a premises belongs to (MET) or may belong to (UNKNOWN)."""

    id: str
    clause: Clause
    title: str
    outcome: Outcome
