"""Gates, schemes and payers → named facts, so that one case and millions are computed from the same tree.

The names contain a space where an expression of a pack cannot reach them.
"""

from collections.abc import Iterator

from anxin.policy.grants.rules import EXPANSION, GOVERNMENT, REWARDABLE, Grants, Scheme, Why
from anxin.policy.grants.terms import Sort
from anxin.policy.language import tree
from anxin.policy.language.tree import FactRef, Node
from anxin.policy.language.types import BOOL, MONEY

ZERO = tree.Constant(MONEY, 0)
OPEN = "gates open"


def why(code: str) -> str:
    """The fact that a reason is given."""
    return f"why {code}"


def concerns(scheme: str) -> str:
    """Whether a scheme concerns the case."""
    return f"{scheme} when"


def right(scheme: str) -> str:
    """Whether the scheme's grant is due; unknown while a fact is missing that decides it."""
    return f"{scheme} right"


def due(scheme: str) -> str:
    """The amount if it is due."""
    return f"{scheme} due"


def uncapped(scheme: str) -> str:
    """The amount before the cap."""
    return f"{scheme} uncapped"


def granted(scheme: str) -> str:
    """Whether the grant is certainly due and its amount known."""
    return f"{scheme} granted"


def beside(scheme: str, payer: str) -> str:
    """What a payer owes beside a grant."""
    return f"{scheme} {payer}"


def expansion(scheme: str) -> str:
    """What the town adds to a grant."""
    return f"{scheme} expansion"


def own_share(payer: str) -> str:
    """What a payer's own rule says, unknown while a fact is missing."""
    return f"{payer} rule"


def paid(payer: str) -> str:
    """What a payer pays."""
    return f"{payer} pays"


def derive(grants: Grants) -> None:
    """Fill `derived`, each name resting only on earlier ones, and `reasons`."""
    names = grants.derived
    for gate in grants.gates:
        names[f"gate {gate.code}"] = gate.test
    # A bill with an unknown or impossible cost pays nothing in bulk; one such case is refused before.
    bill = tree.Compare(BOOL, ">=", FactRef(MONEY, grants.total), ZERO)
    names[OPEN] = tree.conjunction(bill, *(FactRef(BOOL, f"gate {gate.code}") for gate in grants.gates))
    for scheme in grants.schemes:
        names.update(_of_scheme(scheme))
    names.update(_sums(grants))
    names.update(_paid(grants))
    for reason, node in _reasons(grants):
        grants.reasons.append(reason)
        names[why(reason.code)] = node


def _known(amount: Node) -> Node:
    return tree.Compare(BOOL, ">=", amount, ZERO)


def _if_surely(test: Node, amount: Node) -> Node:
    return tree.Choice(MONEY, test, amount, ZERO)


def _of_scheme(scheme: Scheme) -> Iterator[tuple[str, Node]]:
    id, has = scheme.id, FactRef(BOOL, granted(scheme.id))
    yield concerns(id), scheme.when
    for part in scheme.requires:
        yield f"{id} {part.code}", part.test
    yield (
        right(id),
        tree.conjunction(
            FactRef(BOOL, OPEN),
            FactRef(BOOL, concerns(id)),
            *(FactRef(BOOL, f"{id} {part.code}") for part in scheme.requires),
        ),
    )
    yield uncapped(id), scheme.uncapped
    top = FactRef(MONEY, uncapped(id))
    yield due(id), top if scheme.cap is None else tree.Call(MONEY, "min", (top, scheme.cap))
    amount = FactRef(MONEY, due(id))
    yield granted(id), tree.surely(FactRef(BOOL, right(id)), _known(amount))
    yield id, _if_surely(has, amount)
    for payer, share in scheme.pays.items():
        yield beside(id, payer), _if_surely(has, share)
    if scheme.expansion is not None:
        more = tree.Compare(BOOL, ">", scheme.expansion, ZERO)
        yield expansion(id), _if_surely(tree.surely(has, more), scheme.expansion)


def _sums(grants: Grants) -> Iterator[tuple[str, Node]]:
    def of(names: list[str]) -> Node:
        return tree.total(MONEY, [FactRef(MONEY, name) for name in names])

    yield EXPANSION, of([expansion(scheme.id) for scheme in grants.schemes if scheme.expansion is not None])
    yield GOVERNMENT, of([*(scheme.id for scheme in grants.schemes), EXPANSION])
    yield REWARDABLE, of([scheme.id for scheme in grants.schemes if scheme.row.get("rewardable") is True])


def _paid(grants: Grants) -> Iterator[tuple[str, Node]]:
    for payer in grants.payers:
        if payer.remainder:
            continue
        shares: list[Node] = [
            FactRef(MONEY, beside(scheme.id, payer.id))
            for scheme in grants.schemes
            if payer.id in scheme.pays
        ]
        if payer.pays is not None:
            yield own_share(payer.id), payer.pays
            rule = FactRef(MONEY, own_share(payer.id))
            shares.append(_if_surely(tree.surely(_known(rule)), rule))
        yield paid(payer.id), tree.total(MONEY, shares)
    for payer in grants.payers:
        if payer.remainder:
            taken = [paid(p.id) for p in grants.payers if p.of == payer.of and not p.remainder]
            taken += [GOVERNMENT] if payer.of == grants.total else []
            others = tree.total(MONEY, [FactRef(MONEY, name) for name in taken])
            yield paid(payer.id), tree.Sum(MONEY, "-", FactRef(MONEY, payer.of), others)


def _reasons(grants: Grants) -> Iterator[tuple[Why, Node]]:
    for gate in grants.gates:
        failed = tree.negation(FactRef(BOOL, f"gate {gate.code}"))
        yield Why(gate.code, gate.row, Sort.REFUSAL), tree.surely(failed)
    for scheme in grants.schemes:
        yield from _reasons_of(scheme)
    for remark in grants.remarks:
        yield Why(remark.code, remark.row, Sort.REMARK), tree.surely(remark.test)


def _reasons_of(scheme: Scheme) -> Iterator[tuple[Why, Node]]:
    id, row = scheme.id, scheme.row
    has = FactRef(BOOL, granted(id))
    for part in scheme.requires:
        failed = tree.negation(FactRef(BOOL, f"{id} {part.code}"))
        refused = tree.surely(FactRef(BOOL, concerns(id)), failed)
        yield Why(part.code, part.row, Sort.REFUSAL, id), refused
    yield Why(str(row["granted"]["code"]), row["granted"], Sort.GRANT, id), has
    if scheme.cap is not None:
        over = tree.Compare(BOOL, ">", FactRef(MONEY, uncapped(id)), scheme.cap)
        yield Why(str(row["bound"]["code"]), row["bound"], Sort.CAP, id), tree.surely(has, over)
    if scheme.expansion is not None:
        more = tree.Compare(BOOL, ">", FactRef(MONEY, expansion(id)), ZERO)
        yield Why(str(row["expansion"]["code"]), row["expansion"], Sort.EXPANSION, id), tree.surely(more)
