"""Survey an uploaded workbook and propose sheet and mapping."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from anxin.files import services as files
from anxin.kernel import Refusal
from anxin.registry.excel import jail
from anxin.registry.excel.refused import Refused
from anxin.registry.excel.vocabulary import vocabulary
from anxin.registry.imports.choosing import chosen_sheets, columns_of
from anxin.registry.models import RememberedMapping
from anxin.registry.services.imports.batches import advance, claim, refuse
from anxin.registry.terms import ImportState


def run_read(*, batch_id: UUID, now: datetime) -> None:
    """Survey an uploaded workbook and propose sheet and mapping."""
    batch = claim(batch_id, (ImportState.UPLOADED, ImportState.READING), ImportState.READING, now)
    if batch is None:
        return
    try:
        remembered = remembered_mapping(batch.organisation_id)
        surveyed = jail.survey(files.path_of(batch.file_id), remembered=remembered)
        sheets = chosen_sheets(surveyed, batch.sheet)
    except (Refused, Refusal) as refused:
        refuse(batch, refused, now)
        return
    batch.sheets = surveyed
    # several sheets of one layout are one ledger: then none is named
    batch.sheet = sheets[0] if len(sheets) == 1 else ""
    columns = columns_of(surveyed, sheets)
    batch.mapping = {column["header"]: column["field"] for column in columns}
    batch.layout = layout_digest([column["header"] for column in columns])
    batch.save(update_fields=["sheets", "sheet", "mapping", "layout"])
    advance(batch, ImportState.MAPPING, now)


def remembered_mapping(organisation_id: UUID | None) -> dict[str, str | None]:
    """Header → field as the organisation decided the last time; None: left as it is."""
    own = Q(organisation=organisation_id) if organisation_id else Q(organisation=None)
    rows = RememberedMapping.objects.filter(own).values_list("header", "field")
    known = vocabulary().fields
    return {header: field or None for header, field in rows if not field or field in known}


def layout_digest(headers: Iterable[str]) -> str:
    """The same for the same headers in the same order."""
    return sha256("\n".join(headers).encode()).hexdigest()
