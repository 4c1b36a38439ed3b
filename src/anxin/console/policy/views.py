"""Pages of the policy desk: take the pack from the shelf, prepare, render."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anxin.accounts.terms import Permission
from anxin.console.access import StaffRequest, signed_in
from anxin.console.policy import classes as classifications
from anxin.console.policy import clauses, days, identity, links, matrix, searching, shelf
from anxin.console.policy import departments as offices
from anxin.console.policy import objectives as aims
from anxin.console.policy import readings as questions
from anxin.console.policy import requirements as demands
from anxin.policy import Pack


@signed_in()
def home(_request: StaffRequest) -> HttpResponse:
    """The pack that this installation serves."""
    return redirect("policy:pack", settings.PACK)


@signed_in()
def overview(request: StaffRequest, pack: str) -> HttpResponse:
    """Identity, clocks and table of contents."""
    found = shelf.pack_of(pack)
    contents: dict[str, Any] = {"tree": clauses.tree(found), "annex": matrix.annex(found)}
    return _page(request, "pack", found, counts=identity.counts(found), **contents)


@signed_in()
def text(request: StaffRequest, pack: str) -> HttpResponse:
    """The whole document to read."""
    found = shelf.pack_of(pack)
    return _page(request, "text", found, tree=clauses.tree(found), **_standard(found))


@signed_in()
def clause(request: StaffRequest, pack: str, clause: str) -> HttpResponse:
    """One clause and everything that rests on it; in a drawer only its middle part."""
    found = shelf.pack_of(pack)
    entry = shelf.clause_of(found, clause)
    before, after = clauses.neighbours(found, entry.id)
    return _page(
        request,
        "clause",
        found,
        drawer="policy/_clause.html",
        section="text",
        clause=links.shaped(found, [entry.id])[0],
        path=clauses.path(found, entry),
        children=clauses.children(found, entry.id),
        merged_with=clauses.merged_with(found, entry.id),
        rests=links.resting_on(found, entry.id),
        before=before,
        after=after,
    )


@signed_in()
def standard(request: StaffRequest, pack: str) -> HttpResponse:
    """The standard as the table of annex 1."""
    found = shelf.pack_of(pack)
    return _page(request, "standard", found, **_standard(found))


@signed_in()
def requirements(request: StaffRequest, pack: str) -> HttpResponse:
    """Every requirement of the standard."""
    found = shelf.pack_of(pack)
    return _page(request, "requirements", found, requirements=demands.requirements(found))


@signed_in()
def requirement(request: StaffRequest, pack: str, requirement: str) -> HttpResponse:
    """One requirement."""
    found = shelf.pack_of(pack)
    shape = demands.requirement(found, requirement)
    return _page(
        request,
        "requirement",
        found,
        drawer="policy/_requirement.html",
        section="requirements",
        requirement=shape,
    )


@signed_in()
def readings(request: StaffRequest, pack: str) -> HttpResponse:
    """Every reading."""
    found = shelf.pack_of(pack)
    return _page(request, "readings", found, readings=questions.readings(found))


@signed_in()
def reading(request: StaffRequest, pack: str, reading: str) -> HttpResponse:
    """One reading."""
    found = shelf.pack_of(pack)
    shape = questions.reading(found, reading)
    return _page(request, "reading", found, drawer="policy/_reading.html", section="readings", reading=shape)


@signed_in()
def objectives(request: StaffRequest, pack: str) -> HttpResponse:
    """The objectives and their days on the legal day, with the rates that the reader may see."""
    found = shelf.pack_of(pack)
    # premises are judged by the pack of the installation, so the goals of another have no rate
    counts = found.id == settings.PACK and request.actor.may(Permission.STATISTICS_VIEW)
    rates = aims.goal_rates(actor=request.actor, now=request.now) if counts else {}
    shapes = aims.objectives(found, days.legal_day(request), rates)
    return _page(request, "objectives", found, objectives=shapes)


@signed_in()
def departments(request: StaffRequest, pack: str) -> HttpResponse:
    """Every department."""
    found = shelf.pack_of(pack)
    return _page(request, "departments", found, departments=offices.departments(found))


@signed_in()
def department(request: StaffRequest, pack: str, department: str) -> HttpResponse:
    """One department with its duties."""
    found = shelf.pack_of(pack)
    shape = offices.department(found, department)
    return _page(request, "department", found, section="departments", department=shape)


@signed_in()
def situations(request: StaffRequest, pack: str) -> HttpResponse:
    """Who deals with which violation."""
    found = shelf.pack_of(pack)
    return _page(request, "situations", found, situations=offices.situations(found))


@signed_in()
def classes(request: StaffRequest, pack: str) -> HttpResponse:
    """The classifications."""
    found = shelf.pack_of(pack)
    return _page(request, "classes", found, tables=classifications.tables(found))


@signed_in()
def search(request: StaffRequest, pack: str) -> HttpResponse:
    """Search in the text."""
    found = shelf.pack_of(pack)
    query = request.GET.get("q", "").strip()
    return _page(request, "search", found, query=query, hits=searching.search(found, query))


def _standard(pack: Pack) -> dict[str, Any]:
    return {"columns": matrix.columns(pack), "matrix": matrix.matrix(pack), "annex": matrix.annex(pack)}


def _page(
    request: StaffRequest, name: str, pack: Pack, *, drawer: str = "", section: str = "", **context: Any
) -> HttpResponse:
    on: date = days.legal_day(request)
    in_drawer = bool(drawer) and request.htmx.target == "drawer-body"
    frame = {
        "identity": identity.identity(pack, on),
        "sections": identity.sections(section or name, pack),
        "on": on,
        "in_drawer": in_drawer,
    }
    return render(request, drawer if in_drawer else f"policy/{name}.html", frame | context)
