"""Finding a pack and making it usable."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from anxin.kernel import Clause
from anxin.kernel.period import Period
from anxin.policy import citations
from anxin.policy.checks import dates, shapes, texts
from anxin.policy.contracts import ClauseEntry, Fault, PackInvalid, Requirement
from anxin.policy.folder import Folder, read_folder
from anxin.policy.pack import Pack
from anxin.policy.program import readings
from anxin.policy.rows import Row
from anxin.policy.rules import RequirementRule, Rules, read_rules
from anxin.policy.terms import Status

IN_REPOSITORY = Path(__file__).resolve().parents[3] / "packs"


def packs_root() -> Path:
    """Where packs are: the folder named by ANXIN_PACKS, or the repository's own."""
    return Path(os.environ.get("ANXIN_PACKS") or IN_REPOSITORY)


def load_pack(pack: str) -> Pack:
    """A pack by its id (a folder of the packs root) or by the path of its folder; cached.

    Raises:
        PackInvalid: the pack does not exist or cannot be used; carries every fault.
    """
    path = Path(pack) if os.sep in pack else packs_root() / pack
    return _load(path.resolve(), packs_root().resolve())


@cache
def _load(path: Path, root: Path) -> Pack:
    folder = read_folder(path, (root,))
    rules = read_rules(folder)
    faults = list(load_faults(folder, rules))
    if faults:
        raise PackInvalid(faults)
    return build(folder, rules)


def load_faults(folder: Folder, rules: Rules) -> Iterator[Fault]:
    """Everything that keeps a pack from being used at all."""
    yield from folder.faults
    yield from rules.faults
    yield from _identity_faults(folder.identity)
    yield from shapes.missing_keys(folder)
    yield from shapes.wrong_texts(folder)
    yield from citations.missing(folder)
    yield from citations.unresolved(folder)
    yield from texts.unknown_slots(folder)
    yield from dates.gaps(folder)


def _identity_faults(row: Row) -> Iterator[Fault]:
    for key in ("id", "title", "title_en", "document", "issuer", "version"):
        if not isinstance(row.get(key), str):
            yield row.fault(key, f"no {key}", "write it as text")
    if row.get("status") not in tuple(Status):
        yield row.fault("status", f"no status {row.get('status')!r}", f"one of {', '.join(Status)}")
    valid = row.get("valid")
    first, last = (valid.get("from"), valid.get("to")) if isinstance(valid, Row) else (None, None)
    if type(first) is not date or type(last) is not date or first > last:
        yield row.fault("valid", "no validity", "write {from: day, to: day}")
    if type(row.get("accrual_from")) is not date:
        yield row.fault("accrual_from", "no accrual day", "write the day from which money counts")


def build(folder: Folder, rules: Rules) -> Pack:
    """The pack of a folder without load faults."""
    row = folder.identity
    clauses = _clauses(folder)
    return Pack(
        id=row["id"],
        title=row["title"],
        title_en=row["title_en"],
        document=row["document"],
        issuer=row["issuer"],
        issuer_en=row.get("issuer_en", row["issuer"]),
        district=str(row.get("district", "")),
        version=row["version"],
        status=Status(row["status"]),
        valid=Period(row["valid"]["from"], row["valid"]["to"]),
        accrual_from=row["accrual_from"],
        as_of=str(row.get("as_of", "")),
        content_hash=folder.content_hash,
        clauses=MappingProxyType(clauses),
        tables=MappingProxyType(_tables(folder)),
        fields=MappingProxyType(dict(rules.fields)),
        standard=tuple(_requirement(rule, rules, clauses) for rule in rules.requirements),
        rules=rules,
    )


def _clauses(folder: Folder) -> dict[str, ClauseEntry]:
    entries: dict[str, ClauseEntry] = {}
    line, last = 1, ""
    for id, row in folder.tables.get("clauses", {}).items():
        text = row.get("text") or ""
        found = source_line(folder, text, line + (text == last))
        line, last = max(line, found or 0), text  # merged cells repeat an earlier text
        entries[id] = ClauseEntry(id, row["title"], row["place"], text, row.get("parent"), found)
    return entries


def source_line(folder: Folder, text: str, after: int = 1) -> int | None:
    """The source line of a text: from a line on where it is repeated, else anywhere."""
    for source in folder.sources:
        found = source.line_of(text, after) or source.line_of(text)
        if found:
            return found
    return None


def _requirement(rule: RequirementRule, rules: Rules, clauses: Mapping[str, ClauseEntry]) -> Requirement:
    row, groups = rule.row, [rules.groups[name].row for name in rule.row["cells"]]
    first = clauses[next(iter(row["cells"].values()))]
    return Requirement(
        id=rule.id,
        title=row["title"],
        title_en=row["title_en"],
        clause=Clause(first.id, first.title, first.place, first.text),
        column=row["column"],
        user=tuple(dict.fromkeys(group["user"] for group in groups)),
        gas=tuple(dict.fromkeys(group["gas"] for group in groups)),
        when=row.get("when", "True"),
        must=row["must"],
        text=row["text"],
        text_en=row["text_en"],
        rests_on=rules.uses(rule.must, rule.when),
        cells=tuple(row["cells"].items()),
        readings=readings(row),
    )


def _tables(folder: Folder) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Every table, and the parameters and named facts as tables of their own."""
    tables = {name: tuple(_public(row) for row in rows.values()) for name, rows in folder.tables.items()}
    tables["parameters"] = tuple(_public({"id": name, **row}) for name, row in folder.parameters.items())
    tables["facts"] = tuple(
        MappingProxyType({"id": name, "expression": row[key]}) for name, (row, key) in folder.facts.items()
    )
    return tables


def _public(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as readers see it: `clause` instead of `cite`, the id first."""
    cited = citations.cited(row)
    head = {"id": row["id"], **({"clause": cited[0], "clauses": list(cited)} if cited else {})}
    return MappingProxyType({**head, **{k: v for k, v in row.items() if k not in ("id", "cite")}})
