"""What an act is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that an act changed or showed.

    Attributes:
        kind: ``room.noun``, e.g. ``registry.premises``.
        id: its identifier as text.
        area_code: where it lies, so that acts can be scoped; empty when nowhere.
    """

    kind: str
    id: str
    area_code: str = ""
