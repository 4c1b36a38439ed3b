"""Reads the hand-typed cases that travel with the pack."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from anxin.policy.loading import IN_REPOSITORY

FILE = IN_REPOSITORY / "lishui-2023" / "cases" / "standard.yaml"
MISSING = object()


@dataclass(frozen=True)
class HandCase:
    """One case and what a person expects of it."""

    id: str
    facts: dict[str, Any]
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    due: date | None
    groups: tuple[str, ...] | None

    @property
    def compliant(self) -> bool | None:
        """No with a failure, unknown with an unknown, else yes."""
        return False if self.failed else None if self.unknown else True


def hand_cases() -> list[HandCase]:
    """Every hand-typed case."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [_case(row, content["bases"]) for row in content["cases"]]


def _case(row: dict[str, Any], bases: dict[str, Any]) -> HandCase:
    groups = row.get("groups")
    return HandCase(
        id=row["id"],
        facts={**_facts(bases, row["base"]), **row.get("but", {})},
        failed=tuple(row.get("failed", ())),
        unknown=tuple(row.get("unknown", ())),
        due=row.get("due"),
        groups=None if groups is None else tuple(groups),
    )


def _facts(bases: dict[str, Any], name: str) -> dict[str, Any]:
    base = bases[name]
    return {**_facts(bases, base["base"]), **base["but"]} if "base" in base else base
