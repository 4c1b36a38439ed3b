"""Small changes of a pack's rules: each condition, set, cell, day, amount and rate changed in one place."""

import ast
import dataclasses
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.kernel.money import yuan
from anxin.policy import Pack
from anxin.policy.folder import Folder
from anxin.policy.language import tree
from anxin.policy.loading import build
from anxin.policy.planning import names_used
from anxin.policy.rows import Row
from anxin.policy.rules import Rules, read_rules
from anxin.policy.terms import Kind

OTHER = {"min": "max", "max": "min", "pct": "floor_pct", "floor_pct": "pct"}
AT_THE_BORDER: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.GtE: ast.Gt, ast.LtE: ast.Lt, ast.Gt: ast.GtE}
VERDICT_TABLES = ("clauses", "cell_groups", "standard", "deadlines", "objectives", "special_groups")
VOCABULARY_TABLES = ("fields", "venues", "hardships", "user_types", "gas_kinds")
MONEY_TABLES = ("gates", "schemes", "remarks", "payers", "settlement", "settlement_inputs")
STEPS: dict[Kind, Callable[[Any], tuple[str, str]]] = {
    Kind.MONEY: lambda fen: (yuan(fen - 100), yuan(fen + 100)),
    Kind.RATE: lambda ppm: (f"{(ppm - 1000) / 10_000:g}%", f"{(ppm + 1000) / 10_000:g}%"),
    Kind.NUMBER: lambda number: (f"{number - 1:g}", f"{number + 1:g}"),
}


@dataclass(frozen=True)
class Mutant:
    """One place of the folder and what is written there instead."""

    name: str
    path: tuple[Any, ...]
    value: Any


def of_verdict(folder: Folder) -> Iterator[Mutant]:
    """Every mutant of the conditions, sets, cells and values behind verdict, deadlines and groups."""
    rules = read_rules(folder)
    nodes = [node for rule in rules.requirements for node in (rule.applies, rule.must)]
    nodes += [rule.when for rule in (*rules.deadlines, *rules.special_groups)]
    for table, keys in (
        ("standard", ("when", "must")),
        ("deadlines", ("when",)),
        ("special_groups", ("when",)),
    ):
        for row in folder.tables[table].values():
            for key in keys:
                yield from of_text(f"{row['id']} {key}", ("tables", table, row["id"], key), row.get(key))
    yield from of_facts(folder, names_used(rules.facts, nodes))
    for row in folder.tables["cell_groups"].values():
        yield from of_text(row["id"], ("tables", "cell_groups", row["id"], "when"), row["when"])
    for row in folder.tables["standard"].values():
        yield from of_cells(row)
    for row in folder.tables["deadlines"].values():
        yield Mutant(f"{row['id']} gone", ("tables", "deadlines", row["id"]), None)
    yield from of_parameters(rules, parameters_used(rules, nodes))


def slim(folder: Folder, *, money: bool) -> Folder:
    """The folder with only the tables that the answers rest on: quicker to read many times."""
    wanted = (*VERDICT_TABLES, *VOCABULARY_TABLES, *(MONEY_TABLES if money else ()))
    tables = {name: rows for name, rows in folder.tables.items() if name in wanted}
    return dataclasses.replace(folder, tables=tables, sources=[])


def of_facts(folder: Folder, wanted: set[str]) -> Iterator[Mutant]:
    """Mutants of the named facts that are wanted."""
    for name, (row, key) in folder.facts.items():
        if name in wanted:
            yield from of_text(name, ("facts", name, 0, key), row[key])


def parameters_used(rules: Rules, nodes: list[tree.Node]) -> set[str]:
    """The parameters under some expressions, through named facts too."""
    every = [*nodes, *(rules.facts[name] for name in names_used(rules.facts, nodes))]
    return {p.name for node in every for p in tree.walk(node) if isinstance(p, tree.ParameterRef)}


def of_text(name: str, path: tuple[Any, ...], text: str | None) -> Iterator[Mutant]:
    """An expression negated, always true, and with each part dropped, negated or its sign turned."""
    if text is None:
        return
    yield Mutant(f"{name}: always", path, "True")
    yield Mutant(f"{name}: never", path, "False")
    for changed in sorted({ast.unparse(part) for part in of_tree(ast.parse(text, mode="eval").body)}):
        yield Mutant(f"{name}: {changed}", path, changed)


