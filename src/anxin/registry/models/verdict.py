"""The stored verdict of one premises."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anxin.registry.models.premises import Premises


class Verdict(models.Model):
    """What the pack says of one file, with the facts it said it of.

    The scope columns are repeated so that rates are counted without a join.
    """

    premises = models.OneToOneField(
        Premises, primary_key=True, on_delete=models.PROTECT, related_name="verdict"
    )
    area_code = models.CharField(max_length=15)
    supplier_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    gas = models.CharField(max_length=12, null=True)
    applies = models.BooleanField(help_text="whether any requirement applies or may apply")
    compliant = models.BooleanField(null=True)
    compliant_open = models.BooleanField(
        null=True, help_text="the same for readers who may not know of hardship: its requirements left out"
    )
    met = ArrayField(models.CharField(max_length=12), default=list)
    not_met = ArrayField(models.CharField(max_length=12), default=list)
    unknown = ArrayField(models.CharField(max_length=12), default=list)
    special_groups = ArrayField(models.CharField(max_length=30), default=list)
    special = models.BooleanField(default=False, help_text="certainly in a special group")
    special_open = models.BooleanField(default=False, help_text="in one that does not rest on hardship")
    has_plan = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    objective = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    pack_id = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=40)
    pack_hash = models.CharField(max_length=64)
    judged_on = models.DateField(help_text="the legal day the facts were read on")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="verdict_unknown_is_never_compliant",
                condition=Q(compliant=None) | Q(compliant=False) | Q(unknown=[], not_met=[]),
            ),
            models.CheckConstraint(
                name="verdict_outside_the_standard_has_no_outcome",
                condition=Q(applies=True) | Q(met=[], not_met=[], unknown=[]),
            ),
            models.CheckConstraint(
                name="verdict_open_special_group_is_special",
                condition=Q(special_open=False) | Q(special=True),
            ),
        ]
        indexes = [
            # counts per area, kind and outcome, from the index alone
            models.Index(
                fields=["area_code", "kind", "compliant"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "bool_ops"],
                include=[
                    "applies",
                    "compliant_open",
                    "supplier_id",
                    "objective",
                    "due_on",
                    "special",
                    "special_open",
                    "has_plan",
                    "gas",
                    "judged_on",
                ],
                name="verdict_counts",
            ),
            models.Index(fields=["supplier_id", "compliant"], name="verdict_by_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.premises_id}: {self.compliant}"
