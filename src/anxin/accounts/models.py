"""Areas, organisations, people and their grants."""

from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from anxin.accounts.terms import ROLES, AreaKind, Axis, OrganisationKind, Role

AREA_ROLES = [role.value for role, definition in ROLES.items() if definition.axis is Axis.AREA]
COMPANY_ROLES = [role.value for role, definition in ROLES.items() if definition.axis is Axis.COMPANY]
HOUSE_ROLES = [role.value for role, definition in ROLES.items() if definition.axis is Axis.NONE]


class Area(models.Model):
    """District ▸ town or development zone ▸ village or community ▸ grid, keyed by its official code."""

    code = models.CharField(max_length=15, primary_key=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=AreaKind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True, help_text="GeoJSON geometry, WGS84/CGCS2000 degrees")
    boundary_is_schematic = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, help_text="invented for the demo district")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="area_code_is_6_9_12_or_15_digits",
                condition=Q(code__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$"),
            ),
            models.CheckConstraint(
                name="area_code_begins_with_its_parents_code",
                condition=Q(parent=None) | Q(code__startswith=F("parent_id")),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(closed_on=None),
                name="area_name_is_unique_among_siblings",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A department, a town office or a company."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    credit_code = models.CharField(max_length=18, blank=True)
    department = models.CharField(max_length=40, blank=True, help_text="the policy pack's department id")
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    gas_kinds = models.JSONField(
        default=list, blank=True, help_text="piped and/or bottled, for gas companies"
    )
    closed_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, help_text="invented for the demo district")

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="organisation_credit_code_is_unique",
            ),
            models.UniqueConstraint(
                fields=["area", "department"],
                condition=~Q(department=""),
                name="one_organisation_per_department",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Django's own needs only: accounts are made by services."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Log-in names are compared without case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with a log-in name. What they may do stands in their grants."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_is_unique_without_case"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One role, over one area or one company, between two days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day; every grant has one")
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="grant_has_the_axis_of_its_role",
                condition=(
                    Q(role__in=AREA_ROLES, area__isnull=False, organisation=None)
                    | Q(role__in=COMPANY_ROLES, area=None, organisation__isnull=False)
                    | Q(role__in=HOUSE_ROLES, area=None, organisation=None)
                ),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="grant_is_never_to_oneself", condition=Q(granted_by=None) | ~Q(granted_by=F("user"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_id or self.organisation_id or ''}"
