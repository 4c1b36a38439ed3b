"""Acts in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from anxin.accounts.terms import Role
from anxin.ledger.contracts import ActFacts

ACTIONS: dict[str, Promise] = {
    "accounts.signed_in": _("signed in"),
    "accounts.signed_out": _("signed out"),
    "accounts.sign_in_refused": _("was turned away at sign-in"),
    "accounts.locked_out": _("was locked out after too many attempts"),
    "accounts.second_factor_passed": _("confirmed the second factor"),
    "accounts.second_factor_refused": _("typed a wrong second factor"),
    "accounts.second_factor_confirmed": _("set up a second factor"),
    "accounts.second_factor_reset": _("reset a second factor"),
    "accounts.recovery_codes_renewed": _("renewed recovery codes"),
    "accounts.password_changed": _("changed the own password"),
    "accounts.password_reset": _("reset a password"),
    "accounts.account_created": _("made an account"),
    "accounts.account_revised": _("corrected an account"),
    "accounts.account_deactivated": _("closed an account"),
    "accounts.account_reactivated": _("opened an account again"),
    "accounts.role_granted": _("granted a role"),
    "accounts.role_revoked": _("revoked a role"),
    "accounts.district_loaded": _("loaded a district"),
    "accounts.area_added": _("added a grid"),
    "accounts.area_renamed": _("renamed a grid"),
    "accounts.area_closed": _("closed a grid"),
    "accounts.organisation_added": _("added an organisation"),
    "accounts.organisation_revised": _("corrected an organisation"),
    "accounts.organisation_closed": _("closed an organisation"),
    "registry.premises_added": _("added premises"),
    "registry.premises_changed": _("changed premises"),
    "registry.premises_closed": _("closed premises"),
    "registry.premises_revealed": _("opened masked personal data"),
    "registry.personal_data_revealed": _("opened masked personal data"),
    "registry.workbook_uploaded": _("uploaded a ledger"),
    "registry.workbook_mapped": _("mapped the columns of a ledger"),
    "registry.workbook_committed": _("imported a ledger"),
    "registry.workbook_discarded": _("discarded a ledger"),
}

KINDS: dict[str, Promise] = {
    "accounts.account": _("Account"),
    "accounts.area": _("Area"),
    "accounts.organisation": _("Organisation"),
    "registry.premises": _("Premises"),
    "registry.workbook": _("Ledger workbook"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a line of a history: the shape that the timeline draws."""

    at: datetime
    what: str
    who: str
    note: str


def lines(acts: Iterable[ActFacts]) -> list[Line]:
    """Acts as lines of a history."""
    return [Line(act.at, action_words(act.action), act.actor_name, act.reason) for act in acts]


def action_words(action: str) -> str:
    """What was done; an act that has no words yet shows its code."""
    return str(ACTIONS.get(action, action))


def kind_words(kind: str) -> str:
    """What kind of thing it was done to."""
    return str(KINDS.get(kind, kind))


def role_words(roles: str) -> str:
    """The roles in which somebody acted."""
    known = set(Role.values)
    words = (str(Role(role).label) if role in known else role for role in roles.split(",") if role)
    return pgettext("between things", ", ").join(words)


@dataclass(frozen=True, slots=True)
class Row:
    """One act as the desk shows it."""

    facts: ActFacts
    what: str
    kind: str
    roles: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    more: dict[str, Any]


def row(act: ActFacts) -> Row:
    """An act with its words; the states of the accounts stand in the detail."""
    detail = dict(act.detail)
    before, after = detail.pop("before", None), detail.pop("after", None)
    return Row(
        facts=act,
        what=action_words(act.action),
        kind=kind_words(act.subject.kind),
        roles=role_words(act.roles),
        before=before if isinstance(before, dict) else None,
        after=after if isinstance(after, dict) else None,
        more=detail,
    )
