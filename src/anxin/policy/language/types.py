"""Types of expressions: a kind and, for closed vocabularies, the allowed values."""

from dataclasses import dataclass

from anxin.policy.terms import Kind

ORDERED = frozenset({Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.DATE})
ADDABLE = frozenset({Kind.INT, Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression yields. `values` is empty unless the kind is ENUM, or SET of an enum."""

    kind: Kind
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.kind.value


BOOL = Type(Kind.BOOL)
INT = Type(Kind.INT)
MONEY = Type(Kind.MONEY)
