"""Which sheets of a workbook are the ledger."""

from collections.abc import Mapping, Sequence
from typing import Any

from anxin.registry.excel.refused import Refused


def chosen_sheets(surveyed: Sequence[Mapping[str, Any]], wanted: str) -> list[str]:
    """The sheets to read: the one asked for, else the fullest ledger, else all forms of one kind.

    Raises:
        Refused: there is no such sheet, or none looks like a ledger.
    """
    names = [str(sheet["name"]) for sheet in surveyed]
    if wanted:
        return [_wanted(surveyed, names, wanted)]
    readable = [sheet for sheet in surveyed if sheet["layout"] != "none" and sheet["visible"]]
    readable = readable or [sheet for sheet in surveyed if sheet["layout"] != "none"]
    if not readable:
        raise Refused("no_ledger")
    best = max(readable, key=lambda sheet: (min(sheet["rows"], 3), sheet["score"], sheet["rows"]))
    if best["layout"] == "form":
        return [str(s["name"]) for s in readable if s["layout"] == "form"]
    return [str(best["name"])]


def _wanted(surveyed: Sequence[Mapping[str, Any]], names: list[str], wanted: str) -> str:
    found = next((sheet for sheet in surveyed if sheet["name"].strip() == wanted.strip()), None)
    if found is None:
        raise Refused("no_such_sheet", sheet=wanted, sheets="、".join(names))
    if found["layout"] == "none":
        raise Refused("no_header", sheet=wanted)
    return str(found["name"])


def columns_of(surveyed: Sequence[Mapping[str, Any]], sheets: Sequence[str]) -> list[dict[str, Any]]:
    """The columns of the chosen sheets, each header once."""
    seen: dict[str, dict[str, Any]] = {}
    for sheet in surveyed:
        if sheet["name"] in sheets:
            for column in sheet["columns"]:
                seen.setdefault(column["header"], dict(column))
    return list(seen.values())
