"""Search by any two neighbouring characters: an index that works for Chinese without a dictionary."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from anxin.registry.terms import UserKind

OPEN_FIELDS = (
    "number",
    "road",
    "road_number",
    "estate",
    "sign_name",
    "licence_name",
    "credit_code",
    "account_number",
    "food_licence_number",
    "contract_number",
)
PERSONAL_FIELDS = ("holder_name", "safety_manager")
# The way to the door of a home; of a business it is public knowledge.
DOOR = ("address", "building", "unit", "room")


def normalised(text: str) -> str:
    """Half width, one case, no spaces or control characters: how both sides of a search are written."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded if folded.isprintable() else "".join(filter(str.isprintable, folded))


def grams(text: str) -> list[str]:
    """All pairs of neighbouring characters, each once, in order."""
    return sorted({text[i : i + 2] for i in range(len(text) - 1)})


def search_fields(premises: Mapping[str, Any]) -> dict[str, Any]:
    """The four search columns of a file. Phones have their own index and never become grams."""
    door: Iterable[str] = () if premises["kind"] == UserKind.RESIDENT else DOOR
    personal = (*PERSONAL_FIELDS, *(DOOR if premises["kind"] == UserKind.RESIDENT else ()))
    open_text, personal_text = _text(premises, (*OPEN_FIELDS, *door)), _text(premises, personal)
    return {
        "search_text": open_text,
        "search_grams": _grams_of(open_text),
        "personal_text": personal_text,
        "personal_grams": _grams_of(personal_text),
    }


def _text(premises: Mapping[str, Any], names: Iterable[str]) -> str:
    return " ".join(filter(None, (normalised(str(premises[name])) for name in names if premises[name])))


def _grams_of(text: str) -> list[str]:
    return sorted({gram for word in text.split(" ") for gram in grams(word)})
