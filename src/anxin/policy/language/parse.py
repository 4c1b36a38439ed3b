"""Text → typed tree. Only what is listed here is accepted; everything else is an ExpressionError."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, cast

from anxin.policy.language import tree
from anxin.policy.language.types import ADDABLE, BOOL, INT, ORDERED, Type
from anxin.policy.terms import Kind

COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
FUNCTIONS = ("min", "max", "pct", "floor_pct")


class ExpressionError(Exception):
    """An expression that does not belong to the language.

    Attributes:
        what: the fault; remedy: what to write instead.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}, {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, with their types."""

    fields: Mapping[str, Type]
    parameters: Mapping[str, Type]
    facts: Mapping[str, Type]


def syntax(text: object) -> ast.expr:
    """The Python syntax tree of an expression.

    Raises:
        ExpressionError: not text, or not one expression.
    """
    if not isinstance(text, str):
        raise ExpressionError(f"{text!r} is not an expression", "write it as text")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"cannot read {text!r}: {error.msg}", "write one expression") from error


def names(node: ast.expr) -> set[str]:
    """The plain names an expression uses (parameters are not among them)."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - {"p", *FUNCTIONS}


def parse(text: object, scope: Scope) -> tree.Node:
    """The typed tree of an expression.

    Raises:
        ExpressionError: an unknown name, a type that does not fit, a construct outside the language.
    """
    return _Parser(scope).node(syntax(text))


def condition(text: object, scope: Scope) -> tree.Node:
    """The typed tree of a condition.

    Raises:
        ExpressionError: as `parse`, or the expression is not yes-or-no.
    """
    node = parse(text, scope)
    if node.type.kind is not Kind.BOOL:
        raise ExpressionError(f"{text!r} is {node.type}, not yes-or-no", "compare it with something")
    return node


@dataclass(frozen=True)
class _Parser:
    scope: Scope

    def node(self, part: ast.expr) -> tree.Node:
        match part:
            case ast.Constant():
                return _constant(part)
            case ast.Name():
                return self._name(part.id)
            case ast.Attribute(value=ast.Name(id="p"), attr=name):
                return self._parameter(name)
            case ast.UnaryOp(op=ast.Not()):
                return tree.negation(self._bool(part.operand))
            case ast.BoolOp():
                word: Literal["and", "or"] = "and" if isinstance(part.op, ast.And) else "or"
                return tree.Junction(BOOL, word, tuple(map(self._bool, part.values)))
            case ast.Compare(ops=[op], comparators=[right]):
                return self._compare(part.left, op, right)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self._sum(part)
            case ast.IfExp():
                return self._choice(part)
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
                return self._call(name, part.args)
            case ast.Compare():
                raise ExpressionError(
                    f"a chain of comparisons {_show(part)}", "join two comparisons with and"
                )
        raise ExpressionError(
            f"{_show(part)} is outside the language", "see packs/README.md for what is allowed"
        )

    def _name(self, name: str) -> tree.Node:
        if name in self.scope.fields:
            return tree.FieldRef(self.scope.fields[name], name)
        if name in self.scope.facts:
            return tree.FactRef(self.scope.facts[name], name)
        raise _unknown(name, "name", [*self.scope.fields, *self.scope.facts])

    def _parameter(self, name: str) -> tree.Node:
        if name not in self.scope.parameters:
            raise _unknown(name, "parameter", list(self.scope.parameters))
        return tree.ParameterRef(self.scope.parameters[name], name)

    def _bool(self, part: ast.expr) -> tree.Node:
        node = self.node(part)
        if node.type.kind is not Kind.BOOL:
            raise ExpressionError(f"{_show(part)} is {node.type}, not yes-or-no", "compare it with something")
        return node

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> tree.Node:
        if isinstance(op, ast.In | ast.NotIn):
            member = self._member(left, right)
            return tree.negation(member) if isinstance(op, ast.NotIn) else member
        if type(op) not in COMPARISONS:
            raise ExpressionError("is / is not are outside the language", "use == or !=")
        first, second = _agree(self.node(left), self.node(right))
        sign = COMPARISONS[type(op)]
        if sign not in ("==", "!=") and first.type.kind not in ORDERED:
            raise ExpressionError(f"{first.type} has no order", "use == or in")
        return tree.Compare(BOOL, cast(Literal["=="], sign), first, second)

    def _member(self, left: ast.expr, right: ast.expr) -> tree.Node:
        item = self.node(left)
        if isinstance(right, ast.Tuple | ast.List | ast.Set):
            values = tuple(_as_member(self.node(part), item.type) for part in right.elts)
            return tree.Member(BOOL, item, tree.Constant(Type(Kind.SET, item.type.values), values))
        options = self.node(right)
        if options.type.kind is not Kind.SET:
            raise ExpressionError(f"{_show(right)} is no set", "use a set parameter or ('a', 'b')")
        if options.type.values != item.type.values:
            raise ExpressionError(f"{_show(right)} holds other values than {_show(left)}", "use its own set")
        return tree.Member(BOOL, item, options)

    def _sum(self, part: ast.BinOp) -> tree.Node:
        left, right = _agree(self.node(part.left), self.node(part.right))
        if left.type.kind not in ADDABLE:
            raise ExpressionError(f"{left.type} cannot be added", "add money to money, numbers to numbers")
        return tree.Sum(left.type, "+" if isinstance(part.op, ast.Add) else "-", left, right)

    def _choice(self, part: ast.IfExp) -> tree.Node:
        then, other = _agree(self.node(part.body), self.node(part.orelse))
        return tree.Choice(then.type, self._bool(part.test), then, other)

    def _call(self, name: str, arguments: list[ast.expr]) -> tree.Node:
        nodes = tuple(self.node(argument) for argument in arguments)
        if name in ("pct", "floor_pct"):
            kinds = tuple(node.type.kind for node in nodes)
            if kinds != (Kind.MONEY, Kind.RATE):
                raise ExpressionError(f"{name} of {', '.join(kinds)}", "it takes money and a rate")
            return tree.Call(nodes[0].type, cast(Literal["pct"], name), nodes)
        if len(nodes) < 2:
            raise ExpressionError(f"{name} of {len(nodes)}", "give it two or more")
        for other in nodes[1:]:
            _agree(nodes[0], other)
        if nodes[0].type.kind not in ORDERED:
            raise ExpressionError(f"{name} of {nodes[0].type}", "give it numbers, money or days")
        return tree.Call(nodes[0].type, cast(Literal["min"], name), nodes)


def _constant(part: ast.Constant) -> tree.Node:
    value = part.value
    if isinstance(value, bool):
        return tree.Constant(BOOL, value)
    if isinstance(value, str):
        return tree.Constant(Type(Kind.ENUM), value)
    if isinstance(value, int) and value == 0:
        return tree.Constant(INT, 0)
    raise ExpressionError(f"the bare value {value!r}", "make it a parameter with a citation: p.name")


def _agree(left: tree.Node, right: tree.Node) -> tuple[tree.Node, tree.Node]:
    """Both sides, with an enum literal or a zero given the type of the other side."""
    left, right = _adopt(left, right.type), _adopt(right, left.type)
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.INT, Kind.NUMBER}:
        return left, right
    if len(kinds) > 1 or left.type.values != right.type.values:
        raise ExpressionError(f"{left.type} against {right.type}", "compare like with like")
    return left, right


def _adopt(node: tree.Node, other: Type) -> tree.Node:
    if not isinstance(node, tree.Constant):
        return node
    if node.type.kind is Kind.ENUM and other.kind is Kind.ENUM and other.values:
        return tree.Constant(other, _as_member(node, other))
    if node.value == 0 and node.type.kind is Kind.INT and other.kind in ADDABLE:
        return tree.Constant(other, 0)
    return node


def _as_member(node: tree.Node, wanted: Type) -> str:
    if not isinstance(node, tree.Constant) or node.type.kind is not Kind.ENUM or wanted.kind is not Kind.ENUM:
        raise ExpressionError(
            f"a {node.type} where a value of {wanted} belongs", "write one of its values in quotes"
        )
    if node.value not in wanted.values:
        raise _unknown(str(node.value), "value", list(wanted.values))
    return str(node.value)


def _unknown(name: str, sort: str, known: list[str]) -> ExpressionError:
    close = get_close_matches(name, known, 1)
    return ExpressionError(
        f"unknown {sort} {name!r}", f"did you mean {close[0]!r}?" if close else "define it first"
    )


def _show(part: ast.expr) -> str:
    return repr(ast.unparse(part))
