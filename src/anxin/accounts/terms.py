"""Roles, what each may do, and how sensitive a field it may read (../shared roles, 附件2)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AreaKind(TextChoices):
    """What an area is."""

    DISTRICT = "district", _("District")
    TOWN = "town", _("Town or subdistrict")
    DEVELOPMENT_ZONE = "development_zone", _("Development zone")
    VILLAGE = "village", _("Village or community")
    GRID = "grid", _("Grid")


class OrganisationKind(TextChoices):
    """What an organisation is."""

    DEPARTMENT = "department", _("Government department")
    TOWN_OFFICE = "town_office", _("Town office")
    GAS_COMPANY = "gas_company", _("Gas company")
    FILLING_COMPANY = "filling_company", _("Filling company")
    TRANSPORT_COMPANY = "transport_company", _("Transport company")
    INSTALLATION_COMPANY = "installation_company", _("Installation company")


class Sensitivity(IntEnum):
    """How sensitive a field is: P0 public … P4 sensitive personal."""

    PUBLIC = 0
    GOVERNMENT = 1
    BUSINESS = 2
    PERSONAL = 3
    SENSITIVE = 4


class Axis(StrEnum):
    """Along which axis a role's rows are cut."""

    AREA = "area"
    COMPANY = "company"
    NONE = "none"


class Permission(StrEnum):
    """An act that a role may grant."""

    PREMISES_VIEW = "premises.view"
    PREMISES_EDIT = "premises.edit"
    PREMISES_IMPORT = "premises.import"
    PREMISES_REVEAL = "premises.reveal"
    STATISTICS_VIEW = "statistics.view"
    AREAS_MANAGE = "areas.manage"
    ORGANISATIONS_MANAGE = "organisations.manage"
    ACCOUNTS_MANAGE = "accounts.manage"
    ACTS_VIEW = "acts.view"
    SYSTEM_RUN = "system.run"


class Role(TextChoices):
    """The roles of this edition; a later one only adds."""

    DISTRICT_REGULATOR = "district_regulator", _("District gas regulator")
    DISTRICT_LEADER = "district_leader", _("District leader")
    DEPARTMENT_OFFICER = "department_officer", _("Department officer")
    CIVIL_AFFAIRS_OFFICER = "civil_affairs_officer", _("Civil affairs officer")
    TOWN_ADMINISTRATOR = "town_administrator", _("Town administrator")
    TOWN_CLERK = "town_clerk", _("Town clerk")
    GRID_WORKER = "grid_worker", _("Grid worker")
    COMPANY_OFFICER = "company_officer", _("Gas company officer")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("Audit administrator")


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """What one role grants.

    Attributes:
        axis: whether its rows are cut by area, by company, or it has no business rows at all.
        permissions: the acts it may do.
        sensitivity: the most sensitive field class it may read (masked until revealed from P3 up).
        hardship: whether it may know who is a hardship household (P4, never companies).
        second_factor: whether the role is closed until a second factor is confirmed.
    """

    axis: Axis
    permissions: frozenset[Permission]
    sensitivity: Sensitivity
    hardship: bool = False
    second_factor: bool = False


_VIEW = frozenset({Permission.PREMISES_VIEW, Permission.STATISTICS_VIEW})
_EDIT = _VIEW | {Permission.PREMISES_EDIT, Permission.PREMISES_IMPORT, Permission.PREMISES_REVEAL}

ROLES: dict[Role, RoleDefinition] = {
    Role.DISTRICT_REGULATOR: RoleDefinition(
        Axis.AREA,
        _EDIT | {Permission.AREAS_MANAGE, Permission.ORGANISATIONS_MANAGE, Permission.ACTS_VIEW},
        Sensitivity.PERSONAL,
    ),
    Role.DISTRICT_LEADER: RoleDefinition(Axis.AREA, _VIEW, Sensitivity.BUSINESS),
    Role.DEPARTMENT_OFFICER: RoleDefinition(Axis.AREA, _VIEW, Sensitivity.BUSINESS),
    Role.CIVIL_AFFAIRS_OFFICER: RoleDefinition(
        Axis.AREA, _VIEW | {Permission.PREMISES_REVEAL}, Sensitivity.SENSITIVE, hardship=True
    ),
    Role.TOWN_ADMINISTRATOR: RoleDefinition(
        Axis.AREA,
        _EDIT | {Permission.AREAS_MANAGE, Permission.ACTS_VIEW},
        Sensitivity.SENSITIVE,
        hardship=True,
    ),
    Role.TOWN_CLERK: RoleDefinition(Axis.AREA, _EDIT, Sensitivity.SENSITIVE, hardship=True),
    Role.GRID_WORKER: RoleDefinition(
        Axis.AREA,
        frozenset({Permission.PREMISES_VIEW, Permission.STATISTICS_VIEW, Permission.PREMISES_EDIT}),
        Sensitivity.BUSINESS,
    ),
    Role.COMPANY_OFFICER: RoleDefinition(Axis.COMPANY, _EDIT, Sensitivity.PERSONAL),
    Role.SYSTEM_ADMINISTRATOR: RoleDefinition(
        Axis.NONE, frozenset({Permission.SYSTEM_RUN}), Sensitivity.PUBLIC, second_factor=True
    ),
    Role.SECURITY_ADMINISTRATOR: RoleDefinition(
        Axis.NONE, frozenset({Permission.ACCOUNTS_MANAGE}), Sensitivity.PUBLIC, second_factor=True
    ),
    Role.AUDIT_ADMINISTRATOR: RoleDefinition(
        Axis.NONE, frozenset({Permission.ACTS_VIEW}), Sensitivity.PUBLIC, second_factor=True
    ),
}

# System, security and audit administrators have no business rows, and nobody is two of them.
ADMINISTRATORS = frozenset(role for role, definition in ROLES.items() if definition.axis is Axis.NONE)
COMPANY_KINDS = frozenset(OrganisationKind) - {OrganisationKind.DEPARTMENT, OrganisationKind.TOWN_OFFICE}
