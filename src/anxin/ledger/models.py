"""The chain of acts and the head of each day."""

from django.db import models


class Act(models.Model):
    """One act of one person, chained to the act before it. The database refuses to change it."""

    sequence = models.BigIntegerField(primary_key=True)
    day = models.DateField(help_text="legal day of the act")
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60)
    organisation_id = models.UUIDField(null=True)
    roles = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    area_code = models.CharField(max_length=15, blank=True)
    before_digest = models.CharField(max_length=64, blank=True)
    after_digest = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            # Two acts after the same one would be a fork: the promise behind the lock in record_many.
            models.UniqueConstraint(fields=["previous_hash"], name="acts_form_one_chain"),
        ]
        indexes = [
            # the history shown on a file
            models.Index(fields=["subject_kind", "subject_id", "sequence"], name="act_by_subject"),
            # the acts page, by day and actor
            models.Index(fields=["day", "sequence"], name="act_by_day"),
            models.Index(fields=["actor_id", "sequence"], name="act_by_actor"),
            # the acts page of a town
            models.Index(
                fields=["area_code", "sequence"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="act_by_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class DayHead(models.Model):
    """Where the chain stood when a legal day ended, sealed by the first act after it."""

    day = models.DateField(primary_key=True)
    count = models.IntegerField(help_text="acts since the head before")
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.hash[:12]}"
