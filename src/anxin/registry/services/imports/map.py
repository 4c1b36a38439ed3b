"""Decide what each header means, and remember it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.kernel import Invalid
from anxin.registry.excel.refused import Refused
from anxin.registry.excel.vocabulary import vocabulary
from anxin.registry.imports.choosing import chosen_sheets, columns_of
from anxin.registry.imports.messages import refusal_words
from anxin.registry.models import ImportBatch, RememberedMapping
from anxin.registry.services.imports.batches import locked_batch, move, queue_work, record_act, require_state
from anxin.registry.services.imports.read import layout_digest
from anxin.registry.terms import ImportState

_OPEN = (ImportState.MAPPING, ImportState.CHECKED)


@transaction.atomic
def choose_mapping(
    *,
    batch_id: UUID,
    sheet: str,
    mapping: Mapping[str, str | None],
    actor: Actor,
    now: datetime,
    queue: bool = True,
) -> None:
    """Decide what each header means, remember it for the organisation, and queue the check.

    Args:
        mapping: header → field path, None to keep the column as it is.
    Raises:
        NotFound: no such batch within reach.
        WrongState: it is being read, checked or is already decided.
        Invalid: an unknown sheet, an unknown field, or one field twice.
    """
    batch = locked_batch(batch_id, actor=actor)
    require_state(batch, *_OPEN)
    sheets = _sheets(batch, sheet)
    headers = [column["header"] for column in columns_of(batch.sheets, sheets)]
    _require_mapping(mapping, headers)
    batch.sheet = sheets[0][:64] if len(sheets) == 1 else ""
    batch.mapping = {header: mapping.get(header) or None for header in headers}
    batch.layout = layout_digest(headers)
    _remember(batch, now)
    move(batch, ImportState.CHECKING, now)
    record_act("registry.workbook_mapped", batch, actor, now, mapping=batch.mapping)
    if queue:
        queue_work("check", batch)


def _sheets(batch: ImportBatch, wanted: str) -> list[str]:
    try:
        return chosen_sheets(batch.sheets, wanted)
    except Refused as refused:
        text = refusal_words(refused.code, refused.params)
        raise Invalid(text, fields={"sheet": text}) from refused


def _require_mapping(mapping: Mapping[str, str | None], headers: list[str]) -> None:
    chosen = [field for header, field in mapping.items() if field and header in headers]
    known = vocabulary().fields
    unknown = [field for field in chosen if field not in known]
    twice = [field for field, times in Counter(chosen).items() if times > 1]
    if unknown:
        raise Invalid(_("There is no such field."), fields={"mapping": ", ".join(unknown)})
    if twice:
        raise Invalid(
            _("Two columns may not go to the same field: %(fields)s. Keep one of them as it is.")
            % {"fields": "、".join(_(known[field].label) for field in twice)}
        )


def _remember(batch: ImportBatch, now: datetime) -> None:
    RememberedMapping.objects.bulk_create(
        [
            RememberedMapping(
                organisation_id=batch.organisation_id, header=header[:200], field=field or "", used_at=now
            )
            for header, field in batch.mapping.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "header"],
        update_fields=["field", "used_at"],
    )
