"""The closed vocabularies of a pack."""

from enum import StrEnum


class Outcome(StrEnum):
    """What is known about one requirement. There is no fourth answer and no default."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How far a pack has come: only an effective one is law."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"


class Kind(StrEnum):
    """The types of facts and parameters."""

    BOOL = "bool"
    ENUM = "enum"
    TEXT = "text"
    INT = "int"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    SET = "set"


# Tables that a reader may ask for under another name.
TABLE_ALIASES = {"violations": "situations", "requirements": "standard"}
