"""The money rules of a pack, parsed. What they mean together is derived in `derive`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anxin.policy.contracts import Field
from anxin.policy.grants.terms import Sort
from anxin.policy.language import tree
from anxin.policy.rows import Row

GOVERNMENT = "government"
REWARDABLE = "rewardable"
EXPANSION = "expansion"
COMPLIANT = "compliant"


@dataclass(frozen=True)
class Condition:
    """Something that must hold, or a remark that holds, with its code and words."""

    code: str
    row: Row
    test: tree.Node


@dataclass(frozen=True)
class Scheme:
    """One scheme: whom it concerns, what it asks, how much it is, who else pays beside it."""

    row: Row
    when: tree.Node
    requires: tuple[Condition, ...]
    uncapped: tree.Node
    cap: tree.Node | None
    pays: Mapping[str, tree.Node]
    expansion: tree.Node | None

    @property
    def id(self) -> str:
        """The scheme's id, which is also the name of its amount in expressions."""
        return str(self.row["id"])


@dataclass(frozen=True)
class Payer:
    """Who pays: a share by its own rule (`pays`), or the remainder of a sum."""

    row: Row
    of: str
    remainder: bool
    pays: tree.Node | None

    @property
    def id(self) -> str:
        """The payer's id."""
        return str(self.row["id"])


@dataclass(frozen=True)
class Why:
    """A reason that a decision can give: its code, its words, and the scheme it belongs to ("": none)."""

    code: str
    row: Row
    sort: Sort
    scheme: str = ""


@dataclass
class Grants:
    """Everything about money.

    Attributes:
        total: the fact that is the whole bill; costs: the money fields in it.
        reasons: in the order in which a decision gives them.
        settlement: name of a line → amount, each using only earlier ones and `settlement_fields`.
    """

    gates: list[Condition] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    remarks: list[Condition] = field(default_factory=list)
    payers: list[Payer] = field(default_factory=list)
    total: str = ""
    costs: tuple[str, ...] = ()
    derived: dict[str, tree.Node] = field(default_factory=dict)
    reasons: list[Why] = field(default_factory=list)
    settlement_fields: Mapping[str, Field] = field(default_factory=dict)
    settlement: dict[str, tree.Node] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.payers)
