"""The hand-typed money cases that travel with the pack, and the worked ones, read as expectations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from anxin.kernel.money import fen
from anxin.policy import Pack, decide, settle, vocabulary
from anxin.policy.grants.derive import paid, why
from anxin.policy.grants.rules import EXPANSION
from anxin.policy.tests.by_hand import CASES, base_facts

PAYERS = ("user", "gas_company", "unit", "district")
SUMS = ("unit_kind", "rewardable", "non_rewardable", "expansion", "actually_arranged")
LINES = ("rewarded", "district_reward", "unit_net")


@dataclass(frozen=True)
class MoneyCase:
    """One claim, its facts typed, and what a person expects of it, in fen."""

    id: str
    facts: dict[str, Any]
    on: date
    schemes: dict[str, int]
    expansion: int
    split: dict[str, int]
    reasons: tuple[str, ...]
    undetermined: tuple[str, ...] = ()


@dataclass(frozen=True)
class SettlementCase:
    """One settlement and the lines that a person expects, in fen."""

    id: str
    inputs: dict[str, Any]
    lines: dict[str, int]


def disagreements(pack: Pack, case: MoneyCase | SettlementCase) -> Iterator[str]:
    """Everything in which the pack says something else than the person."""
    if isinstance(case, SettlementCase):
        settled = {line.id: line.amount_fen for line in settle(pack, case.inputs).lines}
        if any(settled.get(line) != amount for line, amount in case.lines.items()):
            yield f"settlement {settled}"
        return
    decision = decide(pack, case.facts, case.on)
    if {scheme.id: scheme.amount_fen for scheme in decision.granted} != case.schemes:
        yield f"schemes {decision.granted}"
    if (decision.expansion_fen, decision.payers) != (case.expansion, case.split):
        yield f"split {decision.expansion_fen} {decision.payers}"
    reasons = tuple(reason.code for reason in decision.reasons)
    undetermined = tuple(reason.code for reason in decision.undetermined)
    if (reasons, undetermined) != (case.reasons, case.undetermined):
        yield f"reasons {reasons} {undetermined}"


def differs(pack: Pack, case: MoneyCase | SettlementCase, compliant: bool | None) -> bool:
    """The same in short: whether the derived facts of a case differ from what a person expects of it."""
    if isinstance(case, SettlementCase):
        return next(disagreements(pack, case), None) is not None
    values = pack.money(case.on).values(case.facts, compliant)
    grants = pack.rules.grants
    return (
        any(values[scheme.id] != case.schemes.get(scheme.id, 0) for scheme in grants.schemes)
        or values[EXPANSION] != case.expansion
        or any(values[paid(payer)] != amount for payer, amount in case.split.items())
        or tuple(reason.code for reason in grants.reasons if values[why(reason.code)]) != case.reasons
    )


def money_cases(pack: Pack) -> list[MoneyCase | SettlementCase]:
    """Every hand-typed case and every worked one."""
    content = yaml.safe_load((CASES / "money.yaml").read_text(encoding="utf-8"))
    rows = [*content["cases"], *_places(content)]
    typed = [_case(pack, row, content["bases"]) for row in rows]
    settled = [_settlement(row) for row in content["settlements"]]
    return [*typed, *settled, *_worked(pack)]


def _case(pack: Pack, row: dict[str, Any], bases: dict[str, Any]) -> MoneyCase:
    costs = dict.fromkeys(pack.rules.grants.costs, "0.00")
    inputs = {**costs, **base_facts(bases, row["base"]), **row.get("but", {})}
    facts = _typed(pack, inputs)
    return MoneyCase(
        id=row["id"],
        facts=facts,
        on=facts["completed_on"],
        schemes={id: fen(amount) for id, amount in row.get("schemes", {}).items()},
        expansion=fen(row.get("expansion", "0.00")),
        split=dict(zip(PAYERS, map(fen, row["split"]), strict=True)),
        reasons=tuple(row["reasons"]),
        undetermined=tuple(row.get("undetermined", ())),
    )


def _places(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    refused = {"split": ["100.00", "0.00", "0.00", "0.00"], "reasons": ["EXCLUDED_VENUE"]}
    half = {
        "schemes": {"S5": "50.00"},
        "split": ["10.00", "40.00", "25.00", "25.00"],
        "reasons": ["S5_CONNECTION"],
    }
    for venues, expected in ((content["left_out"], refused), (content["admitted"], half)):
        for venue in venues:
            but = {"venue": venue, "cost_connection": "100.00"}
            yield {"id": f"connection of {venue}", "base": "shop", "but": but, **expected}


def _typed(pack: Pack, inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: vocabulary.typed(inputs.get(name), field) for name, field in pack.fields.items()}


def _settlement(row: dict[str, Any]) -> SettlementCase:
    kind, *sums = row["sums"]
    inputs = dict(zip(SUMS, [kind, *map(fen, sums)], strict=True))
    return SettlementCase(row["id"], inputs, dict(zip(LINES, map(fen, row["lines"]), strict=True)))


def _worked(pack: Pack) -> Iterator[MoneyCase | SettlementCase]:
    content = json.loads((CASES / "subsidy_cases.json").read_text(encoding="utf-8"))
    for case in (*content["cases"], *content["extra_cases"]):
        facts, expect = _typed(pack, case["inputs"]), case["expect"]
        yield MoneyCase(
            id=case["id"],
            facts=facts,
            on=facts["completed_on"],
            schemes={id: fen(amount) for id, amount in expect["schemes"].items()},
            expansion=fen(expect["expansion"]),
            split={payer: fen(expect["split"][payer]) for payer in PAYERS},
            reasons=tuple(expect["reasons"]),
        )
    for case in content["settlement_cases"]:
        kind, *sums = [case["inputs"][name] for name in SUMS]
        inputs = dict(zip(SUMS, [kind, *map(fen, sums)], strict=True))
        yield SettlementCase(case["id"], inputs, {line: fen(yuan) for line, yuan in case["expect"].items()})
