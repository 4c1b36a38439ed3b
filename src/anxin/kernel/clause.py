"""A clause: the exact place in a published text on which a decision rests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered heading or table row of a policy document.

    Attributes:
        id: the identifier within its pack, e.g. ``附件1·餐饮·瓶装·泄漏安全保护装置``.
        title: what the heading or row is called.
        place: where it stands, as a reader would cite it.
        text: the words of the clause, verbatim.
    """

    id: str
    title: str
    place: str
    text: str = ""

    def __str__(self) -> str:
        return self.place
