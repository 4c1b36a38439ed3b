"""Files of worked cases: read, judged by one of the engines, written as the command line promises.

What this edition computes is compliance, the failed requirements and their explanation. Amounts need
subsidy rules, which no pack has yet: `schemes` is empty, `split` and `expansion` null; the answer says so.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from anxin.policy import vocabulary
from anxin.policy.contracts import Finding, Judgement
from anxin.policy.engines import judge_frame
from anxin.policy.judging import judge
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome

NOT_COMPUTED = ("schemes", "expansion", "split", "reasons")


@dataclass(frozen=True)
class Case:
    """One worked case: typed facts, and the day whose parameters count (None: nothing to judge)."""

    id: str
    facts: Mapping[str, Any]
    on: date | None


class UnreadableCases(Exception):
    """A file that holds no worked cases."""


def read_cases(path: Path, pack: Pack, on: date | None, warn: Callable[[str], None]) -> list[Case]:
    """Every case of a file, in its order.

    Args:
        on: the legal day for all of them; without it each is read on the day of the pack's `as_of` field.
        warn: told of each value that does not fit its field, which then counts as unknown.
    Raises:
        UnreadableCases: no such file, not JSON, or no list of cases.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableCases(f"{path}: {error}") from error
    lists = [content] if isinstance(content, list) else content.values() if isinstance(content, dict) else []
    rows = [row for rows in lists if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    cases = [
        _case(row, pack, on, warn) for row in rows if "id" in row and isinstance(row.get("inputs"), dict)
    ]
    if not cases:
        raise UnreadableCases(f"{path}: no cases with id and inputs")
    return cases


def _case(row: Mapping[str, Any], pack: Pack, on: date | None, warn: Callable[[str], None]) -> Case:
    if row.get("kind", "case") != "case":
        return Case(str(row["id"]), {}, None)
    facts = {}
    for name, field in pack.fields.items():
        try:
            facts[name] = vocabulary.typed(row["inputs"].get(name), field)
        except (TypeError, ValueError) as error:
            facts[name] = None
            warn(f"{row['id']}: {name}: {error}; counted as unknown")
    day = on or facts.get(pack.as_of) or pack.accrual_from
    return Case(str(row["id"]), facts, day)


def evaluate(pack: Pack, cases: Sequence[Case], engine: str = "single") -> dict[str, Any]:
    """The answers to worked cases, as the command line prints them."""
    judgements = judge_each(pack, cases) if engine == "single" else judge_by_day(pack, cases, engine)
    return {
        "pack": {"id": pack.id, "version": pack.version, "content_hash": pack.content_hash},
        "engine": engine,
        "not_computed": list(NOT_COMPUTED),
        "results": [_result(case, judgement) for case, judgement in zip(cases, judgements, strict=True)],
    }


def judge_each(pack: Pack, cases: Sequence[Case]) -> list[Judgement | None]:
    """The judgement of each case by the generated function."""
    return [None if case.on is None else judge(pack, case.facts, case.on) for case in cases]


def judge_by_day(pack: Pack, cases: Sequence[Case], engine: str) -> list[Judgement | None]:
    """The same by a bulk engine, one frame per legal day."""
    found: dict[int, Judgement] = {}
    for day in sorted({case.on for case in cases if case.on is not None}):
        places = [place for place, case in enumerate(cases) if case.on == day]
        found |= zip(
            places, judge_frame(pack, [cases[place].facts for place in places], day, engine), strict=True
        )
    return [found.get(place) for place in range(len(cases))]


def _result(case: Case, judgement: Judgement | None) -> dict[str, Any]:
    return {
        "id": case.id,
        "compliant": judgement.compliant if judgement else None,
        "failed_requirements": list(judgement.failed) if judgement else [],
        "unknown_requirements": [
            finding.requirement_id
            for finding in (judgement.findings if judgement else ())
            if finding.outcome is Outcome.UNKNOWN
        ],
        "schemes": {},
        "expansion": None,
        "split": None,
        "reasons": [],
        "explanation": list(_explanation(judgement.findings)) if judgement else [],
    }


def _explanation(findings: Sequence[Finding]) -> Iterator[dict[str, str]]:
    """Failed first, then unknown, then met; each in the order of the standard."""
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET):
        for finding in findings:
            if finding.outcome is outcome:
                yield {
                    "code": finding.requirement_id,
                    "outcome": outcome,
                    "clause": finding.clause.id,
                    "text": finding.text,
                    "text_en": finding.text_en,
                }
