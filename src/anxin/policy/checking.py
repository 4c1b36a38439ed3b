"""The complete validation of a pack: what keeps it from loading, and what would make it wrong."""

from collections.abc import Iterator
from pathlib import Path

from anxin.policy import citations
from anxin.policy.checks import cells, contradictions, shapes, texts
from anxin.policy.contracts import Fault, PackInvalid
from anxin.policy.folder import Folder, read_folder
from anxin.policy.loading import load_faults
from anxin.policy.rules import read_rules


def check(path: Path, root: Path) -> list[Fault]:
    """Every fault of the pack in a folder, in file order; empty when it is sound."""
    try:
        folder = read_folder(path, (root,))
    except PackInvalid as invalid:
        return invalid.faults
    return sorted(set(_faults(folder)))


def _faults(folder: Folder) -> Iterator[Fault]:
    rules = read_rules(folder)
    loading = list(load_faults(folder, rules))
    yield from loading
    yield from shapes.strange_keys(folder)
    yield from citations.unquoted(folder)
    yield from citations.unread(folder)
    yield from texts.digits(folder)
    yield from texts.stray_slots(folder)
    if not loading:
        yield from cells.uncovered(folder)
        yield from cells.misplaced(folder)
        yield from contradictions.contradictions(rules)
