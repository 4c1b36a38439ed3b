"""A pack folder → rows: every file read, and what it extends merged underneath by id."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from anxin.policy.contracts import Fault, PackInvalid
from anxin.policy.rows import Row, YamlFaults, read_yaml
from anxin.policy.source import SourceText

MAPPINGS = ("pack", "parameters", "facts")


@dataclass
class Folder:
    """The rows of a pack, its sources and its faults so far.

    `parameters` maps a name to its row; `facts` maps a name to (row, key), so that its line is known.
    """

    path: Path
    identity: Row
    parameters: dict[str, Row] = field(default_factory=dict)
    facts: dict[str, tuple[Row, str]] = field(default_factory=dict)
    tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    sources: list[SourceText] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)

    @property
    def content_hash(self) -> str:
        """SHA-256 over every file of the pack and of what it extends."""
        return hashlib.sha256("\n".join(self.hashes).encode()).hexdigest()


def read_folder(path: Path, roots: Iterable[Path] = (), seen: tuple[Path, ...] = ()) -> Folder:
    """Read a pack and everything it extends.

    Args:
        roots: folders in which an extended pack is searched, after the pack's own neighbours.
    Raises:
        PackInvalid: no pack.yaml, or a circle of extensions. Other faults are collected in the folder.
    """
    pack_file = path / "pack.yaml"
    if not pack_file.is_file():
        raise PackInvalid([Fault(f"{path.name}/pack.yaml", 1, "no such file", "create the pack's identity")])
    try:
        identity = read_yaml(pack_file, f"{path.name}/pack.yaml")
    except YamlFaults as error:
        raise PackInvalid([error.fault]) from error
    if not isinstance(identity, Row):
        fault = Fault(f"{path.name}/pack.yaml", 1, "not a mapping", "write id, title, valid …")
        raise PackInvalid([fault])
    folder = _base(path, identity, tuple(roots), seen)
    _read_files(folder)
    return folder


def _base(path: Path, identity: Row, roots: tuple[Path, ...], seen: tuple[Path, ...]) -> Folder:
    extends = identity.get("extends")
    if extends is None:
        return Folder(path, identity)
    parent = next(
        (root / str(extends) for root in (path.parent, *roots) if (root / str(extends)).is_dir()), None
    )
    if parent is None:
        raise PackInvalid(
            [identity.fault("extends", f"no pack {extends!r}", "name a folder beside this one")]
        )
    if parent.resolve() in (path.resolve(), *seen):
        raise PackInvalid([identity.fault("extends", "the pack extends itself", "break the circle")])
    base = read_folder(parent, roots, (*seen, path.resolve()))
    merged = Row({**base.identity, **identity})
    merged.file, merged.line, merged.unquoted = identity.file, identity.line, identity.unquoted
    merged.lines = identity.lines
    base.path, base.identity = path, merged
    return base


def _read_files(folder: Folder) -> None:
    files = sorted([*folder.path.glob("*.yaml"), *folder.path.glob("source/*.txt")])
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        folder.hashes.append(f"{file.relative_to(folder.path).as_posix()} {digest}")
        if file.suffix == ".txt":
            folder.sources.append(SourceText.read(file))
        elif file.name != "pack.yaml":
            _read_table(folder, file)


def _read_table(folder: Folder, file: Path) -> None:
    name = f"{folder.path.name}/{file.name}"
    try:
        content = read_yaml(file, name)
    except YamlFaults as error:
        folder.faults.append(error.fault)
        return
    if file.stem in MAPPINGS and isinstance(content, Row):
        _merge_mapping(folder, file.stem, content)
    elif isinstance(content, list) and file.stem not in MAPPINGS:
        _merge_rows(folder, file.stem, name, content)
    elif content is not None:
        shape = "a mapping" if file.stem in MAPPINGS else "a list of rows"
        folder.faults.append(Fault(name, 1, f"not {shape}", f"begin the file with {shape}"))


def _merge_mapping(folder: Folder, stem: str, content: Row) -> None:
    for key, value in content.items():
        if stem == "facts":
            folder.facts[key] = (content, key)
        elif isinstance(value, Row):
            folder.parameters[key] = value
        else:
            folder.faults.append(
                content.fault(key, f"parameter {key!r} has no type", "write type, cite, values")
            )


def _merge_rows(folder: Folder, stem: str, name: str, rows: list[object]) -> None:
    table = folder.tables.setdefault(stem, {})
    inherited, own = set(table), set()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Row) or not isinstance(row.get("id"), str) or not row["id"]:
            where = row.line if isinstance(row, Row) else 1
            folder.faults.append(Fault(name, where, f"row {number} has no id", "give it a text id"))
        elif row["id"] in own:
            folder.faults.append(
                row.fault("id", f"id {row['id']!r} stands twice", "keep one of the two rows")
            )
        else:
            own.add(row["id"])
            table[row["id"]] = _override(folder, table[row["id"]], row) if row["id"] in inherited else row
            if row.get("removed") is True:
                del table[row["id"]]


def _override(folder: Folder, old: Row, new: Row) -> Row:
    """The row of an extending pack laid over the one it replaces. What it changes it must cite itself."""
    if "cite" not in new and "cells" not in new:
        folder.faults.append(new.fault("id", f"{new['id']!r} is changed without a citation", "add cite"))
    row = Row({**old, **new})
    row.file, row.line, row.unquoted = new.file, new.line, new.unquoted | (old.unquoted - new.keys())
    row.lines = dict.fromkeys(old, new.line) | new.lines
    return row
