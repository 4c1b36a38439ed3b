"""Which sheets of a workbook are the ledger."""

from collections.abc import Mapping, Sequence
from typing import Any

from anxin.registry.excel.refused import Refused
from anxin.registry.excel.text import level
from anxin.registry.excel.vocabulary import vocabulary

Surveyed = Mapping[str, Any]
_NAMES_A_PREMISES = frozenset(
    {"sign_name", "licence_name", "holder_name", "credit_code", "account_number", "address", "room", "estate"}
)


def chosen_sheets(surveyed: Sequence[Surveyed], wanted: str) -> list[str]:
    """The sheets to read: the one asked for, else the fullest ledger with all sheets laid out like it.

    Raises:
        Refused: there is no such sheet, or none looks like a ledger.
    """
    if wanted:
        return [_wanted(surveyed, wanted)]
    readable = _readable(surveyed)
    if not readable:
        raise Refused("no_ledger")
    best = max(readable, key=lambda sheet: (min(sheet["rows"], 3), sheet["score"], sheet["rows"]))
    return [str(sheet["name"]) for sheet in readable if _same_layout(sheet, best)]


def sheets_left_out(surveyed: Sequence[Surveyed], chosen: Sequence[str]) -> list[Surveyed]:
    """The other sheets with data: of another layout, hidden, or not the one asked for."""
    return [
        sheet
        for sheet in surveyed
        if sheet["name"] not in chosen and sheet["rows"] and _has_data(sheet) and not _is_summary(sheet)
    ]


def columns_of(surveyed: Sequence[Surveyed], sheets: Sequence[str]) -> list[dict[str, Any]]:
    """The columns of the chosen sheets, each header once."""
    seen: dict[str, dict[str, Any]] = {}
    for sheet in surveyed:
        if sheet["name"] in sheets:
            for column in sheet["columns"]:
                seen.setdefault(column["header"], dict(column))
    return list(seen.values())


def _wanted(surveyed: Sequence[Surveyed], wanted: str) -> str:
    found = next((sheet for sheet in surveyed if sheet["name"].strip() == wanted.strip()), None)
    if found is None:
        raise Refused("no_such_sheet", sheet=wanted, sheets="、".join(str(s["name"]) for s in surveyed))
    if found["layout"] == "none":
        raise Refused("no_header", sheet=wanted)
    return str(found["name"])


def _readable(surveyed: Sequence[Surveyed]) -> list[Surveyed]:
    """Data sheets before summaries, visible before hidden: the first kind of which there is any."""
    found = [sheet for sheet in surveyed if sheet["layout"] != "none"]
    visible = [sheet for sheet in found if sheet["visible"]]
    data = [sheet for sheet in visible if _has_data(sheet) and not _is_summary(sheet)]
    return data or visible or found


def _has_data(sheet: Surveyed) -> bool:
    if sheet["layout"] == "form":
        return True
    fields = {column["field"] for column in sheet["columns"]}
    return sheet["layout"] == "ledger" and bool(fields & _NAMES_A_PREMISES)


def _is_summary(sheet: Surveyed) -> bool:
    name = level(sheet["name"])
    return any(word in name for word in vocabulary().words["not_a_ledger"])


def _same_layout(sheet: Surveyed, best: Surveyed) -> bool:
    """All forms are one kind; ledgers are alike when the same headers mean the same fields."""
    if best["layout"] == "form" or sheet["layout"] == "form":
        return bool(sheet["layout"] == best["layout"])
    return _fields(sheet) == _fields(best)


def _fields(sheet: Surveyed) -> dict[str, str]:
    # a remark column that one village keeps and another does not makes no other layout
    return {column["header"]: column["field"] for column in sheet["columns"] if column["field"]}
