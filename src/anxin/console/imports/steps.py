"""Where an import stands, as the steps a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from anxin.registry.queries.imports import BatchFacts
from anxin.registry.terms import ImportState

ORDER = (
    (ImportState.UPLOADED, ImportState.READING),
    (ImportState.MAPPING,),
    (ImportState.CHECKING,),
    (ImportState.CHECKED,),
    (ImportState.COMMITTING, ImportState.COMMITTED),
)
RUNNING = frozenset({ImportState.UPLOADED, ImportState.READING, ImportState.CHECKING, ImportState.COMMITTING})
TONES = {
    ImportState.COMMITTED: "ok",
    ImportState.REFUSED: "bad",
    ImportState.DISCARDED: "neutral",
    ImportState.MAPPING: "warn",
    ImportState.CHECKED: "warn",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done, now, or still to come."""

    title: str
    state: str


def steps(facts: BatchFacts) -> Sequence[Step]:
    """The five steps of an import with the one it stands at."""
    titles = (_("Read"), _("Map columns"), _("Check"), _("Decide"), _("Written"))
    at = next((i for i, states in enumerate(ORDER) if facts.state in states), -1)
    finished = facts.state == ImportState.COMMITTED
    return [
        Step(title, "done" if i < at or finished else "now" if i == at else "later")
        for i, title in enumerate(titles)
    ]


def percent(facts: BatchFacts) -> int | None:
    """How far the running work is, or None while that is not known."""
    if not facts.progress_total:
        return None
    return min(99, 100 * facts.progress_done // facts.progress_total)
