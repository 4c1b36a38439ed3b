"""A ledger workbook on its way in: read, mapped, checked, decided."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from anxin.registry.models.premises import Premises
from anxin.registry.terms import ImportState, RowOutcome


class ImportBatch(models.Model):
    """One upload of one sheet's rows for one area."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_by_id = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField()
    sheet = models.CharField(max_length=64, blank=True)
    sheets = models.JSONField(default=list, help_text="every sheet: name, rows, header row, headers, samples")
    mapping = models.JSONField(default=dict, help_text="header → field path, or null when left unmapped")
    layout = models.CharField(max_length=64, blank=True, help_text="digest of the headers")
    progress_done = models.IntegerField(default=0)
    progress_total = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="import_refused_says_why",
                condition=~Q(state=ImportState.REFUSED) | ~Q(refusal=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.uploaded_at:%Y-%m-%d} {self.state}"


class ImportRow(models.Model):
    """One data row of the sheet: as it stood, as it was understood, and what it would do."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=64, blank=True)
    row = models.IntegerField(help_text="the sheet's own row number")
    raw = models.JSONField()
    parsed = models.JSONField()
    faults = models.JSONField(default=list, help_text='[{"column", "code", "message"}]')
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    premises = models.ForeignKey(Premises, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    difference = models.JSONField(default=dict, help_text="field → [before, after]")
    candidates = models.JSONField(
        default=list, help_text="numbers of files that look the same, with the reasons"
    )
    decision = models.CharField(max_length=40, blank=True, help_text="apply, skip, or merge:<number>")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "row"], name="one_import_row_per_sheet_row")
        ]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.row}"


class RememberedMapping(models.Model):
    """How an organisation's headers were mapped the last time."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    header = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True, help_text="empty: deliberately left unmapped")
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "header"], nulls_distinct=False, name="one_mapping_per_header"
            )
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"
