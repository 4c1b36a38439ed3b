"""Bulk and single judgement by the Lishui pack, beside Polars expressions written by hand.

Prints one table. The peer runs in the same process on the same rows; every figure is the best of five runs.
Limits: bulk at most 1.5 times the peer, one explained case at most 15 µs.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from anxin.policy import Pack, judge, judge_many, load_pack
from anxin.policy.terms import Kind

ROWS = 1_000_000
SINGLE = 20_000
DAY = date(2024, 6, 30)
RATIO_LIMIT = 1.5
SINGLE_LIMIT_US = 15.0
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
    return 0 if same and same_single and ours <= RATIO_LIMIT * hand and micro <= SINGLE_LIMIT_US else 1


if __name__ == "__main__":
    sys.exit(main())
