"""The dry run: every record against the other rows and against what is known. It writes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.registry import access
from anxin.registry.contracts import KnownFile
from anxin.registry.imports.differing import difference
from anxin.registry.imports.matching import Keys, Likeness, Sheetmates, contradictions, keys_of, likeness
from anxin.registry.models import Premises, Source
from anxin.registry.queries.known import files_by_id, known_files
from anxin.registry.terms import PREMISES_FIELDS, RowOutcome, SourceKind

PORTION = 1000
# A person who stood there, or corrected the file by hand, outweighs a ledger until somebody decides.
_WEIGHTIER = {SourceKind.PERSON, SourceKind.VISIT}
_SPELLING = ("sequence", "address", "sign_name", "licence_name", "longitude", "latitude")
FindKnown = Callable[[Sequence[Keys]], Mapping[tuple[str, str], Sequence["Known"]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A known file with its keys, its kept columns and where each value came from."""

    file: KnownFile
    keys: Keys
    extra: Mapping[str, str]
    sources: Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Assessed:
    """One record and what it would do."""

    record: dict[str, Any]
    outcome: RowOutcome
    known: Known | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    repeats: bool = False


def assess(
    records: Iterable[dict[str, Any]], *, area_code: str, area_names: Mapping[str, str], actor: Actor | None
) -> Iterator[Assessed]:
    """Each record with its outcome, in the sheet's order.

    Args:
        actor: whose reach limits what is compared with; None where no file can be known yet.
    """
    mates = Sheetmates()
    stream = iter(records)
    company = _own_company(actor)
    while portion := list(islice(stream, PORTION)):
        for record in portion:
            _as_own_customer(record, company)
            if actor:
                _only_own_fields(record, actor)
        keyed = [(record, keys_of(record["values"], record["area_code"], area_names)) for record in portion]
        known = _known(keyed, area_code, area_names, actor) if actor else {}
        kinds = _source_kinds(known)
        for record, keys in keyed:
            yield _assessed(record, keys, mates, known, kinds)


def _own_company(actor: Actor | None) -> UUID | None:
    """The company whose customers an actor's whole reach is, or None for a government office."""
    reach = actor.reach(Permission.PREMISES_IMPORT) if actor else None
    return reach.company_ids[0] if reach and reach.company_ids and not reach.area_codes else None


def _as_own_customer(record: dict[str, Any], company: UUID | None) -> None:
    if company is None:
        return
    stated = record["values"].setdefault("supplier_id", str(company))
    if stated != str(company):
        place = record["positions"].get("supplier_id", {})
        record["faults"].append(
            {"column": place.get("column", ""), "code": "other_company", "params": {}, "row": record["row"]}
        )
        record["usable"] = False


def _only_own_fields(record: dict[str, Any], actor: Actor) -> None:
    """Take out what this actor may not write, so that neither the file nor this import keeps it."""
    supplier = record["values"].get("supplier_id")
    allowed = _writable(actor, record["area_code"], UUID(supplier) if supplier else None)
    for name in [n for n in record["values"] if n in PREMISES_FIELDS and n not in allowed]:
        column = record["positions"].pop(name, {}).get("column", "")
        record["values"].pop(name)
        record["raw"].pop(column, None)
        record["extra"].pop(column, None)
        notice = {"column": column, "code": "not_yours", "params": {}, "row": record["row"]}
        record["notices"].append(notice)


@lru_cache(maxsize=1024)
def _writable(actor: Actor, area_code: str, supplier_id: UUID | None) -> frozenset[str]:
    return access.writable_fields(actor, area_code, supplier_id)


def _known(
    keyed: Sequence[tuple[dict[str, Any], Keys]], area_code: str, names: Mapping[str, str], actor: Actor
) -> dict[tuple[str, str], list[Known]]:
    keys = [key for _record, key in keyed]
    sign_names = {str(r["values"].get(n) or "") for r, _key in keyed for n in ("sign_name", "licence_name")}
    found = {
        file.id: file
        for file in [
            *known_files(
                actor,
                area_code=area_code,
                address_keys={k.place for k in keys},
                credit_codes={k.credit for k in keys},
                account_numbers={k.account for k in keys},
                phones={str(r["values"].get("holder_phone") or "") for r, _key in keyed},
                names=sign_names,
            ),
            *_by_number(actor, area_code, {k.number for k in keys} - {""}),
        ]
    }
    more = {
        pk: (extra, sources)
        for pk, extra, sources in Premises.objects.filter(pk__in=list(found)).values_list(
            "pk", "extra", "sources"
        )
    }
    blocks: dict[tuple[str, str], list[Known]] = {}
    for file in found.values():
        known = Known(
            file, keys_of({**file.values, "number": file.number}, file.area_code, names), *more[file.id]
        )
        for block in known.keys.blocks():
            blocks.setdefault(block, []).append(known)
    return blocks


