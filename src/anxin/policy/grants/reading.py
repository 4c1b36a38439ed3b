"""schemes.yaml, gates.yaml, remarks.yaml, payers.yaml, settlement.yaml → parsed rules, with their faults."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from anxin.policy import vocabulary
from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.grants.rules import (
    COMPLIANT,
    EXPANSION,
    GOVERNMENT,
    REWARDABLE,
    Condition,
    Grants,
    Payer,
    Scheme,
)
from anxin.policy.language import tree
from anxin.policy.language.parse import ExpressionError, Scope, condition, parse
from anxin.policy.language.types import BOOL, MONEY
from anxin.policy.rows import Row


@dataclass
class Reader:
    """Reads expressions of rows in a scope and collects what is wrong with them."""

    folder: Folder
    scope: Scope
    faults: list[Fault]

    def rows(self, table: str) -> Iterable[Row]:
        """The rows of a table; none when the pack has no such table."""
        return self.folder.tables.get(table, {}).values()

    def knowing(self, *amounts: str) -> "Reader":
        """The same reader with more amounts to name in expressions."""
        return replace(
            self,
            scope=replace(self.scope, facts={**self.scope.facts, **dict.fromkeys(amounts, MONEY)}),
        )

    def condition(self, row: Row, key: str) -> tree.Node | None:
        """A yes-or-no expression."""
        try:
            return condition(row.get(key), self.scope)
        except ExpressionError as error:
            self._wrong(row, key, error.what, error.remedy)
            return None

    def amount(self, row: Row, key: str) -> tree.Node | None:
        """An expression that is money."""
        try:
            node = parse(row.get(key), self.scope)
        except ExpressionError as error:
            self._wrong(row, key, error.what, error.remedy)
            return None
        if node.type.kind is MONEY.kind:
            return node
        if isinstance(node, tree.Constant) and node.value == 0 and node.type.kind is not BOOL.kind:
            return tree.Constant(MONEY, 0)
        self._wrong(row, key, f"{row[key]!r} is {node.type}, not money", "write an amount")
        return None

    def _wrong(self, row: Row, key: str, what: str, remedy: str) -> None:
        name = row.get("id") or row.get("code") or key
        self.faults.append(row.fault(key, f"{name}: {what}", remedy))


def read_grants(folder: Folder, scope: Scope, faults: list[Fault]) -> Grants:
    """The money rules of a folder; what cannot be read is left out and told in `faults`."""
    reader = Reader(folder, replace(scope, fields={**scope.fields, COMPLIANT: BOOL}), faults)
    schemes = list(_schemes(reader))
    payers = list(_payers(reader.knowing(REWARDABLE, GOVERNMENT, EXPANSION, *(s.id for s in schemes))))
    fields = vocabulary.fields(folder, "settlement_inputs")
    faults += vocabulary.faults(folder, "settlement_inputs")
    settling = replace(reader, scope=Scope(vocabulary.types(fields), scope.parameters, {}))
    return Grants(
        gates=list(_conditions(reader, "gates", "must")),
        schemes=schemes,
        remarks=list(_conditions(reader.knowing(REWARDABLE, GOVERNMENT, EXPANSION), "remarks", "when")),
        payers=payers,
        total=next((payer.of for payer in payers if payer.remainder and payer.of != GOVERNMENT), ""),
        settlement_fields=fields,
        settlement=_settlement(settling),
    )


def _conditions(reader: Reader, table: str, key: str) -> Iterator[Condition]:
    for row in reader.rows(table):
        test = reader.condition(row, key)
        if test is not None:
            yield Condition(row["id"], row, test)


def _schemes(reader: Reader) -> Iterator[Scheme]:
    for row in reader.rows("schemes"):
        if not row["id"].isidentifier() or row["id"] in {*reader.scope.fields, *reader.scope.facts}:
            reader.faults.append(
                row.fault("id", f"{row['id']!r} cannot name an amount", "choose a free name")
            )
            continue
        when, uncapped = reader.condition(row, "when"), reader.amount(row, "uncapped")
        cap = reader.amount(row, "cap") if "cap" in row else None
        requires = tuple(_requires(reader, row))
        own = reader.knowing(row["id"])
        pays, expansion = _pays(own, row), _expansion(own, row)
        if when is not None and uncapped is not None:
            yield Scheme(row, when, requires, uncapped, cap, pays, expansion)


def _requires(reader: Reader, row: Row) -> Iterator[Condition]:
    listed = row.get("requires") or []
    for part in listed if isinstance(listed, list) else []:
        test = reader.condition(part, "must") if isinstance(part, Row) else None
        if test is not None:
            yield Condition(str(part.get("code")), part, test)


def _pays(reader: Reader, row: Row) -> dict[str, tree.Node]:
    pays = row.get("pays")
    if not isinstance(pays, Row):
        return {}
    read = {payer: reader.amount(pays, payer) for payer in pays}
    return {payer: amount for payer, amount in read.items() if amount is not None}


def _expansion(reader: Reader, row: Row) -> tree.Node | None:
    part = row.get("expansion")
    return reader.amount(part, "amount") if isinstance(part, Row) else None


def _payers(reader: Reader) -> Iterator[Payer]:
    for row in reader.rows("payers"):
        remainder = "remainder_of" in row
        of = str(row.get("remainder_of") or row.get("share_of"))
        pays = None if remainder or "pays" not in row else reader.amount(row, "pays")
        if of == GOVERNMENT or reader.scope.facts.get(of) == MONEY:
            yield Payer(row, of, remainder, pays)
        else:
            key = "remainder_of" if remainder else "share_of"
            reader.faults.append(
                row.fault(key, f"{row['id']} pays of no sum", "name the total or government")
            )


def _settlement(reader: Reader) -> dict[str, tree.Node]:
    lines: dict[str, tree.Node] = {}
    for row in reader.rows("settlement"):
        line = reader.knowing(*lines).amount(row, "amount")
        if line is not None:
            lines[row["id"]] = line
    return lines
