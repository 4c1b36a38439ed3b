"""Saying no: understood and declined. Anything else that is raised is a bug."""

from collections.abc import Mapping
from typing import ClassVar

from anxin.kernel.clause import Clause


class Refusal(Exception):
    """A request that was understood and declined.

    Args:
        message: one human sentence: what, why and what now; already in the reader's language.
        code: a stable machine word; the class's own when omitted.
        clause: the clause that the refusal rests on, where one does.
        fields: messages per form field.
    """

    status: ClassVar[int] = 422
    default_code: ClassVar[str] = "refused"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        clause: Clause | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.clause = clause
        self.fields = dict(fields or {})


class Invalid(Refusal):
    """The request does not have the shape or the values it needs."""

    status = 422
    default_code = "invalid"


class NotPermitted(Refusal):
    """The actor's role does not grant this act."""

    status = 403
    default_code = "not_permitted"


class NotFound(Refusal):
    """No such thing, or not within the actor's scope: the two look alike."""

    status = 404
    default_code = "not_found"


class WrongState(Refusal):
    """Somebody decided first, or the thing is not ready for this act."""

    status = 409
    default_code = "wrong_state"
