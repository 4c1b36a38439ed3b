"""Where a scheme stands in one case."""

from enum import StrEnum


class Standing(StrEnum):
    """What a scheme says of one case. Unknown is neither granted nor refused."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Sort(StrEnum):
    """What a reason explains."""

    REFUSAL = "refusal"
    GRANT = "grant"
    CAP = "cap"
    EXPANSION = "expansion"
    REMARK = "remark"