def of_tree(node: ast.expr) -> Iterator[ast.expr]:
    """The trees that differ in one place."""
    yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
        for place, item in enumerate(node.values):
            rest = [*node.values[:place], *node.values[place + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            for changed in of_tree(item):
                yield ast.BoolOp(node.op, [*node.values[:place], changed, *node.values[place + 1 :]])
    if isinstance(node, ast.UnaryOp):
        yield node.operand
        yield from (ast.UnaryOp(node.op, changed) for changed in of_tree(node.operand))
    if isinstance(node, ast.Compare) and type(node.ops[0]) in AT_THE_BORDER:
        yield ast.Compare(node.left, [AT_THE_BORDER[type(node.ops[0])]()], node.comparators)


def of_amount(name: str, path: tuple[Any, ...], text: str) -> Iterator[Mutant]:
    """An amount that is nothing, and with each operation turned, each part dropped, each choice taken."""
    if path[0] == "tables":
        yield Mutant(f"{name}: nothing", path, "0")
    for changed in sorted({ast.unparse(part) for part in of_sum(ast.parse(text, mode="eval").body)}):
        yield Mutant(f"{name}: {changed}", path, changed)


def of_sum(node: ast.expr) -> Iterator[ast.expr]:
    """The amounts that differ in one place."""
    match node:
        case ast.BinOp(left, op, right):
            yield from (left, right)
            yield ast.BinOp(left, ast.Sub() if isinstance(op, ast.Add) else ast.Add(), right)
            yield from (ast.BinOp(changed, op, right) for changed in of_sum(left))
            yield from (ast.BinOp(left, op, changed) for changed in of_sum(right))
        case ast.IfExp(test, body, orelse):
            yield from (body, orelse)
            yield from (ast.IfExp(changed, body, orelse) for changed in of_tree(test))
            yield from (ast.IfExp(test, changed, orelse) for changed in of_sum(body))
        case ast.Call(ast.Name(id), arguments):
            yield arguments[0]
            yield ast.Call(ast.Name(OTHER[id]), arguments, [])
            if id in ("min", "max"):
                yield arguments[1]
                for place, argument in enumerate(arguments):
                    for changed in of_sum(argument):
                        parts = [changed if at == place else part for at, part in enumerate(arguments)]
                        yield ast.Call(node.func, parts, [])


def of_money(folder: Folder) -> Iterator[Mutant]:
    """Every mutant of gates, schemes, remarks, payers, settlement, and of facts and values behind them."""
    rules = read_rules(folder)
    for table, key in (("gates", "must"), ("remarks", "when")):
        for id, row in folder.tables[table].items():
            yield from of_text(id, ("tables", table, id, key), row[key])
    for id, row in folder.tables["schemes"].items():
        yield from of_scheme(("tables", "schemes", id), row)
    for id, row in folder.tables["payers"].items():
        if "pays" in row:
            yield from of_amount(id, ("tables", "payers", id, "pays"), row["pays"])
    for id, row in folder.tables["settlement"].items():
        yield from of_amount(id, ("tables", "settlement", id, "amount"), row["amount"])
    wanted = names_used(rules.facts, list(rules.grants.derived.values()))
    yield from of_facts(folder, {name for name in wanted if rules.facts[name].type.kind is Kind.BOOL})
    for name in ("kit", "kit_small", "total_cost"):
        row, key = folder.facts[name]
        yield from of_amount(name, ("facts", name, 0, key), row[key])
    values = parameters_used(rules, list(rules.grants.derived.values()))
    lines = (part for node in rules.grants.settlement.values() for part in tree.walk(node))
    values |= {part.name for part in lines if isinstance(part, tree.ParameterRef)}
    yield from of_parameters(rules, values)


def of_scheme(path: tuple[Any, ...], row: Row) -> Iterator[Mutant]:
    """Mutants of whom a scheme concerns, what it asks, how much it is and who else pays."""
    id = row["id"]
    yield from of_text(f"{id} when", (*path, "when"), row["when"])
    for place, part in enumerate(row.get("requires", [])):
        yield from of_text(f"{id} {part['code']}", (*path, "requires", place, "must"), part["must"])
    yield from of_amount(f"{id} uncapped", (*path, "uncapped"), row["uncapped"])
    for payer, share in row.get("pays", {}).items():
        yield from of_amount(f"{id} {payer}", (*path, "pays", payer), share)
    if "expansion" in row:
        yield from of_amount(f"{id} more", (*path, "expansion", "amount"), row["expansion"]["amount"])
    yield Mutant(f"{id} rewardable turned", (*path, "rewardable"), not row["rewardable"])


def of_cells(row: Row) -> Iterator[Mutant]:
    """A requirement with one of its cells dropped; the only cell of one is mutated through its conditions."""
    for name in row["cells"] if len(row["cells"]) > 1 else ():
        rest = Row({key: cell for key, cell in row["cells"].items() if key != name})
        rest.file, rest.line, rest.lines, rest.unquoted = row.file, row.line, {}, frozenset()
        yield Mutant(f"{row['id']} without {name}", ("tables", "standard", row["id"], "cells"), rest)


def of_parameters(rules: Rules, wanted: set[str]) -> Iterator[Mutant]:
    """Sets with a member dropped or added, another value of an enum, a day, yuan or per mille up or down."""
    for name, parameter in rules.parameters.items():
        if name not in wanted:
            continue
        path, value = ("parameters", name, "values", 0, "value"), parameter.values[0][1]
        if isinstance(value, tuple):
            yield from (Mutant(f"{name} without {m}", path, [x for x in value if x != m]) for m in value)
            others = [member for member in parameter.type.values if member not in value]
            yield from (Mutant(f"{name} with {member}", path, [*value, member]) for member in others)
        elif isinstance(value, str):
            yield from (Mutant(f"{name} {m}", path, m) for m in parameter.type.values if m != value)
        elif parameter.type.kind in STEPS:
            yield from (Mutant(f"{name} {said}", path, said) for said in STEPS[parameter.type.kind](value))
        elif isinstance(value, date):
            yield from (Mutant(f"{name} {d}", path, date.fromordinal(value.toordinal() + d)) for d in (-1, 1))


def spoilt(folder: Folder, mutant: Mutant) -> Pack | None:
    """The pack with one mutation, or None when it does not load."""
    changed = replaced(folder, mutant.path, mutant.value)
    rules = read_rules(changed)
    return None if rules.faults else build(changed, rules)


def replaced(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of a nested thing with one place changed (or gone, for None); everything else is shared."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(whole, Folder):
        return dataclasses.replace(whole, **{step: replaced(getattr(whole, step), rest, value)})
    if isinstance(whole, tuple | list):
        parts = [replaced(part, rest, value) if place == step else part for place, part in enumerate(whole)]
        return type(whole)(parts)
    result = copy(whole)
    if value is None and not rest:
        del result[step]
    else:
        result[step] = replaced(whole[step] if rest else None, rest, value)
    return result
