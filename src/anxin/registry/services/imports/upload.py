"""Keep a workbook and queue its reading."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anxin.accounts.contracts import Actor
from anxin.files import services as files
from anxin.kernel import Invalid
from anxin.registry.imports.messages import refusal_words
from anxin.registry.models import ImportBatch
from anxin.registry.services.imports.batches import queue_work, record_act, require_area

MAX_UPLOAD = 30 * 1024 * 1024
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def upload_workbook(
    *,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    area_code: str,
    sheet: str = "",
    actor: Actor,
    now: datetime,
    queue: bool = True,
) -> UUID:
    """Keep a workbook and queue its reading.

    Args:
        size: bytes announced; more than 30 MB are not taken in.
        sheet: read this sheet; "" to propose one.
    Raises:
        NotPermitted: the role does not import.
        NotFound: no such area within the actor's reach.
        Invalid: the file is too big.
    """
    require_area(actor, area_code)
    if size > MAX_UPLOAD:
        text = refusal_words("file_too_big", {"limit": MAX_UPLOAD // 1024 // 1024})
        raise Invalid(text, fields={"file": text})
    stored = files.store(name=name, chunks=chunks, media_type=MEDIA_TYPE, actor=actor, now=now)
    batch = ImportBatch.objects.create(
        file_id=stored.id,
        area_id=area_code,
        organisation_id=actor.organisation_id,
        uploaded_by_id=actor.user_id,
        uploaded_by_name=actor.name,
        uploaded_at=now,
        sheet=sheet[:64],
        updated_at=now,
    )
    record_act("registry.workbook_uploaded", batch, actor, now, file=stored.name, sha256=stored.sha256)
    if queue:
        queue_work("read", batch)
    return batch.id
