"""Tree → the source of a Python function for one case, in Kleene logic.

Every sub-expression is computed once into a variable of its own, so shared conditions cost nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from anxin.policy.language import tree
from anxin.policy.terms import Kind

Getter: TypeAlias = Callable[[str], Any]


class Writer:
    """Writes one function: `names` are bound as constants, `lines` are its body."""

    def __init__(self, facts: Mapping[str, tree.Node], parameters: Mapping[str, Any]) -> None:
        self.facts = facts
        self.parameters = parameters
        self.lines: list[str] = []
        self.bound: dict[str, Any] = {}
        self.known: dict[tree.Node, str] = {}

    def write(self, node: tree.Node) -> str:
        """The name of the variable that holds a node's value."""
        if node not in self.known:
            code = self._code(node)
            self.known[node] = name = f"v{len(self.known)}"
            self.lines.append(f"{name} = {code}")
        return self.known[node]

    def _code(self, node: tree.Node) -> str:
        match node:
            case tree.Constant():
                return self._bind(node.value)
            case tree.FieldRef():
                return self._field(node)
            case tree.FactRef():
                return self.write(self.facts[node.name])
            case tree.ParameterRef():
                return self._bind(self.parameters[node.name])
            case tree.Not():
                item = self.write(node.item)
                return f"None if {item} is None else not {item}"
            case tree.Surely():
                return f"{self.write(node.item)} is True"
            case tree.Junction():
                return self._junction(node)
            case tree.Compare():
                left, right = self.write(node.left), self.write(node.right)
                return f"None if {left} is None or {right} is None else {left} {node.op} {right}"
            case tree.Member():
                item, options = self.write(node.item), self.write(node.options)
                return f"None if {item} is None else {item} in {options}"
            case tree.Sum():
                left, right = self.write(node.left), self.write(node.right)
                return f"None if {left} is None or {right} is None else {left} {node.op} {right}"
            case tree.Choice():
                test, then, other = map(self.write, (node.condition, node.then, node.other))
                return f"None if {test} is None else {then} if {test} else {other}"
            case tree.Call():
                return self._call(node)
        raise TypeError(f"no code for {node!r}")

    def _field(self, node: tree.FieldRef) -> str:
        value = f"get({node.name!r})"
        if node.type.kind is Kind.BOOL:
            return f"x if (x := {value}) is True or x is False else None"
        if node.type.kind is Kind.ENUM:
            return f"x if (x := {value}) in {self._bind(frozenset(node.type.values))} else None"
        return value

    def _junction(self, node: tree.Junction) -> str:
        items = list(map(self.write, node.items))
        decisive = node.op == "or"
        decided = " or ".join(f"{item} is {decisive}" for item in items)
        unknown = " or ".join(f"{item} is None" for item in items)
        return f"{decisive} if {decided} else None if {unknown} else {not decisive}"

    def _call(self, node: tree.Call) -> str:
        arguments = list(map(self.write, node.arguments))
        unknown = " or ".join(f"{argument} is None" for argument in arguments)
        if node.function in ("min", "max"):
            value = f"{node.function}({', '.join(arguments)})"
        else:
            half = " + 500000" if node.function == "pct" else ""
            value = f"({arguments[0]} * {arguments[1]}{half}) // 1000000"
        return f"None if {unknown} else {value}"

    def _bind(self, value: Any) -> str:
        name = f"c{len(self.bound)}"
        self.bound[name] = frozenset(value) if isinstance(value, tuple) else value
        return name


def python_function(
    outputs: tuple[tree.Node, ...], facts: Mapping[str, tree.Node], parameters: Mapping[str, Any]
) -> Callable[[Getter], tuple[Any, ...]]:
    """A function from a fact getter to the values of the outputs, None where unknown.

    Args:
        facts: the named conditions; parameters: their values on the day asked about.
    """
    writer = Writer(facts, parameters)
    results = [writer.write(node) for node in outputs]
    body = "\n    ".join([*writer.lines, f"return ({''.join(f'{name}, ' for name in results)})"])
    # The text is built from our own tree: names of variables are ours, field names are quoted literals.
    exec(f"def function(get):\n    {body}", writer.bound)  # noqa: S102
    function: Callable[[Getter], tuple[Any, ...]] = writer.bound["function"]
    return function
