"""For which organisation."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor, OrganisationFacts, OrganisationFile
from anxin.accounts.models import Organisation
from anxin.accounts.terms import OrganisationKind, Permission
from anxin.kernel import NotFound


def organisations(*kinds: OrganisationKind) -> list[OrganisationFacts]:
    """The open organisations of the given kinds, or all, in name order."""
    rows = Organisation.objects.filter(closed_on=None)
    return [_facts(row) for row in (rows.filter(kind__in=kinds) if kinds else rows)]


def organisation_facts(organisation_id: UUID) -> OrganisationFacts | None:
    """One organisation, or None."""
    row = Organisation.objects.filter(pk=organisation_id).first()
    return _facts(row) if row else None


def organisation_files(*, kind: str = "", words: str = "", closed: bool = False) -> list[OrganisationFile]:
    """The organisations that match, offices first, with how many have accounts there. They are public."""
    rows = _with_people().filter(Q(name__icontains=words) | Q(credit_code__icontains=words))
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows if closed else rows.filter(closed_on=None)
    kinds = list(OrganisationKind)
    files = (_file(row) for row in rows.order_by("area_id", "name"))
    return sorted(files, key=lambda file: kinds.index(file.kind))


def organisation_file(organisation_id: UUID) -> OrganisationFile:
    """Everything on one organisation.

    Raises:
        NotFound: there is none.
    """
    row = _with_people().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    return _file(row)


def may_change_organisation(file: OrganisationFile, *, actor: Actor) -> bool:
    """Whether the actor may revise or close it."""
    return actor.reach(Permission.ORGANISATIONS_MANAGE).covers(file.area_code or "", None)


def organisation_file_of(row: Organisation) -> OrganisationFile:
    """The file of a row at hand."""
    return organisation_file(row.pk)


def _with_people() -> QuerySet[Organisation]:
    active = Count("people", filter=Q(people__is_active=True))
    return Organisation.objects.select_related("area").annotate(people_count=active)


def _facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        row.id, row.name, row.short_name, OrganisationKind(row.kind), row.area_id, row.department
    )


def _file(row: Organisation) -> OrganisationFile:
    return OrganisationFile(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        kind=OrganisationKind(row.kind),
        credit_code=row.credit_code,
        department=row.department,
        area_code=row.area_id,
        area_name=row.area.name if row.area else "",
        gas_kinds=tuple(row.gas_kinds),
        closed_on=row.closed_on,
        is_demo=row.is_demo,
        people=getattr(row, "people_count", 0),
    )
