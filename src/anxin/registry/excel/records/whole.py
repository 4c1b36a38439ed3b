"""What only the whole row can tell."""

from datetime import date
from typing import Any

from anxin.registry.excel.cells import Fault
from anxin.registry.excel.records.record import ADDRESS, Desk, Record


def finished(record: Record, desk: Desk) -> Record:
    """What only the whole row can tell: its kind, its address, its position, contradictions within."""
    for path, (value, row, text) in desk.defaults.items():
        if path not in record.values and not (path == "gas_now" and "gas_now" in _faulted(record, desk)):
            record.values[path] = value
            record.positions[path] = {"row": row, "column": text}
    record.values.setdefault("kind", _kind(desk.mapping.values()))
    _require_address(record, desk)
    _require_pair(record, desk)
    _require_order(record, desk)
    return record


def _faulted(record: Record, desk: Desk) -> set[str | None]:
    return {desk.mapping.get(fault["column"]) for fault in record.faults}


def _kind(paths: Any) -> str:
    catering = {
        "sign_name",
        "licence_name",
        "credit_code",
        "venue",
        "food_licence_number",
        "scale",
        "opened_on",
    }
    return "catering" if catering & set(paths) else "resident"


def _column_of(desk: Desk, *paths: str) -> str:
    found = {path: header for header, path in desk.mapping.items() if path}
    return next((found[path] for path in paths if path in found), next(iter(desk.mapping), ""))


def _require_address(record: Record, desk: Desk) -> None:
    if any(record.values.get(part) for part in ADDRESS):
        return
    if not any(desk.mapping.get(fault["column"]) in ADDRESS for fault in record.faults):
        record.complain(_column_of(desk, *ADDRESS, "sign_name", "holder_name"), Fault("missing_address"))
    record.usable = False


def _require_pair(record: Record, desk: Desk) -> None:
    """A longitude without its latitude is no position."""
    both = [path for path in ("longitude", "latitude") if path in record.values]
    if len(both) == 1:
        missing = "latitude" if both == ["longitude"] else "longitude"
        if missing not in _faulted(record, desk):
            record.remark(record.positions[both[0]]["column"], Fault("half_a_position"))
        record.values.pop(both[0])
        record.positions.pop(both[0])


def _require_order(record: Record, desk: Desk) -> None:
    """What expires before it was made or installed cannot be."""
    del desk
    for path in [p for p in record.values if p.endswith(".expires_on")]:
        head = path.partition(".")[0]
        for start in (f"{head}.made_on", f"{head}.installed_on"):
            began = record.values.get(start)
            if began and date.fromisoformat(record.values[path]) < date.fromisoformat(began):
                record.complain(
                    record.positions[path]["column"],
                    Fault("ends_before_it_begins", {"value": record.values[path]}),
                )
                record.values.pop(path)
                record.positions.pop(path)
                break
