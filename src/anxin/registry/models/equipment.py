"""What burns, carries, shuts and warns."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from anxin.registry.models.premises import Premises
from anxin.registry.terms import EquipmentKind


class Equipment(models.Model):
    """One appliance or fitting of a premises, or the statement that there is none of its kind."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="equipment")
    kind = models.CharField(max_length=20, choices=EquipmentKind.choices)
    ordinal = models.PositiveSmallIntegerField(default=1, help_text="first, second … of its kind here")
    brand = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    serial_number = models.CharField(max_length=60, blank=True)
    conforms = models.BooleanField(null=True, blank=True, help_text="附件1备注: 符合国家标准")
    made_on = models.DateField(null=True, blank=True)
    installed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    features = models.JSONField(
        default=dict, blank=True, help_text="terms.FEATURES of its kind; a missing key is unknown"
    )
    sources = models.JSONField(default=dict, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "ordinal"]
        constraints = [
            models.CheckConstraint(
                name="equipment_expires_after_it_is_made",
                condition=Q(made_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("made_on")),
            ),
            models.UniqueConstraint(
                fields=["premises", "kind", "ordinal"], name="equipment_is_counted_once_per_kind"
            ),
        ]
        indexes = [
            # the file's equipment, and what a verdict rests on
            models.Index(fields=["premises"], condition=Q(removed_on=None), name="equipment_in_place")
        ]

    def __str__(self) -> str:
        return self.kind
