"""The settlement between a town and the district: on sums, in Python's own integers, never in an engine."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from anxin.policy.grants.contracts import Settlement, SettlementLine
from anxin.policy.grants.inputs import check_sums
from anxin.policy.pack import Pack
from anxin.policy.program import readings


def settle(pack: Pack, inputs: Mapping[str, Any], on: date | None = None) -> Settlement:
    """Settle one town: how much the district rewards, and what the town bears in the end.

    Args:
        inputs: the fields of the pack's table `settlement_inputs`, money in fen; each may be of any size.
        on: the legal day whose parameters count; the pack's first day when left out.
    Raises:
        InvalidInputs: an input is missing, negative, or outside the vocabulary.
    """
    grants = pack.rules.grants
    check_sums(grants.settlement_fields, inputs)
    amounts = pack.money(on or pack.valid.first).settle(inputs.get)
    rows = {row["id"]: row for row in pack.table("settlement")} if grants.settlement else {}
    return Settlement(
        tuple(
            SettlementLine(
                id=id,
                title=str(rows[id]["title"]),
                title_en=str(rows[id]["title_en"]),
                amount_fen=amount,
                clause=pack.clause(rows[id]["clause"]),
                readings=readings(rows[id]),
            )
            for id, amount in zip(grants.settlement, amounts, strict=True)
        )
    )
