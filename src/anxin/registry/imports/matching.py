"""Which rows speak of the same premises, and which known file a row speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from anxin.registry.excel.text import level
from anxin.registry.rules import address_key, composed_address

ALIKE, NEAR = 80, 70
_FORMS = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|个体工商户|公司|\(.*?\)|（.*?）|[\s·.,，。'\"“”‘’\-—_])"
)
_PLACES = re.compile(r"^(?:江苏省?|南京市?|溧水区?|[\u4e00-\u9fff]{2,4}?(?:街道|镇))+")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a row or a file is recognised by; empty where unknown."""

    town: str
    place: str
    kind: str
    names: tuple[str, ...]
    holder: str
    phones: frozenset[str]
    credit: str
    account: str
    number: str = ""

    def blocks(self) -> Iterable[tuple[str, str]]:
        """Where to look for the same premises: only rows that share one of these are compared."""
        yield from (("phone", phone) for phone in self.phones)
        yield from (("name", name) for name in self.names)
        for label, value in (
            ("credit", self.credit),
            ("account", self.account),
            ("place", self.place and self.town + self.place),
            ("number", self.number),
        ):
            if value:
                yield label, value


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two sets of keys agree.

    Attributes:
        certain: one premises beyond doubt; otherwise it is for a person to say.
        reasons: words of ``messages.REASONS``.
    """

    certain: bool
    reasons: tuple[str, ...]


def keys_of(values: Mapping[str, Any], area_code: str, area_names: Mapping[str, str]) -> Keys:
    """The keys of a row or a file."""
    written = str(values.get("address") or "") or composed_address(values)
    around = [area_names[area_code[:n]] for n in (6, 9, 12) if area_code[:n] in area_names]
    return Keys(
        town=area_code[:9],
        place=address_key(written, outer_names=around) if written else "",
        kind=str(values.get("kind") or ""),
        names=tuple(
            dict.fromkeys(
                core
                for name in ("sign_name", "licence_name")
                if (core := name_core(str(values.get(name) or "")))
            )
        ),
        holder=level(str(values.get("holder_name") or "")),
        phones=frozenset(part for part in str(values.get("holder_phone") or "").split("/") if part),
        credit=str(values.get("credit_code") or ""),
        account=str(values.get("account_number") or ""),
        number=str(values.get("number") or ""),
    )


def name_core(name: str) -> str:
    """A business name without place, legal form and punctuation."""
    text = _FORMS.sub("", level(name))
    return _PLACES.sub("", text) or text


def likeness(one: Keys, other: Keys) -> Likeness | None:
    """Whether two sets of keys mean one premises; None when nothing says so."""
    if one.number and one.number == other.number:
        return Likeness(True, ("number",))
    if one.kind and other.kind and one.kind != other.kind:
        return None
    found = _by_code(one, other)
    return found or (_at_one_door(one, other) if _same_door(one, other) else _in_another_spelling(one, other))


def _by_code(one: Keys, other: Keys) -> Likeness | None:
    for label in ("account", "credit"):
        mine, theirs = getattr(one, label), getattr(other, label)
        if not mine or mine != theirs:
            continue
        agrees = (
            _same_door(one, other)
            or _names_alike(one, other)
            or bool(one.holder and one.holder == other.holder)
        )
        return Likeness(agrees, (label,))
    return None


def _at_one_door(one: Keys, other: Keys) -> Likeness | None:
    """At one door: one home; or one business, when its name or its phone is the same too."""
    if one.credit and other.credit and one.credit != other.credit:
        return None
    if not one.names and not other.names:
        private = one.place.endswith("室")
        same_people = (
            one.holder == other.holder or bool(one.phones & other.phones) or not (one.holder and other.holder)
        )
        return Likeness(True, ("place",)) if private or same_people else None
    if _names_alike(one, other) or not (one.names and other.names):
        return Likeness(True, ("place", "name"))
    return Likeness(False, ("place", "phone")) if one.phones & other.phones else None


def _in_another_spelling(one: Keys, other: Keys) -> Likeness | None:
    """Nearly one address, and two of name, phone and person the same."""
    if not one.place or not other.place or (one.credit and other.credit and one.credit != other.credit):
        return None
    agreeing = [
        label
        for label, same in (
            ("name", _names_alike(one, other)),
            ("phone", bool(one.phones & other.phones)),
            ("holder", bool(one.holder) and one.holder == other.holder),
        )
        if same
    ]
    if len(agreeing) < 2 or not _addresses_near(one.place, other.place):
        return None
    return Likeness(False, ("near_place", *agreeing))


def _same_door(one: Keys, other: Keys) -> bool:
    return bool(one.place) and one.place == other.place and one.town == other.town


def _addresses_near(one: str, other: str) -> bool:
    if one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one):
        return True
    digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return digits and fuzz.ratio(one, other) >= NEAR


def _names_alike(one: Keys, other: Keys) -> bool:
    return any(
        mine == theirs or fuzz.ratio(mine, theirs) >= ALIKE for mine in one.names for theirs in other.names
    )


@dataclass(slots=True)
class Sheetmates:
    """The rows of one workbook read so far, by what they may be recognised by."""

    seen: list[tuple[str, int, Keys, Mapping[str, Any]]] = field(default_factory=list)
    _blocks: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def earlier(self, keys: Keys) -> tuple[str, int, Likeness, Mapping[str, Any]] | None:
        """The earlier row that speaks of the same premises."""
        places = {index for block in keys.blocks() for index in self._blocks.get(block, ())}
        for index in sorted(places):
            sheet, row, theirs, values = self.seen[index]
            if found := likeness(keys, theirs):
                return sheet, row, found, values
        return None

    def add(self, sheet: str, row: int, keys: Keys, values: Mapping[str, Any]) -> None:
        """Remember a row."""
        self.seen.append((sheet, row, keys, values))
        for block in keys.blocks():
            self._blocks[block].append(len(self.seen) - 1)


def contradictions(one: Mapping[str, Any], other: Mapping[str, Any], skip: Sequence[str]) -> list[str]:
    """The fields on which two rows say different things."""
    return sorted(
        name
        for name in set(one) & set(other)
        if name not in skip and level(str(one[name])) != level(str(other[name]))
    )
