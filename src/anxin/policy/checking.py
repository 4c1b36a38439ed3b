"""The complete validation of a pack."""

from collections.abc import Iterator
from pathlib import Path

from anxin.policy import citations
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
    yield from load_faults(folder, rules)
    yield from citations.unresolved(folder)
    yield from citations.unquoted(folder)
