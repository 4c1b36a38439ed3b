"""Roles, permissions and field classes in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anxin.accounts.contracts import Actor, GrantFacts
from anxin.accounts.terms import ROLES, Axis, Permission, Sensitivity

PERMISSIONS: dict[Permission, Promise] = {
    Permission.PREMISES_VIEW: _("see premises files"),
    Permission.PREMISES_EDIT: _("correct premises files"),
    Permission.PREMISES_IMPORT: _("import ledgers"),
    Permission.PREMISES_REVEAL: _("open masked personal data, with a reason"),
    Permission.STATISTICS_VIEW: _("see counts and rates"),
    Permission.AREAS_MANAGE: _("keep the grids"),
    Permission.ORGANISATIONS_MANAGE: _("keep the list of companies"),
    Permission.ACCOUNTS_MANAGE: _("keep accounts and grants"),
    Permission.ACTS_VIEW: _("read the ledger of acts"),
    Permission.SYSTEM_RUN: _("run the platform"),
}

SENSITIVITIES: dict[Sensitivity, Promise] = {
    Sensitivity.PUBLIC: _("only what is public (P0)"),
    Sensitivity.GOVERNMENT: _("what stays inside government, without persons (P1)"),
    Sensitivity.BUSINESS: _("sites, companies and devices; no personal data (P2)"),
    Sensitivity.PERSONAL: _("personal data such as name and telephone, masked until opened (P3)"),
    Sensitivity.SENSITIVE: _("sensitive personal data such as ID number, masked until opened (P4)"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One grant of one's own in words.

    Attributes:
        open: whether it counts in this session, or waits for the second factor.
    """

    grant: GrantFacts
    reach: str
    may: list[Promise]
    fields: Promise
    hardship: bool
    open: bool


def held(grant: GrantFacts, actor: Actor) -> Held:
    """A grant as its holder reads it."""
    definition = ROLES[grant.role]
    return Held(
        grant=grant,
        reach=reach(grant),
        may=[PERMISSIONS[permission] for permission in Permission if permission in definition.permissions],
        fields=SENSITIVITIES[definition.sensitivity],
        hardship=definition.hardship,
        open=grant.role not in actor.closed_roles,
    )


def reach(grant: GrantFacts) -> str:
    """The area or the company, by name; nothing for an administrator."""
    axis = ROLES[grant.role].axis
    return {Axis.AREA: grant.area_name, Axis.COMPANY: grant.organisation_name}.get(axis, "")
