"""YAML files → plain rows that still know their file and line.

Only mappings, lists and plain scalars are accepted: no tags, no duplicate keys.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from anxin.policy.contracts import Fault

# The same safe loader in C where it is built in: packs are read at every start of every command.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCALARS = ("str", "int", "float", "bool", "null", "timestamp")


class Row(dict[str, Any]):
    """A mapping from a pack file. `unquoted` names the keys whose scalar stood without quotes."""

    file: str
    line: int
    lines: dict[str, int]
    unquoted: frozenset[str]

    def line_of(self, key: str) -> int:
        """The line of a key, or of the row when the key is absent."""
        return self.lines.get(key, self.line)

    def fault(self, key: str, what: str, remedy: str) -> Fault:
        """A fault at one of this row's keys."""
        return Fault(self.file, self.line_of(key), what, remedy)


class YamlFaults(Exception):
    """A file that is not the plain YAML a pack is made of."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def read_yaml(path: Path, name: str) -> Any:
    """The content of one file: Row, list or scalar.

    Args:
        name: how faults call the file, e.g. ``lishui-2023/standard.yaml``.
    Raises:
        YamlFaults: not parseable, a duplicate key, a tag, or a key that is not text.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFaults(Fault(name, line, f"not YAML: {error.problem}", "correct the syntax")) from error
    return None if node is None else _plain(node, name)


def _plain(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _row(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, file) for child in node.value]
    return _scalar(node, file)


def _row(node: yaml.MappingNode, file: str) -> Row:
    row = Row()
    row.file, row.line, row.lines = file, node.start_mark.line + 1, {}
    unquoted = set()
    for key_node, value_node in node.value:
        key = _scalar(key_node, file)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise YamlFaults(Fault(file, line, f"the key {key!r} is not text", "put it in quotes"))
        if key in row:
            raise YamlFaults(Fault(file, line, f"{key!r} stands twice", "keep one of the two"))
        row[key], row.lines[key] = _plain(value_node, file), line
        if isinstance(value_node, yaml.ScalarNode) and not value_node.style:
            unquoted.add(key)
    row.unquoted = frozenset(unquoted)
    return row


def _scalar(node: yaml.Node, file: str) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind not in SCALARS or not isinstance(node, yaml.ScalarNode):
        line = node.start_mark.line + 1
        raise YamlFaults(Fault(file, line, f"unexpected {node.tag}", "use plain text, numbers, dates, lists"))
    value = yaml.constructor.SafeConstructor().construct_object(node)
    if kind == "timestamp" and type(value) is not date:
        line = node.start_mark.line + 1
        raise YamlFaults(Fault(file, line, "an instant instead of a day", "write the day as YYYY-MM-DD"))
    return value


def walk(value: Any) -> Iterator[Row]:
    """Every row in a value, outermost first."""
    if isinstance(value, Row):
        yield value
    children = value.values() if isinstance(value, Row) else value if isinstance(value, list) else ()
    for child in children:
        yield from walk(child)
