"""Texts of rules: figures come from parameters, never from the keyboard."""

import re
from collections.abc import Iterator

from anxin.policy import explain
from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder

DIGIT = re.compile(r"\d")
RULE_TABLES = ("standard", "deadlines", "special_groups", "cell_groups")
TEXTS = ("title", "title_en", "text", "text_en")


def unknown_slots(folder: Folder) -> Iterator[Fault]:
    """Slots of templates that name no parameter."""
    for row in folder.tables.get("standard", {}).values():
        for key in ("text", "text_en"):
            for slot in explain.slots(str(row.get(key, ""))):
                if explain.parameter_of(slot) not in folder.parameters:
                    yield row.fault(
                        key, f"no parameter {slot!r}", "write {p.name} with a name of parameters.yaml"
                    )


def stray_slots(folder: Folder) -> Iterator[Fault]:
    """Slots in texts that are shown as they stand."""
    for table in RULE_TABLES:
        for row in folder.tables.get(table, {}).values():
            for key in TEXTS if table != "standard" else ("title", "title_en"):
                if "{" in str(row.get(key, "")):
                    yield row.fault(key, f"{row['id']}: a slot in the {key}", "name no figure here")


def digits(folder: Folder) -> Iterator[Fault]:
    """Figures written into the text of a rule: they would stay when the law's value changes."""
    for table in RULE_TABLES:
        for row in folder.tables.get(table, {}).values():
            for key in TEXTS:
                if DIGIT.search(explain.SLOT.sub("", str(row.get(key, "")))):
                    yield row.fault(key, f"{row['id']}: a figure in the {key}", "use a parameter: {p.name}")
