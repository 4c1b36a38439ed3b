"""Boxes that are ticked in one cell: "☑有 □无"."""

import re

from anxin.registry.excel.text import kept

_TICKED = "☑☒√✓✔■●🗸"
_EMPTY_BOX = "□○◻☐◯"
_BOXES = re.compile(rf"[{_TICKED}{_EMPTY_BOX}]")


def ticked_label(text: str) -> str | None:
    """The label whose box is ticked in "☑有 □无"; None without boxes, "" with none ticked."""
    if not any(char in text for char in _EMPTY_BOX) and len(_BOXES.findall(text)) < 1:
        return None
    labels = [kept(part).strip("/、,，;； ") for part in _BOXES.split(text)]
    boxes = _BOXES.findall(text)
    if not any(labels):
        return None
    paired = labels[1:] if not labels[0] else labels[:-1]
    chosen = [label for box, label in zip(boxes, paired, strict=False) if box in _TICKED]
    return "/".join(chosen)
