"""What a decision needs for certain: whole, possible costs. Other facts may be unknown."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from anxin.kernel import Invalid
from anxin.policy.contracts import Field
from anxin.policy.grants.rules import Grants

# Ten million yuan: below it a share in ppm is exact even where an engine divides in floating point.
COST_LIMIT_FEN = 1_000_000_000


class InvalidInputs(Invalid):
    """Facts with which nothing can be decided; `fields` says what is wrong with which."""

    default_code = "policy.invalid_inputs"


def check_rules(pack_id: str, grants: Grants) -> None:
    """Refuse to decide by a pack that says nothing about money.

    Raises:
        InvalidInputs: the pack has no payers.
    """
    if not grants:
        raise InvalidInputs(f"{pack_id} has no money rules")


def check_costs(names: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Refuse costs that are not whole fen from 0 to just below the limit.

    Raises:
        InvalidInputs: naming every such cost.
    """
    _refuse({name: wrong for name in names if (wrong := _wrong_cost(facts.get(name)))})


def check_day(name: str, facts: Mapping[str, Any]) -> None:
    """Refuse a missing day, or an instant in its place.

    Raises:
        InvalidInputs: the day is not a plain date.
    """
    day = facts.get(name)
    if not isinstance(day, date) or isinstance(day, datetime):
        _refuse({name: "is missing: a day is needed" if day is None else f"is no day: {day!r}"})


def check_sums(fields: Mapping[str, Field], facts: Mapping[str, Any]) -> None:
    """Refuse sums of a settlement that are missing or negative, and a kind of unit that is not known.

    Raises:
        InvalidInputs: naming every such input.
    """
    _refuse({name: wrong for name, field in fields.items() if (wrong := _wrong_sum(field, facts.get(name)))})


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidInputs("; ".join(f"{name} {what}" for name, what in wrong.items()), fields=wrong)


def _wrong_cost(value: Any) -> str:
    if value is None:
        return "is missing: every cost is needed, 0.00 if there was none"
    if type(value) is not int:
        return f"is no whole number of fen: {value!r}"
    if value < 0:
        return "is negative"
    return "is not below 10 million yuan" if value >= COST_LIMIT_FEN else ""


def _wrong_sum(field: Field, value: Any) -> str:
    if value is None:
        return "is missing"
    if field.enum:
        return "" if value in field.enum else f"is none of {', '.join(field.enum)}"
    if type(value) is not int:
        return f"is no whole number of fen: {value!r}"
    return "is negative" if value < 0 else ""
