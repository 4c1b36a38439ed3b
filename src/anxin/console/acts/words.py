"""Acts in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from anxin.accounts.terms import Role
from anxin.console.ui.tags import yes_no
from anxin.ledger.contracts import ActFacts

ACTIONS: dict[str, Promise] = {
    "accounts.signed_in": _("signed in"),
    "accounts.signed_out": _("signed out"),
    "accounts.sign_in_refused": _("was turned away at sign-in"),
    "accounts.locked_out": _("was locked out after too many attempts"),
    "accounts.unlocked": _("unlocked an account"),
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
    "registry.revealed": _("opened masked personal data"),
    "registry.list_exported": _("took a list of premises along"),
    "ledger.acts_exported": _("took acts along"),
    "registry.plan_added": _("added a plan"),
    "registry.plan_closed": _("closed a plan"),
    "registry.verdict_changed": _("verdict changed"),
    "registry.reassessed": _("held all premises against the standard anew"),
    "registry.workbook_uploaded": _("uploaded a ledger"),
    "registry.workbook_mapped": _("mapped the columns of a ledger"),
    "registry.workbook_decided": _("decided on a ledger"),
    "registry.workbook_written": _("imported a ledger"),
    "registry.workbook_discarded": _("discarded a ledger"),
    "registry.workbook_resumed": _("took up a stopped ledger"),
}

KINDS: dict[str, Promise] = {
    "accounts.account": _("Account"),
    "accounts.area": _("Area"),
    "accounts.organisation": _("Organisation"),
    "registry.premises": _("Premises"),
    "registry.list": _("List of premises"),
    "registry.verdicts": _("Verdicts"),
    "ledger.acts": _("Acts"),
    "registry.workbook": _("Ledger workbook"),
}


# What the house itself is called when it acts without a person.
HOUSE: dict[str, Promise] = {
    "sign-in": _("at the door"),
    "load_district": _("set-up"),
    "first_administrator": _("set-up"),
    "demo_accounts": _("demo set-up"),
    "demo": _("demo set-up"),
}

# What the states of the accounts are called; a name without words shows itself.
NAMES: dict[str, Promise] = {
    "role": _("Role"),
    "area": _("Area"),
    "area_code": _("Area"),
    "organisation": _("Organisation"),
    "starts_on": _("From"),
    "ends_on": _("Last day"),
    "revoked_at": _("Revoked at"),
    "name": _("Name"),
    "short_name": _("Short name"),
    "username": _("Log-in name"),
    "is_active": _("May sign in"),
    "address": _("Network address"),
    "recovery_code": _("By recovery code"),
    "closed_on": _("Closed on"),
    "credit_code": _("Unified social credit code"),
    "kind": _("Kind"),
    "gas_kinds": _("Gas supplied"),
    "areas_made": _("Areas made"),
    "areas_changed": _("Areas changed"),
    "organisations_made": _("Organisations made"),
    "organisations_changed": _("Organisations changed"),
    "rows": pgettext_lazy("of a list", "Rows"),
    "filters": _("Filters"),
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
    return [Line(act.at, action_words(act.action), who_words(act), act.reason) for act in acts]


def action_words(action: str) -> str:
    """What was done; an act that has no words yet shows its code."""
    return str(ACTIONS.get(action, action))


def who_words(act: ActFacts) -> str:
    """Who did it: a person's name, or what the house was busy with."""
    return act.actor_name if act.actor_id else str(HOUSE.get(act.actor_name, act.actor_name))


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
    who: str
    kind: str
    roles: str
    before: dict[str, str]
    after: dict[str, str]
    more: dict[str, str]


def row(act: ActFacts) -> Row:
    """An act with its words; the states of the accounts stand in the detail."""
    detail = dict(act.detail)
    before, after = detail.pop("before", None), detail.pop("after", None)
    return Row(
        facts=act,
        what=action_words(act.action),
        who=who_words(act),
        kind=kind_words(act.subject.kind),
        roles=role_words(act.roles),
        before=_named(before),
        after=_named(after),
        more=_named(detail),
    )


def _named(state: Any) -> dict[str, str]:
    """A state under the words of its names."""
    if not isinstance(state, dict):
        return {}
    return {str(NAMES.get(name, name)): _value_words(value) for name, value in state.items()}


def _value_words(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list):
        return pgettext("between things", ", ").join(map(str, value))
    return role_words(value) if value in Role.values else str(value)
