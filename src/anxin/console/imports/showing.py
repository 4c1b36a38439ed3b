"""What the templates of the desk loop over: typed lines, already in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.console.imports.steps import TONES
from anxin.console.imports.words import fault_kind_words, field_words, reason_words, value_words
from anxin.registry.queries import vocabulary
from anxin.registry.queries.imports import BatchFacts, RowFacts, columns_of_sheet, left_out, read_together
from anxin.registry.queries.vocabulary import fault_words
from anxin.registry.terms import ImportState, RowOutcome

NAMED = 3
TABS = (
    RowOutcome.NEW,
    RowOutcome.CHANGED,
    RowOutcome.CONFLICT,
    RowOutcome.DUPLICATE,
    RowOutcome.UNCHANGED,
    RowOutcome.FAULTY,
)
OUTCOME_TONES = {
    RowOutcome.NEW: "info",
    RowOutcome.CHANGED: "info",
    RowOutcome.CONFLICT: "bad",
    RowOutcome.DUPLICATE: "warn",
    RowOutcome.UNCHANGED: "neutral",
    RowOutcome.FAULTY: "bad",
}


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import in the list."""

    facts: BatchFacts
    state: str
    tone: str
    rows: int
    faults: int


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of rows, with how many there are."""

    title: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One header of the mapping form."""

    position: int
    header: str
    group: str
    samples: str
    field: str
    confidence: int
    sure: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a difference list."""

    facts: RowFacts
    tone: str
    outcome: str
    changes: Sequence[ChangeLine]
    likenesses: Sequence[str]
    faults: Sequence[str]
    notices: Sequence[str]
    choices: Sequence[tuple[str, str, bool]]
    fate: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault."""

    sheet: str
    row: int
    column: str
    kind: str
    message: str
    written: str


def batch_line(facts: BatchFacts) -> BatchLine:
    """An import in words."""
    state = ImportState(facts.state)
    counts = facts.counts
    return BatchLine(
        facts, str(state.label), TONES.get(state, "info"), counts.get("rows", 0), counts.get("faults", 0)
    )


def tabs(facts: BatchFacts, here: str = "") -> list[Tab]:
    """The lists of an import, empty ones left out."""
    lists = [
        Tab(
            str(outcome.label),
            facts.counts.get(outcome.value, 0),
            reverse("imports:rows", args=[facts.id, outcome.value]),
            here == outcome.value,
        )
        for outcome in TABS
        if facts.counts.get(outcome.value)
    ]
    told = Tab(
        _("Faults"),
        facts.counts.get("faults", 0),
        reverse("imports:faults", args=[facts.id]),
        here == "faults",
    )
    return [told, *lists]


def sheet_choices(facts: BatchFacts) -> list[tuple[str, str]]:
    """The sheets that can be read, with their size, those laid out alike together; hidden ones say so."""
    single = [(sheet["name"], _sheet_words(sheet)) for sheet in facts.sheets if sheet["layout"] != "none"]
    together = read_together(facts)
    if len(together) < 2:
        return single
    rows = sum(sheet["rows"] for sheet in facts.sheets if sheet["name"] in together)
    names = "、".join(together[:NAMED]) + ("…" if len(together) > NAMED else "")
    return [("", _("%(names)s together · %(rows)d rows") % {"names": names, "rows": rows}), *single]


def sheets_not_read(facts: BatchFacts) -> list[str]:
    """A line for each sheet with data that this import leaves out."""
    return [
        fault_words("sheet_not_read", {"sheet": sheet["name"], "rows": sheet["rows"]})
        for sheet in left_out(facts)
    ]


def _sheet_words(sheet: Mapping[str, Any]) -> str:
    words = _("%(name)s · %(rows)d rows") % {"name": sheet["name"], "rows": sheet["rows"]}
    if not sheet["visible"]:
        words += _(" · hidden sheet")
    if sheet["hidden_rows"]:
        words += _(" · %(count)d hidden rows") % {"count": sheet["hidden_rows"]}
    return words


