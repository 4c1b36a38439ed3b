"""Words of the policy pack in the reader's language, and of the registry's terms with "not known"."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anxin.registry.terms import GasKind, PremisesState, UserKind


def in_language(chinese: str, english: str) -> str:
    """The pack carries both; a text without its English is shown in Chinese."""
    return english if english and (get_language() or "").startswith("en") else chinese


def gas_words(value: str) -> str:
    """The kind of gas in words."""
    return str(GasKind(value).label) if value else _("Gas not known")


def kind_words(value: str) -> str:
    """Resident or catering, in words."""
    return str(UserKind(value).label)


def state_words(value: str) -> str:
    """Whether the premises is in use, in words."""
    return str(PremisesState(value).label)
