"""Taking the list along: all rows of the filters in the address, as a workbook."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from anxin.accounts.queries import area_facts
from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.cells import MEDIA_TYPE
from anxin.console.premises import asked, choices
from anxin.console.premises.workbook import write_workbook
from anxin.kernel.clock import ZONE
from anxin.registry import services
from anxin.registry.queries.sources import demo_is_loaded

PIECE = 1 << 16


@require_GET
@requires(Permission.PREMISES_VIEW)
def export(request: StaffRequest) -> StreamingHttpResponse:
    """The workbook; it is whole, and its act in the ledger, before the first byte leaves."""
    said = asked.asked(request.GET)
    content = _written(said, request)
    response = StreamingHttpResponse(_Pieces(content), content_type=MEDIA_TYPE)
    name = f"{_('Premises')}-{request.now.astimezone(ZONE):%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Length"] = content.seek(0, 2)
    response["Cache-Control"] = "private, no-store"
    content.seek(0)
    return response


def _written(said: Mapping[str, str], request: StaffRequest) -> IO[bytes]:
    """A nameless file that goes when it is closed; after a refusal at once."""
    with ExitStack() as until_written:
        content = until_written.enter_context(TemporaryFile())
        services.export_list(
            filters=asked.filters(said),
            write=partial(write_workbook, content, _heading(said, request)),
            actor=request.actor,
            now=request.now,
        )
        until_written.pop_all()
    return content


def _heading(said: Mapping[str, str], request: StaffRequest) -> list[str]:
    """Where, what of it, when and by whom; that it is masked, and where so, that it is invented."""
    district = area_facts(settings.DISTRICT)
    title = [district.name if district else settings.DISTRICT, _("List of premises")]
    if demo_is_loaded():
        title.append(_("Demo data"))
    taken = {"at": f"{request.now.astimezone(ZONE):%Y-%m-%d %H:%M}", "who": request.actor.name}
    return [
        " · ".join(title),
        _("Filters: %(filters)s") % {"filters": _filters(said, request)},
        _("Taken at %(at)s (Beijing time) by %(who)s. Personal values are masked.") % taken,
    ]


def _filters(said: Mapping[str, str], request: StaffRequest) -> str:
    """The filters in words. What was searched for may be a name or a phone, so it is not repeated."""
    chips = choices.chips(said, choices.selects(said, request.actor))
    words = [f"{chip.label} {chip.value}" for chip in chips]
    if "q" in said:
        words.append(_("words searched for (not repeated here: they may name a person)"))
    return pgettext("between filters", "; ").join(words) or pgettext("filters", "none")


class _Pieces:
    """The file piece by piece, read beside the event loop; closed with the response."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await asyncio.to_thread(self._content.read, PIECE):
            yield piece

    def close(self) -> None:
        self._content.close()
