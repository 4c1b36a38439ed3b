"""三 资金政策 once more, written by hand in plain Python: an independent witness for every fen.

Amounts are fen; the rules are typed from the text, not read from the pack. No import from the engine.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from anxin.policy.tests.oracle import Maybe, among, either, every, negate

CANTEENS = ("government_canteen", "school", "hospital", "elderly_care", "enterprise_canteen", "canteen")
LEFT_OUT = ("urban_complex", "high_rise_office", "large_hotel", *CANTEENS)


@dataclass(frozen=True)
class Claim:
    """What money looks at beside the verdict; None is unknown. Costs and the day are always known."""

    unit_kind: str | None
    user_type: str | None
    gas_before: str | None
    gas_after: str | None
    hardship: str | None
    small_catering: Maybe
    venue: str | None
    floor_area_m2: float | None
    opened_on: date | None
    covered_at_open: Maybe
    convertible: Maybe
    completed_on: date
    prior_stove: Maybe
    prior_small: Maybe
    prior_connection: Maybe
    prior_electric: Maybe
    stove_was_unqualified: Maybe
    cost_stove: int
    cost_hose_valve: int
    cost_hose_install: int
    cost_leak: int
    cost_indoor_pipe: int
    cost_connection: int
    cost_electric: int
    cost_meter: int
    overlay_stove_cap: int | None


@dataclass(frozen=True)
class Answer:
    """Per scheme whether it is due and its amount; the split; the reasons."""

    due: dict[str, Maybe]
    amounts: dict[str, int]
    expansion: int
    split: dict[str, int]
    reasons: frozenset[str]


def share(amount: int, percent: int, rounding: str = ROUND_HALF_UP) -> int:
    """A percentage in whole fen, by decimal arithmetic."""
    return int((Decimal(amount) * percent / 100).quantize(Decimal(1), rounding))


def answer(c: Claim, compliant: Maybe) -> Answer:
    """Everything about one claim."""
    resident, catering = among(c.user_type, "resident"), among(c.user_type, "catering")
    piped, bottled = among(c.gas_after, "piped"), among(c.gas_after, "bottled")
    was_bottled, gas = among(c.gas_before, "bottled"), either(piped, bottled)
    poor = among(c.hardship, "minimum_living", "destitute", "low_income_edge")
    hard, general = every(resident, poor), every(resident, negate(poor))
    small = every(catering, c.small_catering)
    kit = c.cost_stove + c.cost_hose_valve + c.cost_hose_install + c.cost_leak
    total = kit + c.cost_indoor_pipe + c.cost_connection + c.cost_electric + c.cost_meter
    base = None if was_bottled is None else kit + (c.cost_indoor_pipe if was_bottled else 0)
    area = None if c.floor_area_m2 is None else c.floor_area_m2 <= 500
    late = None if c.opened_on is None else c.opened_on >= date(2023, 10, 1)

    why: set[str] = set()
    gates = {
        "BEFORE_START": c.completed_on >= date(2023, 6, 21),
        "AFTER_END": c.completed_on <= date(2025, 12, 31),
        "NOT_COMPLIANT": compliant,
    }
    why |= {code for code, holds in gates.items() if holds is False}
    asks: dict[str, tuple[Maybe, dict[str, Maybe], int | None, int | None]] = {
        "S1": (every(hard, gas, kit > 0), {}, kit, None),
        "S2": (
            every(general, bottled, c.cost_hose_valve + c.cost_hose_install > 0),
            {},
            c.cost_hose_valve,
            None,
        ),
        "S3": (
            every(general, bottled, c.cost_stove > 0),
            {"STOVE_WAS_QUALIFIED": c.stove_was_unqualified, "S3_PRIOR_AWARD": negate(c.prior_stove)},
            c.cost_stove,
            30_000,
        ),
        "S4": (
            every(small, gas, None if base is None else base > 0),
            {"S4_PRIOR_AWARD": negate(c.prior_small)},
            None if base is None else share(base, 30),
            350_000,
        ),
        "S5": (
            every(small, piped, was_bottled, c.cost_connection > 0),
            {
                "NOT_CONVERTIBLE": c.convertible,
                "AREA_OVER_LIMIT": area,
                "EXCLUDED_VENUE": negate(among(c.venue, *LEFT_OUT)),
                "NEW_IN_COVERAGE": negate(every(late, c.covered_at_open)),
                "S5_PRIOR_AWARD": negate(c.prior_connection),
            },
            share(c.cost_connection, 50),
            1_250_000,
        ),
        "S6": (
            every(small, among(c.gas_after, "electric"), c.cost_electric > 0),
            {"NOT_BOTTLED_BEFORE": was_bottled, "S6_PRIOR_AWARD": negate(c.prior_electric)},
            share(c.cost_electric, 30),
            350_000,
        ),
    }
    codes = {
        "S1": "S1_FULL",
        "S2": "S2_HOSE",
        "S3": "S3_STOVE",
        "S4": "S4_30PCT",
        "S5": "S5_CONNECTION",
        "S6": "S6_ELECTRIC",
    }
    due: dict[str, Maybe] = {}
    amounts = dict.fromkeys(asks, 0)
    for id, (concerned, conditions, amount, cap) in asks.items():
        due[id] = every(*gates.values(), concerned, *conditions.values())
        if concerned is True:
            why |= {code for code, holds in conditions.items() if holds is False}
        if due[id] is True and amount is not None:
            amounts[id] = amount if cap is None else min(amount, cap)
            why.add(codes[id])
            if cap is not None and amount > cap:
                why.add(f"{id}_CAP_BOUND")

    expansion = 0
    if due["S3"] is True and c.overlay_stove_cap is not None:
        expansion = max(0, min(c.cost_stove, c.overlay_stove_cap) - amounts["S3"])
    company = c.cost_meter if every(resident, piped) is True else 0
    company += c.cost_hose_install if due["S2"] is True else 0
    if due["S5"] is True:
        company += c.cost_connection - share(c.cost_connection, 10) - amounts["S5"]
    rewardable = amounts["S2"] + amounts["S3"] + amounts["S4"] + amounts["S5"]
    district = share(rewardable, 50, ROUND_FLOOR) if c.unit_kind == "town" else 0
    government = sum(amounts.values()) + expansion

    remarks = {
        "TOWN_EXPANSION": expansion > 0,
        "GENERAL_PIPED_SELF_PAY": every(general, piped, negate(was_bottled)),
        "RESIDENT_CONVERSION_SELF_PAY": every(
            was_bottled, piped, either(general, every(resident, c.cost_connection + c.cost_indoor_pipe > 0))
        ),
        "METER_BY_GAS_COMPANY": every(resident, piped, c.cost_meter > 0),
        "NOT_SMALL_CATERING": every(catering, negate(c.small_catering)),
        "INDOOR_PIPE_NOT_COUNTED": every(small, gas, negate(was_bottled), c.cost_indoor_pipe > 0),
        "DEV_ZONE_NO_REWARD": every(among(c.unit_kind, "development_zone"), rewardable > 0),
    }
    why |= {code for code, holds in remarks.items() if holds is True}
    split = {
        "user": total - company - government,
        "gas_company": company,
        "unit": government - district,
        "district": district,
    }
    return Answer(due, amounts, expansion, split, frozenset(why))
