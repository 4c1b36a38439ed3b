"""Which column means which field: a proposal with its confidence, never more than a proposal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from stdnum.cn import uscc

from anxin.registry.excel.cells import codes, phones
from anxin.registry.excel.text import bare_header_key, header_key
from anxin.registry.excel.vocabulary import vocabulary

CERTAIN, IN_BRACKETS, BY_GROUP, BY_VALUES, FUZZY_FLOOR = 100, 96, 98, 70, 82


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ledger.

    Attributes:
        index: from 1, as the sheet counts.
        header: the sheet's own header text; with its group where the text alone is not unique.
        group: text of the merged header above, or "".
        leaf: the lowest header text.
    """

    index: int
    header: str
    group: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column seems to mean.

    Attributes:
        field: a path of the vocabulary; None to keep the column as it is.
        confidence: 0 … 100.
    """

    column: Column
    field: str | None
    confidence: int


def propose(
    columns: Sequence[Column],
    samples: Mapping[int, Sequence[str]],
    remembered: Mapping[str, str | None] | None = None,
) -> list[Proposal]:
    """A field for each column; no field twice, the more certain column wins.

    Args:
        samples: column index → values below the header.
        remembered: header → field (None: left as it is) as the organisation decided before.
    """
    wishes = {
        column.index: _wish(column, samples.get(column.index, ()), remembered or {}) for column in columns
    }
    taken: set[str] = set()
    found: dict[int, Proposal] = {}
    for column in sorted(columns, key=lambda column: -wishes[column.index][1]):
        field, confidence = wishes[column.index]
        if field in taken:
            field, confidence = None, 0
        if field:
            taken.add(field)
        found[column.index] = Proposal(column, field, confidence)
    return [found[column.index] for column in columns]


def _wish(
    column: Column, samples: Iterable[str], remembered: Mapping[str, str | None]
) -> tuple[str | None, int]:
    if column.header in remembered:
        return remembered[column.header], CERTAIN
    field, confidence = field_of(column.group, column.leaf)
    if field or confidence:
        return field, confidence
    return _by_values([sample for sample in samples if sample])


@lru_cache(maxsize=8192)
def field_of(group: str, leaf: str) -> tuple[str | None, int]:
    """The field a wording names and the confidence; (None, 100) for a wording that is kept as it is."""
    known = vocabulary()
    key, bare = header_key(leaf), bare_header_key(leaf)
    equipment = (
        known.groups.get(header_key(group)) or known.groups.get(bare_header_key(group)) if group else None
    )
    for candidate in (key, bare):
        if equipment and (equipment, candidate) in known.grouped:
            return known.grouped[equipment, candidate], BY_GROUP
    if equipment and (joined := known.headers.get(header_key(group) + key)):
        return joined, BY_GROUP
    if group and not equipment and (joined := known.headers.get(header_key(group + leaf))):
        return joined, BY_GROUP
    for candidate, confidence in ((key, CERTAIN), (bare, IN_BRACKETS)):
        if candidate in known.headers and not _belongs_elsewhere(equipment, known.headers[candidate]):
            return known.headers[candidate], confidence
        if candidate in known.kept:
            return None, confidence
    return (None, 0) if equipment else _fuzzy(bare or key)


def _belongs_elsewhere(equipment: str | None, field: str) -> bool:
    """Under 报警器, a 到期日 is never the hose's."""
    head = field.partition(".")[0]
    return equipment is not None and "." in field and head != equipment and head != "area"


def _fuzzy(key: str) -> tuple[str | None, int]:
    if len(key) < 3:
        return None, 0
    known = vocabulary()
    hit = process.extractOne(key, [*known.headers, *known.kept], scorer=fuzz.ratio, score_cutoff=FUZZY_FLOOR)
    if hit is None:
        return None, 0
    return known.headers.get(hit[0]), int(hit[1]) - 5


def _by_values(samples: Sequence[str]) -> tuple[str | None, int]:
    """A column without a known header, told by what stands in it."""
    if len(samples) < 3:
        return None, 0
    for field, test in (
        ("credit_code", lambda text: bool(uscc.is_valid(text))),
        ("holder_id_number", codes.is_id_number),
        ("holder_phone", lambda text: bool(phones.MOBILE.match(text))),
    ):
        if sum(test(sample) for sample in samples) >= 0.8 * len(samples):
            return field, BY_VALUES
    return None, 0
