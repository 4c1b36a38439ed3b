"""What other rooms may hold of a person: an Actor with what each grant reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anxin.accounts.terms import ROLES, AreaKind, Axis, OrganisationKind, Permission, Role, Sensitivity
from anxin.kernel import NotPermitted
from anxin.kernel.areas import is_within


@dataclass(frozen=True, slots=True)
class Grant:
    """One role over one area (government) or one company (its own customers)."""

    role: Role
    area_code: str | None = None
    organisation_id: UUID | None = None

    def covers(self, area_code: str, company_id: UUID | None) -> bool:
        """Whether a row of this area and supplying company lies within the grant."""
        axis = ROLES[self.role].axis
        if axis is Axis.AREA:
            return self.area_code is not None and is_within(area_code, self.area_code)
        return axis is Axis.COMPANY and company_id is not None and company_id == self.organisation_id


@dataclass(frozen=True, slots=True)
class Reach:
    """The rows that a permission reaches; empty means none."""

    area_codes: tuple[str, ...] = ()
    company_ids: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.area_codes or self.company_ids)

    def covers(self, area_code: str, company_id: UUID | None) -> bool:
        """Whether a row of this area and supplying company lies within."""
        return any(is_within(area_code, outer) for outer in self.area_codes) or company_id in self.company_ids


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the house itself) that acts; every service asks for one.

    Attributes:
        user_id: None only for the house's own acts (set-up, demo data).
        grants: the grants in force now, already narrowed to confirmed second factors.
        request_id: ties the acts of one request together.
        closed_roles: roles in force that wait for a second factor; they grant nothing.
    """

    user_id: UUID | None
    name: str
    organisation_id: UUID | None = None
    organisation_name: str = ""
    grants: tuple[Grant, ...] = ()
    request_id: str = ""
    closed_roles: tuple[Role, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether any grant allows the act at all."""
        return any(permission in ROLES[grant.role].permissions for grant in self.grants)

    def require(self, permission: Permission, message: str) -> None:
        """Refuse unless some grant allows the act.

        Raises:
            NotPermitted: with the message.
        """
        if not self.may(permission):
            raise NotPermitted(message)

    def reach(self, permission: Permission) -> Reach:
        """The rows on which the act is allowed; closed by default."""
        held = [grant for grant in self.grants if permission in ROLES[grant.role].permissions]
        return Reach(
            area_codes=tuple(
                sorted({g.area_code for g in held if g.area_code and ROLES[g.role].axis is Axis.AREA})
            ),
            company_ids=tuple(
                g.organisation_id for g in held if g.organisation_id and ROLES[g.role].axis is Axis.COMPANY
            ),
        )

    def covering(self, area_code: str, company_id: UUID | None) -> Iterable[Grant]:
        """The grants that reach one row."""
        return (grant for grant in self.grants if grant.covers(area_code, company_id))

    def sensitivity(self, area_code: str, company_id: UUID | None) -> Sensitivity:
        """The most sensitive field class this actor may read on one row."""
        return max(
            (ROLES[grant.role].sensitivity for grant in self.covering(area_code, company_id)),
            default=Sensitivity.PUBLIC,
        )

    def may_know_hardship(self, area_code: str, company_id: UUID | None) -> bool:
        """Whether this actor may know that a household is one of hardship (P4)."""
        return any(ROLES[grant.role].hardship for grant in self.covering(area_code, company_id))

    @property
    def role_names(self) -> str:
        """The role words, as the ledger keeps them."""
        return ",".join(sorted({grant.role.value for grant in self.grants}))

    @property
    def scope_words(self) -> str:
        """The areas and companies of all grants, as the ledger keeps them."""
        return ",".join(sorted({str(g.area_code or g.organisation_id or "-") for g in self.grants}))


def house(name: str, *grants: Grant) -> Actor:
    """The house itself at work: set-up, demo data, commands. It holds only the grants named here."""
    return Actor(user_id=None, name=name, grants=grants)


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area as other rooms see it."""

    code: str
    name: str
    kind: AreaKind
    parent_code: str | None
    path_name: str


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """One organisation as other rooms see it."""

    id: UUID
    name: str
    short_name: str
    kind: OrganisationKind
    area_code: str | None
    department: str


@dataclass(frozen=True, slots=True)
class AreaNode:
    """One area in the tree, with what lies directly and deeper in it.

    Attributes:
        below: how many open areas of each kind lie in it, at any depth.
    """

    code: str
    name: str
    kind: AreaKind
    parent_code: str | None
    closed_on: date | None
    is_demo: bool
    boundary_is_schematic: bool
    children: int
    below: Mapping[AreaKind, int]


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """Everything on one organisation."""

    id: UUID
    name: str
    short_name: str
    kind: OrganisationKind
    credit_code: str
    department: str
    area_code: str | None
    area_name: str
    gas_kinds: tuple[str, ...]
    closed_on: date | None
    is_demo: bool
    people: int


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """One grant as a reader sees it.

    Attributes:
        in_force: whether it counts on the day asked for.
        needs_second_factor: whether it stays closed until a second factor is confirmed.
    """

    id: UUID
    role: Role
    area_code: str | None
    area_name: str
    organisation_id: UUID | None
    organisation_name: str
    starts_on: date
    ends_on: date
    revoked_at: datetime | None
    granted_by: str
    in_force: bool
    needs_second_factor: bool


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account as the security administrator, and the person, sees it.

    Attributes:
        locked: too many wrong passwords from one place, so that the right one does not open either.
    """

    id: UUID
    username: str
    name: str
    phone: str
    organisation_id: UUID | None
    organisation_name: str
    is_active: bool
    must_change_password: bool
    has_second_factor: bool
    last_login: datetime | None
    created_at: datetime
    grants: tuple[GrantFacts, ...]
    locked: bool

    def state(self) -> dict[str, Any]:
        """What the ledger digests: no telephone number."""
        return {
            "username": self.username,
            "name": self.name,
            "organisation": self.organisation_id,
            "is_active": self.is_active,
        }


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of accounts in order of log-in name.

    Attributes:
        after: the cursor of the next page, or "" where there is none.
        total: how many accounts match.
    """

    accounts: tuple[AccountFacts, ...]
    after: str
    total: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person needs to set up an authenticator.

    Attributes:
        secret: the key in base32, for typing it in by hand.
        address: the ``otpauth://`` address, for a QR code.
    """

    secret: str
    address: str