def _by_number(actor: Actor, area_code: str, numbers: set[str]) -> list[KnownFile]:
    if not numbers:
        return []
    rows = access.visible(actor, Permission.PREMISES_IMPORT).filter(
        number__in=numbers, area__code__startswith=area_code
    )
    return files_by_id(actor, rows.values_list("pk", flat=True))


def _source_kinds(known: Mapping[tuple[str, str], Sequence[Known]]) -> dict[str, str]:
    ids = {
        str(source["source"])
        for files in known.values()
        for file in files
        for source in file.sources.values()
        if isinstance(source, Mapping) and source.get("source")
    }
    return {str(pk): kind for pk, kind in Source.objects.filter(pk__in=ids).values_list("pk", "kind")}


def _assessed(
    record: dict[str, Any],
    keys: Keys,
    mates: Sheetmates,
    known: Mapping[tuple[str, str], Sequence[Known]],
    kinds: Mapping[str, str],
) -> Assessed:
    if not record["usable"]:
        return Assessed(record, RowOutcome.FAULTY)
    earlier = mates.earlier(keys)
    mates.add(record["sheet"], record["row"], keys, record["values"])
    if earlier:
        return _repeated(record, earlier)
    matches = _matches(keys, known)
    certain = [file for file, found in matches if found.certain]
    if len(certain) == 1:
        return _compared(record, certain[0], kinds)
    if matches:
        return Assessed(
            record, RowOutcome.DUPLICATE, candidates=[_candidate(f, found) for f, found in matches]
        )
    return Assessed(record, RowOutcome.NEW)


def _repeated(record: dict[str, Any], earlier: tuple[str, int, Likeness, Mapping[str, Any]]) -> Assessed:
    """A premises that stands in the workbook twice: once more, or saying something else."""
    sheet, row, found, values = earlier
    against = contradictions(record["values"], values, _SPELLING)
    outcome = RowOutcome.CONFLICT if against else RowOutcome.DUPLICATE
    candidate = {"row": row, "sheet": sheet, "reasons": list(found.reasons), "certain": found.certain}
    changes = {name: [values[name], record["values"][name]] for name in against}
    return Assessed(record, outcome, changes=changes, candidates=[candidate], repeats=True)


def _matches(keys: Keys, known: Mapping[tuple[str, str], Sequence[Known]]) -> list[tuple[Known, Likeness]]:
    near = {file.file.id: file for block in keys.blocks() for file in known.get(block, ())}
    found = [(file, like) for file in near.values() if (like := likeness(keys, file.keys))]
    return sorted(found, key=lambda pair: (not pair[1].certain, pair[0].file.number))


def _candidate(file: Known, found: Likeness) -> dict[str, Any]:
    return {"number": file.file.number, "reasons": list(found.reasons), "certain": found.certain}


def _compared(record: dict[str, Any], known: Known, kinds: Mapping[str, str]) -> Assessed:
    found = difference(record["values"], record["area_code"], record["extra"], known.file, known.extra)
    if not found.changes:
        return Assessed(record, RowOutcome.UNCHANGED, known)
    conflict = _is_older(record, known) or any(
        change[0] not in (None, "") and _weighs_more(name, known, kinds)
        for name, change in found.changes.items()
    )
    return Assessed(record, RowOutcome.CONFLICT if conflict else RowOutcome.CHANGED, known, found.changes)


def _is_older(record: Mapping[str, Any], known: Known) -> bool:
    """The ledger tells of a check before the one on file."""
    told, kept = record["values"].get("last_checked_on"), known.file.values.get("last_checked_on")
    return bool(told and kept and told < kept.isoformat())


def _weighs_more(name: str, known: Known, kinds: Mapping[str, str]) -> bool:
    source = known.sources.get(name)
    return isinstance(source, Mapping) and kinds.get(str(source.get("source"))) in _WEIGHTIER
