"""Files of worked cases: read, decided by one of the engines, written as the command line promises.

A case with costs is decided; a case without any is only judged, and the answer names what it leaves out.
A settlement is settled, always in Python's own integers.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from anxin.policy import vocabulary
from anxin.policy.contracts import Field, Judgement
from anxin.policy.engines import decide_frame, judge_frame
from anxin.policy.grants.contracts import Decision, Settlement
from anxin.policy.grants.deciding import check, decide
from anxin.policy.grants.inputs import InvalidInputs
from anxin.policy.grants.settling import settle
from anxin.policy.judging import judge
from anxin.policy.pack import Pack

CASE, CLAIM, SETTLEMENT = "case", "claim", "settlement"

Answer = Judgement | Decision | Settlement


@dataclass(frozen=True)
class Case:
    """One worked case: typed facts, the day whose parameters count, and what is asked of it.

    Attributes:
        kind: CASE (judge it), CLAIM (decide it) or SETTLEMENT.
    """

    id: str
    kind: str
    facts: Mapping[str, Any]
    on: date


class UnreadableCases(Exception):
    """A file that holds no worked cases, or one that cannot be decided."""


def read_cases(path: Path, pack: Pack, on: date | None, warn: Callable[[str], None]) -> list[Case]:
    """Every case of a file, in its order.

    Args:
        on: the legal day for all of them; without it each is read on the day of the pack's `as_of` field.
        warn: told of each value of a case without costs that does not fit its field and counts as unknown.
    Raises:
        UnreadableCases: no such file, not JSON, no list of cases, or a value that a claim or a settlement
            cannot have: outside the vocabulary, a missing or impossible amount, no day.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableCases(f"{path}: {error}") from error
    lists = [content] if isinstance(content, list) else content.values() if isinstance(content, dict) else []
    rows = [row for rows in lists if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    asked = [row for row in rows if "id" in row and isinstance(row.get("inputs"), dict)]
    if not asked:
        raise UnreadableCases(f"{path}: no cases with id and inputs")
    try:
        return [_case(row, pack, on, warn) for row in asked]
    except InvalidInputs as error:
        raise UnreadableCases(f"{path}: {error.message}") from error


def _case(row: Mapping[str, Any], pack: Pack, on: date | None, warn: Callable[[str], None]) -> Case:
    id, kind = str(row["id"]), _kind(row, pack)
    if kind == CASE:
        facts = _facts(id, row["inputs"], pack.fields, warn)
        return Case(id, kind, facts, on or facts.get(pack.as_of) or pack.accrual_from)
    if kind == SETTLEMENT:
        facts = _facts(id, row["inputs"], pack.rules.grants.settlement_fields, _refuse)
        _checked(id, lambda: settle(pack, facts, on))
        return Case(id, kind, facts, on or pack.valid.first)
    facts = _facts(id, row["inputs"], pack.fields, _refuse)
    _checked(id, lambda: check(pack, facts))
    return Case(id, kind, facts, on or facts.get(pack.as_of) or pack.accrual_from)


def _kind(row: Mapping[str, Any], pack: Pack) -> str:
    grants = pack.rules.grants
    kind = row.get("kind", CASE)
    if kind == CASE:
        return CLAIM if any(name in row["inputs"] for name in grants.costs) else CASE
    if kind == SETTLEMENT and grants.settlement:
        return SETTLEMENT
    raise InvalidInputs(f"{row['id']}: {pack.id} cannot answer a case of kind {kind!r}")


def _refuse(line: str) -> None:
    raise InvalidInputs(line)


def _checked(id: str, ask: Callable[[], object]) -> None:
    try:
        ask()
    except InvalidInputs as error:
        raise InvalidInputs(f"{id}: {error.message}", fields=error.fields) from error


def _facts(
    id: str, inputs: Mapping[str, Any], fields: Mapping[str, Field], wrong: Callable[[str], None]
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, field in fields.items():
        facts[name] = None
        try:
            facts[name] = vocabulary.typed(inputs.get(name), field)
        except (TypeError, ValueError, OverflowError) as error:
            end = "" if wrong is _refuse else "; counted as unknown"
            wrong(f"{id}: {name}: {error}{end}")
    return facts


def answer(pack: Pack, cases: Sequence[Case], engine: str = "single") -> list[Answer]:
    """The answer to every case, by one of the engines."""
    if engine == "single":
        return [_single(pack, case) for case in cases]
    found: dict[int, Answer] = {
        place: settle(pack, case.facts, case.on)
        for place, case in enumerate(cases)
        if case.kind == SETTLEMENT
    }
    asks: tuple[tuple[str, Callable[..., Sequence[Answer]]], ...] = (
        (CASE, judge_frame),
        (CLAIM, decide_frame),
    )
    for kind, ask in asks:
        places = [place for place, case in enumerate(cases) if case.kind == kind]
        facts, days = [cases[place].facts for place in places], [cases[place].on for place in places]
        found |= zip(places, ask(pack, facts, days, engine), strict=True)
    return [found[place] for place in range(len(cases))]


def _single(pack: Pack, case: Case) -> Answer:
    asked: dict[str, Callable[[Pack, Mapping[str, Any], date], Answer]] = {
        CASE: judge,
        CLAIM: decide,
        SETTLEMENT: settle,
    }
    return asked[case.kind](pack, case.facts, case.on)
