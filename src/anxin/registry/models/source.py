"""Where values come from."""

from uuid import uuid4

from django.db import models

from anxin.registry.terms import SourceKind


class Source(models.Model):
    """A workbook, a person's entry, a visit: what a value's provenance points to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    label = models.CharField(max_length=255)
    sheet = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.label
