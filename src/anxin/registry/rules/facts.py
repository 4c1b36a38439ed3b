"""What a file says in the words of the policy pack, and what each word rests on.

Unknown stays unknown. Where several pieces of a kind must agree, all must have what one is said to
have, and among known values one that the standard refuses outweighs the others.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from anxin.policy import Outcome, Pack, judge
from anxin.registry.terms import CateringScale, EquipmentKind, HoseKind, UserKind


class PremisesLike(Protocol):
    """The fields of a premises file that facts are read from."""

    kind: Any
    gas_before: Any
    gas_now: Any
    hardship: Any
    scale: Any
    venue: Any
    floor_area_m2: Any
    opened_on: Any
    building_kind: Any
    floor_position: Any
    facility_new: Any
    area_id: Any
    sources: Any


class PieceLike(Protocol):
    """One piece of equipment in place."""

    kind: Any
    ordinal: Any
    conforms: Any
    made_on: Any
    installed_on: Any
    expires_on: Any
    features: Any
    sources: Any


@dataclass(frozen=True, slots=True)
class Ground:
    """One value of the file that a fact rests on.

    Attributes:
        item: "" for the file itself, else the equipment: ``stove`` or ``stove 2``.
        field: name of the field or feature.
        source: as kept in the file: {"source": id, "row": n, "column": header}, or {}.
        note: the day on which a service life ended, where that is what decides.
        readings: readings of the pack the step from value to fact depends on.
    """

    item: str
    field: str
    value: Any
    source: Mapping[str, Any]
    note: str = ""
    readings: tuple[str, ...] = ()


Facts = dict[str, Any]
Basis = dict[str, tuple[Ground, ...]]
# A value and what it rests on: written down only where somebody asks.
Telling = tuple[Any, Iterable[Ground]]

# fact of the pack ← field of the file
_FROM_FILE = {
    "user_type": "kind",
    "hardship": "hardship",
    "venue": "venue",
    "floor_area_m2": "floor_area_m2",
    "opened_on": "opened_on",
    "building_kind": "building_kind",
    "floor_position": "floor_position",
    "facility_new": "facility_new",
    "gas_before": "gas_before",
    "gas_after": "gas_now",
    "small_catering": "scale",
    "large_catering": "scale",
}
# fact of the pack ← (kind of equipment, feature) that every piece in place must have
_OF_ALL = {
    "stove_flame_failure": (EquipmentKind.STOVE, "flame_failure"),
    "stove_low_pressure": (EquipmentKind.STOVE, "low_pressure"),
    "hose_threaded": (EquipmentKind.HOSE, "threaded"),
    "regulator_shutoff": (EquipmentKind.REGULATOR, "shuts_off"),
    "main_pipe_steel": (EquipmentKind.MAIN_PIPE, "steel"),
    "leak_online": (EquipmentKind.LEAK_DEVICE, "online"),
    "smart_meter": (EquipmentKind.METER, "smart"),
}
# Saying that there is none is a known no for these; without a stove or a hose there is nothing to judge.
_NONE_IS_NO = frozenset({"regulator_shutoff", "leak_online", "smart_meter"})
# What the note on conformity speaks of ("以上产品"): the columns of the standard before it.
_PRODUCTS = frozenset(set(EquipmentKind) - {EquipmentKind.CYLINDER})
_ALWAYS_THERE = (EquipmentKind.STOVE, EquipmentKind.HOSE)


def facts(
    premises: PremisesLike, equipment: Iterable[PieceLike], on: date, *, pack: Pack
) -> tuple[Facts, Basis]:
    """The facts of a file on a legal day, in the pack's words, each with what it rests on.

    A fact that is not known is absent; its basis still names what would tell it.
    """
    told: Facts = {}
    basis: Basis = {}
    for name, (value, grounds) in _tellings(premises, equipment, on, pack):
        if value is not None:
            told[name] = value
        basis[name] = tuple(grounds)
    return told, basis


def facts_alone(premises: PremisesLike, equipment: Iterable[PieceLike], on: date, *, pack: Pack) -> Facts:
    """The same facts for a verdict, which is stored without what they rest on."""
    tellings = _tellings(premises, equipment, on, pack)
    return {name: value for name, (value, _grounds) in tellings if value is not None}


def _tellings(
    premises: PremisesLike, equipment: Iterable[PieceLike], on: date, pack: Pack
) -> Iterator[tuple[str, Telling]]:
    pieces: dict[str, list[PieceLike]] = {}
    for piece in equipment:
        pieces.setdefault(piece.kind, []).append(piece)
    for name, column in _FROM_FILE.items():
        yield name, (_file_fact(name, premises), _file_grounds(premises, column))
    for name, (kind, feature) in _OF_ALL.items():
        yield name, _of_all(name, pieces.get(kind, []), feature)
    hoses = pieces.get(EquipmentKind.HOSE, [])
    yield "meter_due", _any_due(pieces.get(EquipmentKind.METER, []))
    yield "hose_type", _worst("hose_type", hoses, "hose_kind", on, pack)
    yield "leak_device", _leak_device(pieces.get(EquipmentKind.LEAK_DEVICE, []), on, pack)
    yield "main_hose_double_thread", _main_hose(hoses)
    yield "has_main_pipe", _presence(pieces.get(EquipmentKind.MAIN_PIPE, []))
    yield "self_closing_valve", _presence(pieces.get(EquipmentKind.SELF_CLOSING_VALVE, []))
    yield "products_conform", _products(pieces, premises.kind, on, pack)


def all_of(values: Sequence[bool | None]) -> bool | None:
    """True if all are, False if one is not, else not known; of nothing nothing is known."""
    if not values:
        return None
    if False in values:
        return False
    return None if None in values else True


def _file_fact(name: str, premises: PremisesLike) -> Any:
    value = getattr(premises, _FROM_FILE[name])
    if name == "floor_area_m2":
        return None if value is None else float(value)
    if name in ("small_catering", "large_catering"):
        return _scale(name, premises.kind, value)
    return value


def _scale(name: str, kind: str, scale: str | None) -> bool | None:
    if kind == UserKind.RESIDENT:
        return False
    wanted = CateringScale.SMALL if name == "small_catering" else CateringScale.LARGE
    return None if scale is None else scale == wanted


def _file_grounds(premises: PremisesLike, column: str) -> Iterator[Ground]:
    yield Ground("", column, getattr(premises, column), premises.sources.get(column, {}))


def _label(piece: PieceLike) -> str:
    return str(piece.kind) if piece.ordinal == 1 else f"{piece.kind} {piece.ordinal}"


def _ground(piece: PieceLike, feature: str) -> Ground:
    absent = piece.features.get("present") is False
    name = "present" if absent else feature
    return Ground(_label(piece), name, piece.features.get(name), piece.sources.get(name, {}))


def _grounds(pieces: Sequence[PieceLike], feature: str) -> Iterator[Ground]:
    return (_ground(piece, feature) for piece in pieces)


def _there(pieces: Sequence[PieceLike]) -> list[PieceLike]:
    return [piece for piece in pieces if piece.features.get("present") is not False]


def _of_all(name: str, pieces: Sequence[PieceLike], feature: str) -> tuple[bool | None, Iterable[Ground]]:
    grounds = _grounds(pieces, feature)
    there = _there(pieces)
    if pieces and not there:
        return (False if name in _NONE_IS_NO else None), grounds
    return all_of([piece.features.get(feature) for piece in there]), grounds


def _any_due(meters: Sequence[PieceLike]) -> tuple[bool | None, Iterable[Ground]]:
    """One meter due is enough, so this is "not all are not due"."""
    answers = [None if due is None else not due for due in _features(meters, "replacement_due")]
    none_due = all_of(answers)
    due = None if none_due is None else not none_due
    return due, _grounds(meters, "replacement_due")


def _features(pieces: Sequence[PieceLike], feature: str) -> list[Any]:
    return [piece.features.get(feature) for piece in _there(pieces)]


def _presence(pieces: Sequence[PieceLike]) -> tuple[bool | None, Iterable[Ground]]:
    grounds = (Ground(_label(p), "present", p.features.get("present"), _any_source(p)) for p in pieces)
    return (bool(_there(pieces)) if pieces else None), grounds


def _any_source(piece: PieceLike) -> Mapping[str, Any]:
    return piece.sources.get("present") or next(iter(piece.sources.values()), {})


def _worst(name: str, pieces: Sequence[PieceLike], feature: str, on: date, pack: Pack) -> Telling:
    there = _there(pieces)
    known = sorted({value for piece in there if (value := piece.features.get(feature)) is not None})
    grounds = _grounds(pieces, feature)
    refused = [value for value in known if _refused(pack, name, value, on)]
    if refused:
        return refused[0], grounds
    complete = all(piece.features.get(feature) is not None for piece in there)
    return (known[0] if known and complete else None), grounds


@lru_cache(maxsize=1024)
def _refused(pack: Pack, name: str, value: Any, on: date) -> bool:
    """Whether the standard refuses a value for some user and gas: which is worse is the pack's to say."""
    kinds, gases = pack.fields["user_type"].enum, pack.fields["gas_after"].enum
    return any(
        finding.outcome is Outcome.NOT_MET
        for kind in kinds
        for gas in gases
        for finding in judge(pack, {"user_type": kind, "gas_after": gas, name: value}, on).findings
    )