def mapping_lines(facts: BatchFacts, sheet: str) -> list[ColumnLine]:
    """Every header of a sheet with its samples and the proposed (or decided) field."""
    fields = sorted(
        ((path, _(known.label)) for path, known in vocabulary.fields().items()), key=lambda pair: pair[1]
    )
    choices = [("", _("Keep as it is (no field)")), *fields]
    lines = []
    for position, column in enumerate(columns_of_sheet(facts, sheet)):
        proposed = column["field"]
        field = facts.mapping.get(column["header"], proposed) if sheet == facts.sheet else proposed
        lines.append(
            ColumnLine(
                position=position,
                header=column["header"],
                group=column["group"],
                samples=" · ".join(column["samples"]),
                field=field or "",
                confidence=column["confidence"],
                sure=_sure(column["confidence"], field),
                choices=choices,
            )
        )
    return lines


def _sure(confidence: int, field: str | None) -> str:
    if not field:
        return "unknown" if not confidence else "neutral"
    return "ok" if confidence >= 95 else "warn"


def row_line(facts: RowFacts) -> RowLine:
    """A row in words."""
    return RowLine(
        facts=facts,
        tone=OUTCOME_TONES[RowOutcome(facts.outcome)],
        outcome=str(RowOutcome(facts.outcome).label),
        changes=[
            ChangeLine(
                field_words(change.field),
                value_words(change.field, change.before),
                value_words(change.field, change.after),
            )
            for change in facts.changes
        ],
        likenesses=[_likeness(candidate, facts.sheet) for candidate in facts.candidates],
        faults=[
            f"{fault['column']}: {fault_words(fault['code'], fault['params'])}" for fault in facts.faults
        ],
        notices=[f"{n['column']}: {fault_words(n['code'], n['params'])}" for n in facts.notices],
        choices=_choices(facts),
        fate=_("will be written") if facts.will_write else _("will be left out"),
    )


def _likeness(candidate: Mapping[str, Any], here: str) -> str:
    reasons = reason_words(candidate["reasons"])
    if "number" in candidate:
        return _("Looks like file %(number)s: %(reasons)s") % {
            "number": candidate["number"],
            "reasons": reasons,
        }
    if candidate.get("sheet") and candidate["sheet"] != here:
        return _("Looks like row %(row)s of sheet %(sheet)s: %(reasons)s") % {
            "row": candidate["row"],
            "sheet": candidate["sheet"],
            "reasons": reasons,
        }
    return _("Looks like row %(row)s of this workbook: %(reasons)s") % {
        "row": candidate["row"],
        "reasons": reasons,
    }


def _choices(facts: RowFacts) -> list[tuple[str, str, bool]]:
    if facts.outcome in (RowOutcome.FAULTY, RowOutcome.UNCHANGED):
        return []
    new = facts.outcome == RowOutcome.DUPLICATE or (facts.candidates and not facts.number)
    usual = _("As usual: write") if facts.outcome in ("new", "changed") else _("As usual: leave out")
    offered = [("", usual), ("apply", _("It is another premises: new file") if new else _("Write it"))]
    offered += [
        (f"merge:{c['number']}", _("Same as file %(number)s") % {"number": c["number"]})
        for c in facts.candidates
        if c.get("number")
    ]
    offered.append(("skip", _("Leave it out")))
    return [(value, words, value == facts.decision) for value, words in offered]


def fault_lines(row: RowFacts, column: str, code: str) -> list[FaultLine]:
    """The faults of a row that pass the filter."""
    return [
        FaultLine(
            row.sheet,
            fault["row"],
            fault["column"],
            fault_kind_words(fault["code"]),
            fault_words(fault["code"], fault["params"]),
            row.written.get(fault["column"], ""),
        )
        for fault in row.faults
        if column in ("", fault["column"]) and code in ("", fault["code"])
    ]


def column_choices(counts: Mapping[str, int], chosen: str) -> list[tuple[str, str, bool]]:
    """Columns with faults, the worst first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return [(column, f"{column} ({times})", column == chosen) for column, times in ordered]


def code_choices(counts: Mapping[str, int], chosen: str) -> list[tuple[str, str, bool]]:
    """Kinds of fault, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return [(code, f"{fault_kind_words(code)} ({times})", code == chosen) for code, times in ordered]
