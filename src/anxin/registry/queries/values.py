"""What could not stand in a file, asked before anything is written."""

from collections.abc import Mapping
from typing import Any

from anxin.registry.rules import values as value_rules


def faults(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → one sentence, for every value that `write_premises` would refuse; nothing is changed."""
    return value_rules.faults(values)
