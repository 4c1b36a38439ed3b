"""The premises file."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from anxin.registry.terms import BuildingKind, CateringScale, FloorPosition, GasKind, PremisesState, UserKind


class NumberSeries(models.Model):
    """The next premises number of a town: locked while one is taken."""

    area = models.OneToOneField("accounts.Area", primary_key=True, on_delete=models.PROTECT, related_name="+")
    next_value = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.area_id}: {self.next_value}"


class Premises(models.Model):
    """One household or one catering business at one address: one file.

    Null means unknown. Personal fields are P3 (name, phone, exact address part) or P4
    (ID number, hardship); everything else is P2.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=PremisesState.choices, default=PremisesState.ACTIVE)
    kind = models.CharField(max_length=10, choices=UserKind.choices)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")

    # Address: the whole as written, and its standard parts (幢, 单元, 层, 户室; absent is "").
    address = models.CharField(max_length=300)
    road = models.CharField(max_length=80, blank=True)
    road_number = models.CharField(max_length=20, blank=True)
    estate = models.CharField(max_length=80, blank=True)
    building = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    floor = models.CharField(max_length=20, blank=True)
    room = models.CharField(max_length=20, blank=True)
    address_key = models.CharField(
        max_length=300, help_text="normalised, to find the same place in another spelling"
    )
    address_code = models.CharField(max_length=40, blank=True, help_text="标准地址编码")
    longitude = models.FloatField(null=True, blank=True, help_text="CGCS2000 degrees")
    latitude = models.FloatField(null=True, blank=True, help_text="CGCS2000 degrees")
    captured_position = models.JSONField(
        null=True, blank=True, help_text="the pair as captured and its system"
    )
    building_kind = models.CharField(max_length=20, choices=BuildingKind.choices, null=True, blank=True)
    floor_position = models.CharField(max_length=20, choices=FloorPosition.choices, null=True, blank=True)

    # People (P3, P4)
    holder_name = models.CharField(
        max_length=60, blank=True, help_text="P3: head of household or person in charge"
    )
    holder_phone = models.CharField(max_length=30, blank=True, help_text="P3")
    holder_id_number = models.CharField(max_length=18, blank=True, help_text="P4")
    hardship = models.CharField(max_length=24, null=True, blank=True, help_text="P4: the pack's hardship id")
    account_number = models.CharField(max_length=40, blank=True, help_text="户号 at the gas company")

    # Business (catering)
    sign_name = models.CharField(max_length=120, blank=True)
    licence_name = models.CharField(max_length=120, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    food_licence_number = models.CharField(max_length=40, blank=True)
    venue = models.CharField(max_length=30, null=True, blank=True, help_text="the pack's venue id")
    scale = models.CharField(max_length=8, choices=CateringScale.choices, null=True, blank=True)
    floor_area_m2 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    staff_count = models.IntegerField(null=True, blank=True)
    safety_manager = models.CharField(max_length=60, blank=True, help_text="P3")
    covered_by_network = models.BooleanField(null=True, blank=True)

    # Gas
    gas_before = models.CharField(max_length=12, choices=GasKind.choices, null=True, blank=True)
    gas_now = models.CharField(max_length=12, choices=GasKind.choices, null=True, blank=True)
    supplier = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract_number = models.CharField(max_length=60, blank=True)
    contract_signed_on = models.DateField(null=True, blank=True)
    facility_new = models.BooleanField(null=True, blank=True, help_text="设施新建和改造")
    last_checked_on = models.DateField(null=True, blank=True)

    extra = models.JSONField(
        default=dict, blank=True, help_text="columns of a workbook that have no field here"
    )
    sources = models.JSONField(
        default=dict, blank=True, help_text='field → {"source": id, "row": n, "column": header}'
    )
    # What anybody who sees the file may find it by, and what only those may who may read P3 of it.
    search_text = models.TextField(blank=True)
    search_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    personal_text = models.TextField(blank=True)
    personal_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="premises_position_is_a_pair",
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="premises_position_lies_in_china",
                condition=Q(longitude=None) | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
            ),
            models.CheckConstraint(
                name="premises_floor_area_is_positive",
                condition=Q(floor_area_m2=None) | Q(floor_area_m2__gt=0),
            ),
            models.CheckConstraint(name="premises_version_grows", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="premises_is_not_updated_before_created", condition=Q(updated_at__gte=F("created_at"))
            ),
        ]
        indexes = [
            # the scoped list, in keyset order
            models.Index(
                fields=["area", "number"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
                name="premises_by_area",
            ),
            models.Index(fields=["supplier", "number"], name="premises_by_supplier"),
            # matching of workbook rows to known files
            models.Index(fields=["address_key"], name="premises_by_address_key"),
            models.Index(
                fields=["credit_code"], condition=~Q(credit_code=""), name="premises_by_credit_code"
            ),
            models.Index(
                fields=["account_number"], condition=~Q(account_number=""), name="premises_by_account"
            ),
            # phones, by their beginning too
            models.Index(
                fields=["holder_phone"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(holder_phone=""),
                name="premises_by_phone",
            ),
            # substring search in Chinese from two characters up: every pair of neighbouring characters
            GinIndex(fields=["search_grams"], name="premises_search"),
            GinIndex(fields=["personal_grams"], name="premises_personal_search"),
        ]

    def __str__(self) -> str:
        return self.number


class Plan(models.Model):
    """一户一策: the plan that a special group needs (二(一)); kept in full by a later edition."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="plans")
    measure = models.TextField()
    responsible = models.CharField(max_length=60)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["premises"], condition=Q(done_on=None), name="one_open_plan_per_premises"
            )
        ]

    def __str__(self) -> str:
        return self.measure[:40]
