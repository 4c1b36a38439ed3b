"""One invented premises after another, the same for the same village and day on every machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from anxin.registry.contracts import PremisesDraft
from anxin.registry.demo import people, places, shares, words
from anxin.registry.demo.fittings import fittings, forgotten

SEED = "anxin demo district 1"


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community to fill.

    Attributes:
        grids: codes of its grids; empty puts the premises into the village itself.
        files: how many premises.
    """

    code: str
    name: str
    grids: tuple[str, ...]
    files: int
    outline: BaseGeometry | None

    @property
    def is_rural(self) -> bool:
        """村, not 社区."""
        return "村" in self.name

    @property
    def short_name(self) -> str:
        """The name without what kind of body it is."""
        for ending in ("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会"):
            if self.name.endswith(ending):
                return self.name.removesuffix(ending)
        return self.name


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The invented companies by what they supply."""

    piped: Sequence[UUID]
    bottled: Sequence[UUID]


def premises_of(village: Village, suppliers: Suppliers, today: date) -> Iterator[PremisesDraft]:
    """The premises of one village."""
    random = Random(f"{SEED}:{village.code}")  # noqa: S311 - invented data, the same everywhere
    centre = places.point_within(village.outline, random)
    for place in range(village.files):
        kind = "catering" if random.random() < shares.CATERING else "resident"
        yield _premises(village, suppliers, today, random, centre, kind=kind, place=place)


def _premises(
    village: Village,
    suppliers: Suppliers,
    today: date,
    random: Random,
    centre: tuple[float, float] | None,
    *,
    kind: str,
    place: int,
) -> PremisesDraft:
    _files, piped, worse, vaguer = shares.TOWNS.get(village.code[6:9], shares.ELSEWHERE)
    gas = _gas(village, kind, piped, random)
    values = _address(village, kind, place, random) | _business_or_home(village, kind, today, random)
    values |= _supply(gas, suppliers, today, random, place, village)
    values |= _position(places.point_near(centre, village.outline, random))
    pieces = []
    if gas in ("piped", "bottled"):
        hardship = values.get("hardship", "none")
        device = random.random() < (shares.HARDSHIP_WITH_DEVICE if hardship != "none" else 0.12)
        drawn = _faults(kind, gas, worse, random)
        pieces = fittings(kind, gas, drawn, today, random, device=device)
    if random.random() < shares.INCOMPLETE * vaguer:
        pieces, values = forgotten(pieces, random), _vague(values, random)
    area = random.choice(village.grids) if village.grids else village.code
    return PremisesDraft(None, area, values, tuple(pieces))


def _gas(village: Village, kind: str, piped: float, random: Random) -> str:
    drawn = random.random()
    for word, share in shares.NO_GAS.items():
        if drawn < share:
            return word
        drawn -= share
    share = piped * (shares.RURAL_PIPED if village.is_rural else 1) * (0.85 if kind == "catering" else 1)
    return "piped" if random.random() < share else "bottled"


def _faults(kind: str, gas: str, worse: float, random: Random) -> set[str]:
    home = kind == "resident"
    share = (shares.FAULTY_HOME if home else shares.FAULTY_KITCHEN) * worse
    if random.random() >= share * (shares.BOTTLED_IS_WORSE if gas == "bottled" else 1):
        return set()
    weights = shares.HOME_FAULTS if home else shares.KITCHEN_FAULTS
    impossible = {"regulator"} if gas == "piped" else {"not_threaded", "meter", "self_closing"}
    possible = {name: weight for name, weight in weights.items() if name not in impossible}
    count = random.choices((1, 2, 3), (70, 24, 6))[0]
    return set(random.choices(list(possible), list(possible.values()), k=count))


def _address(village: Village, kind: str, place: int, random: Random) -> dict[str, Any]:
    if kind == "catering":
        road = random.choice(words.ROADS)
        number = f"{place + 1}号"
        return {"road": road, "road_number": number, "address": f"{village.short_name}{road}{number}"}
    if village.is_rural:
        hamlet = words.HAMLETS[place % len(words.HAMLETS)]
        return {"road_number": f"{place + 1}号", "address": f"{village.short_name}{hamlet}{place + 1}号"}
    estate = village.short_name + words.ESTATES[place // 60 % len(words.ESTATES)]
    parts = {
        "estate": estate,
        "building": str(place % 12 + 1),
        "unit": str(place % 3 + 1),
        "floor": str(place // 12 % 6 + 1),
        "room": f"{place // 12 % 6 + 1}{place % 2 + 1:02d}",
    }
    where = f"{parts['building']}幢{parts['unit']}单元{parts['room']}室"
    return parts | {"address": f"{estate}{place // 600 + 1}期{where}" if place >= 600 else f"{estate}{where}"}


def _business_or_home(village: Village, kind: str, today: date, random: Random) -> dict[str, Any]:
    holder = {"kind": kind, "holder_name": people.person(random), "holder_phone": people.phone(random)}
    return holder | (_kitchen(village, today, random) if kind == "catering" else _home(village, random))


def _home(village: Village, random: Random) -> dict[str, Any]:
    values: dict[str, Any] = {"venue": "dwelling", "hardship": _hardship(random)}
    if values["hardship"] != "none" and random.random() < 0.4:
        values["holder_id_number"] = people.id_number(random)
    tall = 0.0 if village.is_rural else 0.09
    building = "high_rise" if random.random() < tall else "multi_storey"
    values["building_kind"] = "detached" if village.is_rural else building
    if random.random() < 0.005:
        values["building_kind"] = "garage"
    values["floor_position"] = "semi_basement" if random.random() < 0.003 else "above_ground"
    return values


def _hardship(random: Random) -> str:
    drawn = random.random()
    for word, share in shares.HARDSHIP.items():
        if drawn < share:
            return word
        drawn -= share
    return "none"


def _kitchen(village: Village, today: date, random: Random) -> dict[str, Any]:
    venue = random.choices(list(shares.VENUES), [weight for weight, _, _ in shares.VENUES.values()])[0]
    _weight, small, area = shares.VENUES[venue]
    sign = people.shop(venue, village.short_name, random)
    scale = "small" if random.random() < small else "large" if venue.startswith("large") else "other"
    return {
        "venue": venue,
        "scale": scale,
        "sign_name": sign,
        "licence_name": f"演示{village.short_name}{sign}",
        "credit_code": people.credit_code(random),
        "floor_area_m2": Decimal(max(12, round(random.gauss(area, area / 4)))),
        "opened_on": today - timedelta(days=random.randint(60, 5200)),
        "staff_count": max(1, round(random.gauss(area / 25, 2))),
        "safety_manager": people.person(random),
        "covered_by_network": None if village.is_rural else random.random() < 0.8,
        "building_kind": "complex"
        if venue == "urban_complex"
        else random.choice(("shop_under_flats", "detached")),
        "floor_position": "basement" if random.random() < 0.006 else "above_ground",
    }


def _supply(
    gas: str, suppliers: Suppliers, today: date, random: Random, place: int, village: Village
) -> dict[str, Any]:
    converted = gas == "piped" and random.random() < 0.08
    values: dict[str, Any] = {
        "gas_now": gas,
        "gas_before": "bottled" if converted or gas == "electric" else gas,
        "facility_new": random.random() < 0.1,
        "last_checked_on": today - timedelta(days=random.randint(5, 400)),
    }
    offered: Mapping[str, Sequence[UUID]] = {"piped": suppliers.piped, "bottled": suppliers.bottled}
    if companies := offered.get(gas):
        values["supplier_id"] = companies[int(village.code[6:9]) % len(companies)]
        values["account_number"] = f"D{village.code[6:]}{place:04d}"
    return values


def _position(point: tuple[float, float] | None) -> dict[str, Any]:
    return {} if point is None else {"longitude": point[0], "latitude": point[1]}


def _vague(values: dict[str, Any], random: Random) -> dict[str, Any]:
    """The same values without some that ledgers often lack."""
    often = ("hardship", "facility_new", "gas_before", "scale", "floor_area_m2", "building_kind", "opened_on")
    gone = {name for name in often if random.random() < shares.LEFT_OPEN}
    gone |= {"longitude", "latitude"} if random.random() < shares.LEFT_OPEN else set()
    return {name: value for name, value in values.items() if name not in gone}
