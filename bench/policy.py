"""Bulk and single judgement by the Lishui pack, beside Polars expressions written by hand; then the money.

Prints one table. The peer runs in the same process on the same rows; every figure is the best of five runs.
Limits: bulk at most 1.5 times the peer, one explained case at most 15 µs; a million claims decided in 0.8 s,
one claim with its explanation in 5 ms. Money has no peer here yet: its witness is one case at a time.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl

from anxin.policy import Pack, decide, decide_many, judge, judge_many, load_pack
from anxin.policy.terms import Kind

ROWS = 1_000_000
SINGLE = 20_000
DAY = date(2024, 6, 30)
RATIO_LIMIT = 1.5
SINGLE_LIMIT_US = 15.0
MONEY_LIMIT = 0.8
CLAIM_LIMIT_US = 5_000.0
CLAIMS = 2_000
CELL_FACTS = ("user_type", "gas_after")


def random_rows(pack: Pack, count: int) -> dict[str, list[Any]]:
    """Columns of random facts, six in a hundred unknown."""
    chance = random.Random(1)
    columns = {}
    for name in dict.fromkeys(name for rule in pack.standard for name in (*rule.rests_on, *CELL_FACTS)):
        field = pack.fields[name]
        values = (True, False) if field.type is Kind.BOOL else field.enum
        column = chance.choices(values, k=count)
        columns[name] = [None if chance.random() < 0.06 else value for value in column]
    return columns


def by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The same verdict as one would write it for Polars alone."""
    c = pl.col
    catering, resident = c("user_type") == "catering", c("user_type") == "resident"
    piped, bottled = c("gas_after") == "piped", c("gas_after") == "bottled"
    converted = (c("gas_before") == "bottled") & piped
    new, gas = c("facility_new") | converted, piped | bottled
    rules = {
        "STD-01": ((catering | resident) & gas, c("stove_flame_failure") & c("stove_low_pressure")),
        "STD-02": ((catering | resident) & gas, c("hose_type").is_in(["stainless", "metal_clad"])),
        "STD-03": ((catering | resident) & piped, c("hose_threaded")),
        "STD-04": ((catering | resident) & bottled, c("regulator_shutoff")),
        "STD-05": (catering & gas & c("has_main_pipe"), c("main_pipe_steel")),
        "STD-06": (catering & gas & c("has_main_pipe"), c("main_hose_double_thread")),
        "STD-07": (catering & gas, c("leak_device") == "commercial"),
        "STD-08": (catering & gas, c("leak_online")),
        "STD-09": (
            resident & gas & c("hardship").is_in(["minimum_living", "destitute"]),
            c("leak_device") != "none",
        ),
        "STD-10": (resident & piped & (new | c("meter_due")), c("smart_meter")),
        "STD-11": (resident & piped & new, c("self_closing_valve")),
        "STD-12": ((catering | resident) & gas, c("products_conform")),
    }
    ok = {id: ~applies | must for id, (applies, must) in rules.items()}
    return frame.with_columns(
        *(applies.alias(f"{id}?") for id, (applies, _) in rules.items()),
        *(pl.when(rules[id][0].not_()).then(None).otherwise(ok[id]).alias(id) for id in rules),
        compliant=pl.all_horizontal(*ok.values()),
    )


