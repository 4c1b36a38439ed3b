"""Taking the acts along: all acts of the filters in the address, as a workbook."""

from functools import partial
from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, requires
from anxin.console.acts.views import chosen
from anxin.console.acts.workbook import write_workbook
from anxin.console.cells import MEDIA_TYPE
from anxin.kernel.clock import ZONE
from anxin.ledger.export import export_acts


@require_GET
@requires(Permission.ACTS_VIEW)
def export(request: StaffRequest) -> HttpResponse:
    """The workbook; it is whole, and its act in the ledger, before the first byte leaves."""
    content, at = BytesIO(), request.now.astimezone(ZONE)
    heading = _("Acts, taken at %(at)s (Beijing time) by %(who)s") % {
        "at": f"{at:%Y-%m-%d %H:%M}",
        "who": request.actor.name,
    }
    export_acts(
        chosen=chosen(request.GET),
        write=partial(write_workbook, content, heading),
        actor=request.actor,
        now=request.now,
    )
    response = HttpResponse(content.getvalue(), content_type=MEDIA_TYPE)
    name = f"{_('Acts')}-{at:%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