def _leak_device(pieces: Sequence[PieceLike], on: date, pack: Pack) -> Telling:
    if pieces and not _there(pieces):
        return "none", _grounds(pieces, "device_kind")
    return _worst("leak_device", pieces, "device_kind", on, pack)


def _main_hose(pieces: Sequence[PieceLike]) -> tuple[bool | None, Iterable[Ground]]:
    """A stainless hose threaded at both ends: both halves of the fact must hold of every hose."""
    there = _there(pieces)
    values = [half for p in there for half in (p.features.get("double_thread"), _is_stainless(p))]
    grounds = (_ground(p, feature) for p in pieces for feature in ("double_thread", "hose_kind"))
    return all_of(values), grounds


def _is_stainless(piece: PieceLike) -> bool | None:
    kind = piece.features.get("hose_kind")
    return None if kind is None else kind == HoseKind.STAINLESS


def _products(
    pieces: Mapping[str, list[PieceLike]], user: str, on: date, pack: Pack
) -> tuple[bool | None, list[Ground]]:
    """Every product that is there conforms and is within its service life; stove and hose must be known."""
    there = [p for kind in sorted(_PRODUCTS) for p in _there(pieces.get(kind, []))]
    found = {piece.kind for piece in there}
    answers: list[bool | None] = [None for kind in _ALWAYS_THERE if kind not in found]
    grounds: list[Ground] = []
    for piece in there:
        in_life, life_grounds = _within_life(piece, user, on, pack)
        answers += [piece.conforms, in_life]
        grounds.append(Ground(_label(piece), "conforms", piece.conforms, piece.sources.get("conforms", {})))
        grounds += life_grounds
    return all_of(answers), grounds


