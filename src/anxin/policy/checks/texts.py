"""Texts of rules: figures come from parameters, never from the keyboard."""

import re
from collections.abc import Iterator

from anxin.policy import explain
from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.grants.checks import parts
from anxin.policy.rows import Row

DIGIT = re.compile(r"\d")
PLAIN_TABLES = ("standard", "deadlines", "special_groups", "cell_groups", "schemes", "payers", "settlement")
SENTENCE_TABLES = ("gates", "remarks")
TEXTS = ("title", "title_en", "text", "text_en", "whom", "whom_en")
SENTENCES = ("text", "text_en")
GRANT_SLOTS = ("amount", "due", "uncapped", "cap", "expansion")


def unknown_slots(folder: Folder) -> Iterator[Fault]:
    """Slots of templates that name neither a parameter nor, where a case is told, a fact or an amount."""
    for row, allowed in _sentences(folder):
        for key in SENTENCES:
            for slot in explain.slots(str(row.get(key, ""))):
                if explain.parameter_of(slot) not in folder.parameters and slot not in allowed:
                    yield row.fault(
                        key, f"no parameter {slot!r}", "write {p.name} with a name of parameters.yaml"
                    )


def _sentences(folder: Folder) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Rows with templates, and the slots that each may have beside parameters."""
    fields = tuple(folder.tables.get("fields", {}))
    for row in folder.tables.get("standard", {}).values():
        yield row, ()
    for table in SENTENCE_TABLES:
        yield from ((row, fields) for row in folder.tables.get(table, {}).values())
    for row in folder.tables.get("schemes", {}).values():
        pays = row.get("pays")
        amounts = (*GRANT_SLOTS, *(pays if isinstance(pays, dict) else ()))
        yield from ((part, (*fields, *amounts)) for _, part in parts(row))


def stray_slots(folder: Folder) -> Iterator[Fault]:
    """Slots in texts that are shown as they stand."""
    told = {id(row) for row, _ in _sentences(folder)}
    for row in _plain(folder):
        for key in TEXTS:
            if key in SENTENCES and id(row) in told:
                continue
            if "{" in str(row.get(key, "")):
                yield row.fault(key, f"{row['id']}: a slot in the {key}", "name no figure here")


def digits(folder: Folder) -> Iterator[Fault]:
    """Figures written into the text of a rule: they would stay when the law's value changes."""
    for row in (*_plain(folder), *(row for row, _ in _sentences(folder))):
        for key in TEXTS:
            if DIGIT.search(explain.SLOT.sub("", str(row.get(key, "")))):
                name = row.get("id") or row.get("code")
                yield row.fault(key, f"{name}: a figure in the {key}", "use a parameter: {p.name}")


def _plain(folder: Folder) -> Iterator[Row]:
    for table in PLAIN_TABLES:
        yield from folder.tables.get(table, {}).values()
