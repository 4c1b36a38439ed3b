"""Lines of a check form → facts."""

from typing import Any

from anxin.registry.excel.cells import is_unknown
from anxin.registry.excel.records.record import Desk, Record
from anxin.registry.excel.text import level


def item_facts(
    record: Record, row: int, header: str, *, subject: str, content: str, result: str, turn: str, desk: Desk
) -> None:
    """One line of a check form: kept as written, and as facts where its words leave no doubt."""
    line = "/".join(part for part in (turn, subject, content) if part)
    if not line:
        return
    known = is_unknown(result, desk.context.vocabulary)
    if not known:
        record.extra[f"item:{line}"[:200]] = result[:2000]
    if known or turn.startswith("上次"):
        return
    words = desk.context.vocabulary.words
    problem_column = "问题" in header
    good = level(result) in (words["none"] if problem_column else words["yes"])
    bad = not problem_column and level(result) in words["no"]
    for item in desk.context.vocabulary.items:
        if not any(word in level(subject + content) for word in item["any"]):
            continue
        facts: dict[str, Any] = {}
        for word, said in item.get("said", {}).items():
            if word in level(result) or (good and not problem_column and word in level(content)):
                facts.update(said)
        if not facts and good:
            facts = dict(item.get("good", {}))
        if not facts and bad:
            facts = dict(item.get("bad", {}))
        for path, value in facts.items():
            record.values.setdefault(path, value)
            record.positions.setdefault(path, {"row": row, "column": line[:200]})
