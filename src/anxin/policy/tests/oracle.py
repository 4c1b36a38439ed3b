"""附件1 once more, written by hand in plain Python: an independent witness, not a second source.

Kleene logic by three small functions; no import from the engine.
"""

from dataclasses import dataclass
from typing import Literal

Maybe = bool | None
User = Literal["resident", "catering"] | None
Gas = Literal["piped", "bottled", "electric", "other_fuel", "none"] | None


@dataclass(frozen=True)
class Facts:
    """What the standard looks at; None is unknown."""

    user_type: User
    gas_before: Gas
    gas_after: Gas
    hardship: str | None
    facility_new: Maybe
    meter_due: Maybe
    stove_flame_failure: Maybe
    stove_low_pressure: Maybe
    hose_type: str | None
    hose_threaded: Maybe
    regulator_shutoff: Maybe
    has_main_pipe: Maybe
    main_pipe_steel: Maybe
    main_hose_double_thread: Maybe
    leak_device: str | None
    leak_online: Maybe
    smart_meter: Maybe
    self_closing_valve: Maybe
    products_conform: Maybe


def every(*items: Maybe) -> Maybe:
    """No if one is no, else unknown if one is unknown, else yes."""
    if any(item is False for item in items):
        return False
    return None if any(item is None for item in items) else True


def either(*items: Maybe) -> Maybe:
    """Yes if one is yes, else unknown if one is unknown, else no."""
    return negate(every(*map(negate, items)))


def negate(item: Maybe) -> Maybe:
    """The opposite; unknown stays unknown."""
    return None if item is None else not item


def among(value: str | None, *values: str) -> Maybe:
    """Whether a value is one of these; unknown if it is unknown."""
    return None if value is None else value in values


def requirements(f: Facts) -> dict[str, tuple[Maybe, Maybe]]:
    """Per requirement: does it apply, is it met."""
    resident, catering = among(f.user_type, "resident"), among(f.user_type, "catering")
    piped, bottled = among(f.gas_after, "piped"), among(f.gas_after, "bottled")
    homes = either(every(resident, piped), every(resident, bottled))
    kitchens = either(every(catering, piped), every(catering, bottled))
    anyone = either(homes, kitchens)
    on_pipe = either(every(resident, piped), every(catering, piped))
    on_bottle = either(every(resident, bottled), every(catering, bottled))
    fresh = either(f.facility_new, every(among(f.gas_before, "bottled"), piped))
    poor = every(resident, among(f.hardship, "minimum_living", "destitute"))
    return {
        "STD-01": (anyone, every(f.stove_flame_failure, f.stove_low_pressure)),
        "STD-02": (anyone, among(f.hose_type, "stainless", "metal_clad")),
        "STD-03": (on_pipe, f.hose_threaded),
        "STD-04": (on_bottle, f.regulator_shutoff),
        "STD-05": (every(kitchens, f.has_main_pipe), f.main_pipe_steel),
        "STD-06": (every(kitchens, f.has_main_pipe), f.main_hose_double_thread),
        "STD-07": (kitchens, among(f.leak_device, "commercial")),
        "STD-08": (kitchens, f.leak_online),
        "STD-09": (every(homes, poor), negate(among(f.leak_device, "none"))),
        "STD-10": (every(resident, piped, either(fresh, f.meter_due)), f.smart_meter),
        "STD-11": (every(resident, piped, fresh), f.self_closing_valve),
        "STD-12": (anyone, f.products_conform),
    }


def verdict(f: Facts) -> tuple[Maybe, dict[str, Maybe]]:
    """Compliance, and per requirement that applies or may apply: met, not met (False) or unknown."""
    found, answers = requirements(f), {}
    for name, (applies, met) in found.items():
        if applies is not False:
            answers[name] = either(negate(applies), met)
    return every(*answers.values()), answers
