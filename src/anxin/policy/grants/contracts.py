"""What a decision about money hands out: frozen, in whole fen, every line with its clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anxin.kernel import Clause
from anxin.policy.contracts import Judgement
from anxin.policy.grants.terms import Sort, Standing


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why: a stable code, the clause it rests on, and a sentence in two languages.

    Attributes:
        scheme_id: the scheme it belongs to; empty for what concerns the whole case.
    """

    code: str
    sort: Sort
    clause: Clause
    text: str
    text_en: str
    scheme_id: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeDecision:
    """Where one scheme stands in one case.

    Attributes:
        amount_fen: what is granted; 0 unless the standing is GRANTED.
        uncapped_fen: before the cap; None while unknown.
        cap_fen: the cap of the day, None where the scheme has none.
        expansion_fen: what the town adds at its own cost.
        missing: the facts to ask for while the standing is UNKNOWN.
        text: one sentence: the grant, or why there is none.
    """

    id: str
    title: str
    title_en: str
    clause: Clause
    standing: Standing
    amount_fen: int
    uncapped_fen: int | None
    cap_fen: int | None
    expansion_fen: int
    text: str
    text_en: str
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who gets how much, who pays, and why.

    Attributes:
        judgement: the verdict of the standard on which it rests.
        schemes: every scheme of the pack, in its order.
        payers: payer id → fen; they sum to `total_fen`.
        government_fen: all grants and the town's additions.
        rewardable_fen: the grants that earn the district's reward.
        reasons: why this, why not more, why not; in the order gates, schemes, remarks.
        undetermined: what cannot be decided while facts are missing; never a refusal.
        pack_id … on: what to repeat the decision with.
    """

    judgement: Judgement
    schemes: tuple[SchemeDecision, ...]
    payers: Mapping[str, int]
    total_fen: int
    government_fen: int
    expansion_fen: int
    rewardable_fen: int
    reasons: tuple[Reason, ...]
    undetermined: tuple[Reason, ...]
    pack_id: str
    pack_version: str
    content_hash: str
    on: date

    @property
    def granted(self) -> tuple[SchemeDecision, ...]:
        """The schemes that pay something."""
        return tuple(scheme for scheme in self.schemes if scheme.amount_fen)


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One computed line of a settlement."""

    id: str
    title: str
    title_en: str
    amount_fen: int
    clause: Clause
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """The settlement of one town: its lines in the order of the pack.

    Attributes:
        lines: each may rest on the ones before it.
    """

    lines: tuple[SettlementLine, ...]

    def amount(self, line: str) -> int:
        """The fen of a line.

        Raises:
            KeyError: the pack has no such line.
        """
        for found in self.lines:
            if found.id == line:
                return found.amount_fen
        raise KeyError(line)
