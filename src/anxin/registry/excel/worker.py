"""The reading process: an order on standard input, lines of JSON on standard output.

Run as ``python -m anxin.registry.excel.worker``; it limits its own memory and time before it opens
anything, knows no database, and its death is the death of one reading only.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from anxin.registry.excel import grid
from anxin.registry.excel.cells import Context, plain
from anxin.registry.excel.layout import SAMPLES, FormSheet, Layout, Ledger, layout_of
from anxin.registry.excel.mapping import Column, field_of, propose
from anxin.registry.excel.places import Gazetteer
from anxin.registry.excel.records import (
    Desk,
    Record,
    form_records,
    item_rows,
    ledger_records,
    pairs_in,
    title_defaults,
)
from anxin.registry.excel.refused import Refused
from anxin.registry.excel.vocabulary import vocabulary, with_options

PROGRESS_EVERY = 1000


def main() -> int:
    """Do the order; every outcome is a line."""
    order = json.loads(sys.stdin.read())
    _limit(order)
    try:
        for line in ORDERS[order["do"]](order):
            _say(line, sys.stdout)
    except Refused as refused:
        _say({"refused": refused.code, "params": refused.params}, sys.stdout)
    except MemoryError:
        _say({"refused": "too_much_memory", "params": {}}, sys.stdout)
    return 0


def _limit(order: Mapping[str, Any]) -> None:
    memory, seconds = int(order["memory_bytes"]), int(order["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(line: Mapping[str, Any], out: TextIO) -> None:
    out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


# --- survey -------------------------------------------------------------------------------------


def survey(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every sheet: what it is, its headers with samples, a proposed field for each."""
    path = Path(order["path"])
    passed, book = grid.open_workbook(path)
    for name, visible in grid.sheet_names(book):
        sheet = grid.open_sheet(path, passed, book, name, visible=visible)
        yield {"sheet": _surveyed(sheet, order.get("remembered", {}))}


def _surveyed(sheet: grid.Sheet, remembered: Mapping[str, str | None]) -> dict[str, Any]:
    found = layout_of(sheet)
    told: dict[str, Any] = {
        "name": sheet.name,
        "visible": sheet.visible,
        "height": sheet.height,
        "hidden_rows": len(sheet.traits.hidden_rows),
        "merged": len(sheet.merges),
        "layout": {Ledger: "ledger", FormSheet: "form"}.get(type(found), "none"),
        "titles": [],
        "columns": [],
        "header_row": 0,
        "rows": 0,
        "score": 0,
    }
    if isinstance(found, Ledger):
        told |= _surveyed_ledger(sheet, found, remembered)
    elif isinstance(found, FormSheet):
        told |= _surveyed_form(sheet, found, remembered)
    return told


def _surveyed_ledger(
    sheet: grid.Sheet, ledger: Ledger, remembered: Mapping[str, str | None]
) -> dict[str, Any]:
    samples: dict[int, Counter[str]] = {column.index: Counter() for column in ledger.columns}
    rows = 0
    for number, cells, filled in sheet.filled():
        if number <= ledger.last or not any(cells):
            continue
        rows += 1
        if rows <= SAMPLES:
            for index, counts in samples.items():
                text = plain(cells[index - 1]) if index <= len(cells) and index not in filled else ""
                counts.update([text] if text else [])
    texts = {index: list(counts) for index, counts in samples.items()}
    return {
        "titles": ledger.titles[:5],
        "header_row": ledger.last,
        "first_row": ledger.first,
        "rows": rows,
        "score": ledger.score,
        "columns": [
            {
                "header": p.column.header,
                "group": p.column.group,
                "field": p.field,
                "confidence": p.confidence,
                "samples": texts[p.column.index][:3],
            }
            for p in propose(ledger.columns, texts, remembered)
        ],
    }


def _surveyed_form(
    sheet: grid.Sheet, form: FormSheet, remembered: Mapping[str, str | None]
) -> dict[str, Any]:
    keys: dict[str, tuple[str | None, list[str]]] = {}
    passed_over = {*form.tables, *item_rows(sheet, form)}
    for number, cells, filled in sheet.filled():
        if number in passed_over:
            continue
        for _index, path, key, value in pairs_in(cells, filled):
            known = keys.setdefault(key, (remembered.get(key, path or None), []))
            if plain(value) and len(known[1]) < 3:
                known[1].append(plain(value))
    items = {c.header: field_of("", c.leaf)[0] for columns in form.columns[:1] for c in columns}
    return {
        "titles": form.titles[:3],
        "rows": max(len(form.tables), 1),
        "score": len(keys),
        "columns": [
            {
                "header": key,
                "group": "",
                "field": field,
                "confidence": 100 if field else 0,
                "samples": samples,
            }
            for key, (field, samples) in keys.items()
        ]
        + [
            {"header": h, "group": "", "field": f, "confidence": 100, "samples": []}
            for h, f in items.items()
            if h not in keys
        ],
    }


# --- read ---------------------------------------------------------------------------------------


def read(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every record of the chosen sheets, under the decided mapping."""
    path = Path(order["path"])
    passed, book = grid.open_workbook(path)
    visible = dict(grid.sheet_names(book))
    done = 0
    for name in order["sheets"]:
        if name not in visible:
            raise Refused("no_such_sheet", sheet=name, sheets="、".join(visible))
        sheet = grid.open_sheet(path, passed, book, name, visible=visible[name])
        found = layout_of(sheet)
        if found is None:
            raise Refused("no_header", sheet=name)
        for record in _records(sheet, found, _desk(order, found, sheet)):
            done += 1
            yield {"record": record.as_json()}
            if done % PROGRESS_EVERY == 0:
                yield {"progress": [record.row, sheet.height]}
    yield {"done": done}


def _records(sheet: grid.Sheet, found: Layout, desk: Desk) -> Iterator[Record]:
    if isinstance(found, Ledger):
        return ledger_records(sheet, found, desk)
    assert isinstance(found, FormSheet)  # noqa: S101 - narrowed by the caller
    return form_records(sheet, found, desk)


def _desk(order: Mapping[str, Any], found: Layout, sheet: grid.Sheet) -> Desk:
    known = vocabulary()
    context = Context(
        vocabulary=known,
        options=with_options(known, order.get("options", {})),
        suppliers=order.get("suppliers", {}),
        today=date.fromisoformat(order["today"]),
        date1904=sheet.date1904,
    )
    gazetteer = Gazetteer(order["area"], order["areas"], frozenset(order.get("zones", ())))
    titles = found.titles if found else []
    columns: list[Column] = found.columns if isinstance(found, Ledger) else []
    mapping = {column.header: order["mapping"].get(column.header) for column in columns} or dict(
        order["mapping"]
    )
    defaults = title_defaults([*titles, (1, sheet.name)], known)
    return Desk(context, gazetteer, mapping, defaults)


ORDERS = {"survey": survey, "read": read}

if __name__ == "__main__":
    sys.exit(main())
