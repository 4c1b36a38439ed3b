"""The tree of areas: district, town or development zone, village or community, grid."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.accounts import queries, services
from anxin.accounts.terms import AreaKind, Permission
from anxin.console.access import StaffRequest, requires, signed_in
from anxin.console.acts.words import lines
from anxin.console.areas.forms import NameForm, ReasonForm
from anxin.console.shapes import or_refuse
from anxin.kernel import NotFound
from anxin.kernel.areas import parent_code
from anxin.ledger.queries import history

manages = requires(Permission.AREAS_MANAGE)


@signed_in()
def tree(request: StaffRequest) -> HttpResponse:
    """The district, or all of them where there are several."""
    districts = queries.area_nodes(None)
    if len(districts) == 1:
        return redirect("areas:area", districts[0].code)
    return render(request, "areas/tree.html", {"children": districts, "node": None, "path": []})


@signed_in()
def area(request: StaffRequest, code: str) -> HttpResponse:
    """One area, what it lies in and what lies in it."""
    node = queries.area_node(code)
    if node is None:
        raise NotFound(_("There is no such area."))
    may = request.actor.may(Permission.AREAS_MANAGE) and queries.may_change_area(code, actor=request.actor)
    context = {
        "node": node,
        "path": queries.area_path(code)[:-1],
        "children": queries.area_nodes(code),
        "may_add": may and node.kind is AreaKind.VILLAGE and node.closed_on is None,
        "may_change": may and node.kind is AreaKind.GRID and node.closed_on is None,
        "name_form": NameForm(),
        "acts": lines(history("accounts.area", code, size=20)) if may else [],
    }
    return render(request, "areas/tree.html", context)


@require_POST
@manages
def grids(request: StaffRequest, code: str) -> HttpResponse:
    """Add a grid to a village."""
    name = or_refuse(NameForm(request.POST))["name"]
    made = services.add_grid(village_code=code, name=name, actor=request.actor, now=request.now)
    messages.success(request, _("%(name)s is added under %(code)s.") % {"name": made.name, "code": made.code})
    return redirect("areas:area", code)


@require_POST
@manages
def name(request: StaffRequest, code: str) -> HttpResponse:
    """Rename a grid."""
    wanted = or_refuse(NameForm(request.POST))["name"]
    services.rename_area(code=code, name=wanted, actor=request.actor, now=request.now)
    messages.success(request, _("The grid is renamed."))
    return redirect("areas:area", code)


@require_POST
@manages
def closure(request: StaffRequest, code: str) -> HttpResponse:
    """Close a grid."""
    reason = or_refuse(ReasonForm(request.POST))["reason"]
    services.close_area(code=code, reason=reason, actor=request.actor, now=request.now)
    messages.success(request, _("The grid is closed."))
    return redirect("areas:area", parent_code(code) or code)
