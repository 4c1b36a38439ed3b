"""The invented equipment: in order, except for the faults that were drawn; then some of it forgotten."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from anxin.registry.contracts import EquipmentDraft
from anxin.registry.demo import shares, words
from anxin.registry.terms import EquipmentKind

NEWEST_DAYS, OLDEST_GOOD_DAYS = 40, 900
OVER_AGE_DAYS = (3100, 4600)


def fittings(
    kind: str, gas: str, faults: Collection[str], today: date, random: Random, *, device: bool
) -> list[EquipmentDraft]:
    """Every piece of one premises.

    Args:
        device: whether a home has a leak device at all.
    """
    made = [_stove(faults, today, random), _hose(faults, kind, gas, today, random)]
    if gas == "bottled":
        made += [_regulator(faults, today, random), _cylinders(kind, random)]
    if kind == "catering":
        return [*made, _commercial_device(faults, today, random), *_main_pipe(gas, faults, random)]
    made.append(_household_device(today, random) if device else _none_of(EquipmentKind.LEAK_DEVICE))
    return made + (_meter_and_valve(faults, today, random) if gas == "piped" else [])


def forgotten(pieces: list[EquipmentDraft], random: Random) -> list[EquipmentDraft]:
    """The same pieces with some of what is known of them left out, as ledgers are."""
    kept = []
    for piece in pieces:
        features = {k: v for k, v in piece.features.items() if random.random() > shares.LEFT_OPEN}
        values = {k: v for k, v in piece.values.items() if random.random() > shares.LEFT_OPEN}
        if features or values:
            kept.append(replace(piece, features=features, values=values))
    return kept


def _stove(faults: Collection[str], today: date, random: Random) -> EquipmentDraft:
    features = {"flame_failure": "no_flame_failure" not in faults, "low_pressure": True}
    values = _bought(today, random, over_age="old_stove" in faults)
    return EquipmentDraft(
        EquipmentKind.STOVE, values | {"conforms": "not_conforming" not in faults}, features
    )


def _hose(faults: Collection[str], kind: str, gas: str, today: date, random: Random) -> EquipmentDraft:
    old = "old_hose" in faults
    usual = ("stainless",) if kind == "catering" else ("stainless", "stainless", "metal_clad")
    hose = "rubber" if old else random.choice(usual)
    features = {"hose_kind": hose, "threaded": gas == "piped" and "not_threaded" not in faults and not old}
    if "main_hose" not in faults and hose == "stainless":
        features["double_thread"] = True
    elif "main_hose" in faults:
        features |= {"hose_kind": "stainless", "double_thread": False}
    return EquipmentDraft(
        EquipmentKind.HOSE, _bought(today, random, over_age=old) | {"conforms": True}, features
    )


def _regulator(faults: Collection[str], today: date, random: Random) -> EquipmentDraft:
    values = _bought(today, random) | {"conforms": True}
    return EquipmentDraft(EquipmentKind.REGULATOR, values, {"shuts_off": "regulator" not in faults})


def _cylinders(kind: str, random: Random) -> EquipmentDraft:
    count = random.randint(1, 4) if kind == "catering" else random.choice((1, 1, 2))
    return EquipmentDraft(EquipmentKind.CYLINDER, {}, {"count": count, "specification": "YSP35.5"})


def _commercial_device(faults: Collection[str], today: date, random: Random) -> EquipmentDraft:
    if "no_device" in faults:
        return _none_of(EquipmentKind.LEAK_DEVICE)
    household = "household_device" in faults
    features = {
        "device_kind": "household" if household else "commercial",
        "networked": not household,
        "online": not household and "offline" not in faults,
    }
    values = _bought(today, random, over_age="old_device" in faults) | {"conforms": True}
    return EquipmentDraft(EquipmentKind.LEAK_DEVICE, values, features)


def _main_pipe(gas: str, faults: Collection[str], random: Random) -> list[EquipmentDraft]:
    wanted = gas == "piped" or {"main_pipe", "main_hose"} & set(faults)
    if not wanted or (random.random() > 0.6 and not {"main_pipe", "main_hose"} & set(faults)):
        return [_none_of(EquipmentKind.MAIN_PIPE)]
    steel = "main_pipe" not in faults
    return [EquipmentDraft(EquipmentKind.MAIN_PIPE, {"conforms": True}, {"present": True, "steel": steel})]


def _household_device(today: date, random: Random) -> EquipmentDraft:
    values = _bought(today, random) | {"conforms": True}
    return EquipmentDraft(EquipmentKind.LEAK_DEVICE, values, {"device_kind": "household"})


def _meter_and_valve(faults: Collection[str], today: date, random: Random) -> list[EquipmentDraft]:
    smart = "meter" not in faults and random.random() < 0.7
    meter = {"smart": smart, "replacement_due": "meter" in faults}
    valve = "self_closing" not in faults
    return [
        EquipmentDraft(EquipmentKind.METER, _bought(today, random) | {"conforms": True}, meter),
        EquipmentDraft(
            EquipmentKind.SELF_CLOSING_VALVE, {"conforms": True} if valve else {}, {"present": valve}
        ),
    ]


def _none_of(kind: EquipmentKind) -> EquipmentDraft:
    return EquipmentDraft(kind, {}, {"present": False})


def _bought(today: date, random: Random, *, over_age: bool = False) -> dict[str, object]:
    days = random.randint(*(OVER_AGE_DAYS if over_age else (NEWEST_DAYS, OLDEST_GOOD_DAYS)))
    return {"brand": random.choice(words.BRANDS), "installed_on": today - timedelta(days=days)}