def best_of(run: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """The shortest wall time in seconds, and the last result."""
    walls, result = [], None
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        walls.append(time.perf_counter() - start)
    return min(walls), result


def random_claims(pack: Pack, known: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Columns of random claims around the facts of the standard; costs in whole fen, some of them none."""
    chance, count = random.Random(2), len(next(iter(known.values())))
    columns = dict(known)
    for name in pack.rules.uses(*pack.rules.grants.derived.values()):
        field = pack.fields.get(name)
        if field is None or name in columns:
            continue
        columns[name] = _claimed(field.type, field.enum, chance, count)
    return columns


def _claimed(kind: Kind, enum: tuple[str, ...], chance: random.Random, count: int) -> list[Any]:
    match kind:
        case Kind.MONEY:
            return [
                cost if cost > 0 else 0
                for cost in (chance.randrange(-900_000, 4_000_000) for _ in range(count))
            ]
        case Kind.DATE:
            days = [date(2023, 6, 1) + timedelta(days=day) for day in range(980)]
            return chance.choices(days, k=count)
        case Kind.NUMBER:
            return [chance.randrange(200, 9000) / 10 for _ in range(count)]
    return chance.choices(enum or (True, False), k=count)


def money(pack: Pack, known: dict[str, list[Any]]) -> bool:
    """Decide the claims in bulk and some of them one by one, print both, and compare every amount."""
    columns = random_claims(pack, known)
    frame = pl.DataFrame(columns)
    amounts = [*(scheme.id for scheme in pack.rules.grants.schemes), "government", "total"]
    payers = [f"pays_{payer.id}" for payer in pack.rules.grants.payers]
    wall, sums = best_of(
        lambda: (
            decide_many(pack, frame.lazy(), DAY)
            .select(pl.col(*amounts, *payers).sum())
            .collect(engine="streaming")
        ),
        3,
    )
    full, _ = best_of(
        lambda: decide_many(pack, frame.lazy(), DAY, reasons=True).collect(engine="streaming"), 3
    )
    head = decide_many(pack, frame.head(CLAIMS), DAY)
    cases = frame.head(CLAIMS).to_dicts()
    single, decisions = best_of(lambda: [decide(pack, case, DAY) for case in cases], 3)
    micro = single / CLAIMS * 1e6
    same = all(
        [scheme.amount_fen for scheme in decision.schemes] == list(row[: len(decision.schemes)])
        and list(decision.payers.values()) == list(row[len(decision.schemes) :])
        for decision, row in zip(decisions, head.select(*amounts[:-2], *payers).iter_rows(), strict=True)
    )
    told = sums.row(0, named=True)
    balanced = told["total"] == sum(told[payer] for payer in payers)
    for what, figure, limit in (
        ("money, 1M claims, sums of every column, s", wall, MONEY_LIMIT),
        ("money, 1M claims, every column and reasons, s", full, None),
        ("one claim decided and explained, µs", micro, CLAIM_LIMIT_US),
    ):
        print(f"{what:44} {figure:10.3f} {'–':>10} {'–':>7} {limit or '–':>8}")
    print(f"granted {told['government'] / 100:,.2f} of {told['total'] / 100:,.2f} yuan; ", end="")
    print(f"payers balance: {balanced}; single = bulk: {same}")
    return same and balanced and wall <= MONEY_LIMIT and micro <= CLAIM_LIMIT_US


def main() -> int:
    """Run, print, and fail when a limit is passed or the peer disagrees."""
    pack = load_pack("lishui-2023")
    columns = random_rows(pack, ROWS)
    frame = pl.DataFrame(columns)
    verdict = ["compliant", *(rule.id for rule in pack.standard), *(f"{rule.id}?" for rule in pack.standard)]
    ours, judged = best_of(lambda: judge_many(pack, frame.lazy(), DAY).collect(engine="streaming"))
    hand, peer = best_of(lambda: by_hand(frame.lazy()).collect(engine="streaming"))
    cases = [{name: columns[name][place] for name in columns} for place in range(SINGLE)]
    single, answers = best_of(lambda: [judge(pack, case, DAY) for case in cases])
    same = judged.select(verdict).equals(peer.select(verdict))
    same_single = [a.compliant for a in answers] == judged["compliant"].head(SINGLE).to_list()
    micro = single / SINGLE * 1e6
    print(f"{'what':44} {'ours':>10} {'peer':>10} {'ratio':>7} {'limit':>8}")
    bulk = "bulk, 1M rows, Polars (peer: by hand), s"
    print(f"{bulk:44} {ours:10.3f} {hand:10.3f} {ours / hand:7.2f} {RATIO_LIMIT:8}")
    print(f"{'one case, explained with clause, µs':44} {micro:10.1f} {'–':>10} {'–':>7} {SINGLE_LIMIT_US:8}")
    unknown = judged["compliant"].null_count()
    print(f"same verdicts as the peer: {same}; single = bulk: {same_single}; unknown: {unknown} rows")
    good = same and same_single and ours <= RATIO_LIMIT * hand and micro <= SINGLE_LIMIT_US
    return 0 if money(pack, columns) and good else 1


if __name__ == "__main__":
    sys.exit(main())
