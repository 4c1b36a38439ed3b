"""One stored file."""

from uuid import uuid4

from django.db import models


class StoredFile(models.Model):
    """Bytes on disk under their digest, with the name they came by."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_by_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        # finds an earlier upload of the same bytes
        indexes = [models.Index(fields=["sha256"], name="stored_file_by_digest")]

    def __str__(self) -> str:
        return self.name
