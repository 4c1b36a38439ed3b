"""The money rules made runnable for one period during which no parameter changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.kernel import Clause
from anxin.policy.grants.rules import COMPLIANT, Grants, Scheme
from anxin.policy.grants.telling import Teller
from anxin.policy.language import tree
from anxin.policy.language.single import Getter, python_function
from anxin.policy.rules import Rules


@dataclass(frozen=True, eq=False)
class MoneyProgram:
    """Everything that is derived, as one function, and the words of the day.

    Attributes:
        names: the derived facts, in the order of what `run` yields.
        decides: scheme or payer id → the facts on which it rests.
    """

    grants: Grants
    names: tuple[str, ...]
    run: Callable[[Getter], tuple[Any, ...]]
    settle: Callable[[Getter], tuple[Any, ...]]
    caps: Mapping[str, int]
    decides: Mapping[str, tuple[str, ...]]
    teller: Teller

    def values(self, facts: Mapping[str, Any], compliant: bool | None) -> dict[str, Any]:
        """Every derived fact of one case."""
        return dict(zip(self.names, self.run({**facts, COMPLIANT: compliant}.get), strict=True))


def compile_money(rules: Rules, clause: Callable[[str], Clause], day: date) -> MoneyProgram:
    """Compile the money rules with the parameters of a day."""
    grants, values = rules.grants, rules.values_on(day)
    names = tuple(grants.derived)
    nodes = tuple(tree.FactRef(grants.derived[name].type, name) for name in names)
    lines = tuple(tree.FactRef(node.type, name) for name, node in grants.settlement.items())
    decides = {scheme.id: _of_scheme(rules, scheme) for scheme in grants.schemes}
    rests = {p.id: rules.uses(p.pays) for p in grants.payers if p.pays is not None}
    capped = {scheme.id: scheme.cap for scheme in grants.schemes if scheme.cap is not None}
    caps = python_function(tuple(capped.values()), rules.facts, values)
    return MoneyProgram(
        grants=grants,
        names=names,
        run=python_function(nodes, rules.facts, values),
        settle=python_function(lines, grants.settlement, values),
        caps=dict(zip(capped, caps(values.get), strict=True)),
        decides=decides | rests,
        teller=Teller(grants, rules.fields, rules.parameters, clause, day),
    )


def _of_scheme(rules: Rules, scheme: Scheme) -> tuple[str, ...]:
    """The facts that a scheme rests on, its own first; the verdict's are asked for by the verdict."""
    own = [scheme.when, *(part.test for part in scheme.requires), scheme.uncapped]
    gates = [gate.test for gate in rules.grants.gates]
    return tuple(name for name in rules.uses(*own, *gates) if name != COMPLIANT)