def _within_life(piece: PieceLike, user: str, on: date, pack: Pack) -> tuple[bool | None, list[Ground]]:
    """Whether a piece is neither past its own expiry nor past the service life of its kind."""
    stated = None if piece.expires_on is None else on <= piece.expires_on
    grounds = [_dated(piece, "expires_on", stated)] if piece.expires_on else []
    life = service_life(pack, piece, user)
    if life is None or stated is False:
        return (True if life is None and stated is None else stated), grounds
    if life is UNDECIDED:
        return stated, grounds
    column = next((name for name in ("installed_on", "made_on") if getattr(piece, name)), None)
    if column is None:
        return stated, grounds
    ends_on = after_months(getattr(piece, column), life["life_months"])
    readings = tuple(life.get("readings", ()))
    return on <= ends_on, [*grounds, _dated(piece, column, on <= ends_on, str(ends_on), readings)]


def _dated(
    piece: PieceLike, column: str, within: bool | None, note: str = "", readings: tuple[str, ...] = ()
) -> Ground:
    value = getattr(piece, column)
    return Ground(
        _label(piece),
        column,
        value,
        piece.sources.get(column, {}),
        note="" if within else note or str(value),
        readings=readings,
    )


UNDECIDED: Mapping[str, Any] = {}


def service_life(pack: Pack, piece: PieceLike, user: str) -> Mapping[str, Any] | None:
    """The pack's service life of a piece: a row, None where its kind has none, UNDECIDED while its
    variant is not known."""
    rows = _lives(pack, str(piece.kind), user)
    if not rows or rows[0]["variant"] is None:
        return rows[0] if rows else None
    variant = piece.features.get("hose_kind") or piece.features.get("device_kind")
    if variant is None:
        return UNDECIDED
    return next((row for row in rows if row["variant"] == variant), None)


@lru_cache(maxsize=256)
def _lives(pack: Pack, kind: str, user: str) -> tuple[Mapping[str, Any], ...]:
    rows = pack.table("service_lives")
    return tuple(row for row in rows if row["equipment"] == kind and row["user"] in (None, user))


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
