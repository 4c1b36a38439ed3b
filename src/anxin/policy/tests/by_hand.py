"""The hand-typed cases that travel with the pack, and the worked subsidy cases, read as expectations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from anxin.policy import Outcome, Pack, deadline_for, judge, special_groups_of
from anxin.policy.loading import IN_REPOSITORY

CASES = IN_REPOSITORY / "lishui-2023" / "cases"
NOTE = "附件1·备注"
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class HandCase:
    """One case and what a person expects of it."""

    id: str
    facts: dict[str, Any]
    failed: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    due: date | None = None
    groups: tuple[str, ...] | None = None
    cell: str = ""

    @property
    def compliant(self) -> bool | None:
        """No with a failure, unknown with an unknown, else yes."""
        return False if self.failed else None if self.unknown else True


def disagreements(pack: Pack, case: HandCase) -> Iterator[str]:
    """Everything in which the pack says something else than the person."""
    judgement = judge(pack, case.facts, DAY)
    unknown = tuple(f.requirement_id for f in judgement.findings if f.outcome is Outcome.UNKNOWN)
    found = (judgement.compliant, judgement.failed, unknown)
    if found != (case.compliant, case.failed, case.unknown):
        yield f"verdict {found}"
    for finding in judgement.findings:
        if finding.clause.id != NOTE and not finding.clause.id.startswith(case.cell):
            yield f"{finding.requirement_id} cites {finding.clause.id}"
    if case.due is not None:
        deadline = deadline_for(pack, case.facts, DAY)
        if deadline is None or (deadline.by, deadline.certain) != (case.due, True):
            yield f"deadline {deadline}"
    groups = tuple(hit.id for hit in special_groups_of(pack, case.facts, DAY))
    if case.groups is not None and groups != case.groups:
        yield f"groups {groups}"


def hand_cases() -> list[HandCase]:
    """Every hand-typed case."""
    content = yaml.safe_load((CASES / "standard.yaml").read_text(encoding="utf-8"))
    return [_case(row, content["bases"]) for row in content["cases"]]


def worked_cases() -> list[HandCase]:
    """The worked subsidy cases: their compliance and failed requirements."""
    content = json.loads((CASES / "subsidy_cases.json").read_text(encoding="utf-8"))
    return [
        HandCase(case["id"], case["inputs"], tuple(case["expect"]["failed_requirements"]))
        for key in ("cases", "extra_cases")
        for case in content[key]
    ]


def _case(row: dict[str, Any], bases: dict[str, Any]) -> HandCase:
    facts = {**base_facts(bases, row["base"]), **row.get("but", {})}
    groups = row.get("groups")
    return HandCase(
        id=row["id"],
        cell=facts.pop("cell"),
        facts=facts,
        failed=tuple(row.get("failed", ())),
        unknown=tuple(row.get("unknown", ())),
        due=row.get("due"),
        groups=None if groups is None else tuple(groups),
    )


def base_facts(bases: dict[str, Any], name: str) -> dict[str, Any]:
    base = bases[name]
    return {**base_facts(bases, base["base"]), **base["but"]} if "base" in base else base
