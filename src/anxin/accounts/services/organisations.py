"""Add, revise and close organisations."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from anxin.accounts import access, journal, queries
from anxin.accounts.contracts import Actor, OrganisationFile
from anxin.accounts.models import Area, Organisation
from anxin.accounts.scopes import within
from anxin.accounts.terms import COMPANY_KINDS, OrganisationKind, Permission
from anxin.kernel import Invalid, WrongState
from anxin.kernel.clock import local_day

KIND = "accounts.organisation"


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """What an organisation is to be.

    Attributes:
        credit_code: 统一社会信用代码, 18 characters with a check digit, or empty.
        gas_kinds: piped, bottled or both, for gas companies.
    """

    kind: OrganisationKind
    name: str
    short_name: str
    area_code: str
    credit_code: str = ""
    gas_kinds: Sequence[str] = ()


@transaction.atomic
def add_organisation(*, draft: OrganisationDraft, actor: Actor, now: datetime) -> OrganisationFile:
    """Add a company. Departments and town offices come with the district's folder.

    Raises:
        NotPermitted: the actor may not keep the list.
        Invalid: a field does not fit; the refusal names each.
    """
    access.require_organisations(actor)
    if draft.kind not in COMPANY_KINDS:
        raise Invalid(_("Departments and town offices come with the district's folder."))
    row = Organisation(kind=draft.kind)
    _take(row, draft, actor)
    row.save(force_insert=True)
    _write("accounts.organisation_added", row, actor, now, after=_state(draft))
    return queries.organisation_file_of(row)


@transaction.atomic
def revise_organisation(
    *, organisation_id: UUID, draft: OrganisationDraft, actor: Actor, now: datetime, reason: str = ""
) -> OrganisationFile:
    """Correct an organisation; what it is (its kind) stays.

    Raises:
        NotPermitted, NotFound, Invalid.
    """
    row = access.organisation_for_change(organisation_id, actor=actor)
    before = _state(_draft_of(row))
    if row.kind != draft.kind:
        raise Invalid(_("What an organisation is does not change; add another one."))
    _take(row, draft, actor)
    row.save()
    _write(
        "accounts.organisation_revised", row, actor, now, before=before, after=_state(draft), reason=reason
    )
    return queries.organisation_file_of(row)


@transaction.atomic
def close_organisation(
    *, organisation_id: UUID, reason: str, actor: Actor, now: datetime
) -> OrganisationFile:
    """Close an organisation: nothing new refers to it, its history stays.

    Raises:
        NotPermitted, NotFound.
        WrongState: it is closed already, or a department or town office.
    """
    row = access.organisation_for_change(organisation_id, actor=actor)
    if row.closed_on or row.kind not in COMPANY_KINDS:
        raise WrongState(_("Only an open company can be closed."))
    row.closed_on = local_day(now)
    row.save(update_fields=["closed_on"])
    after = {"closed_on": row.closed_on}
    _write("accounts.organisation_closed", row, actor, now, before={}, after=after, reason=reason)
    return queries.organisation_file_of(row)


def _take(row: Organisation, draft: OrganisationDraft, actor: Actor) -> None:
    """Put the draft into the row.

    Raises:
        Invalid: with a sentence per field that does not fit.
    """
    fields = _faults(row, draft, actor)
    if fields:
        raise Invalid(" ".join(fields.values()), fields=fields)
    row.name, row.short_name = draft.name.strip(), draft.short_name.strip()
    row.credit_code = uscc.compact(draft.credit_code) if draft.credit_code else ""
    row.gas_kinds = list(draft.gas_kinds)
    row.area_id = draft.area_code


def _faults(row: Organisation, draft: OrganisationDraft, actor: Actor) -> dict[str, str]:
    faults = {}
    others = Organisation.objects.exclude(pk=row.pk)
    if others.filter(name=draft.name.strip()).exists():
        faults["name"] = _("There is an organisation of this name already.")
    if draft.credit_code and not uscc.is_valid(draft.credit_code):
        faults["credit_code"] = _("The check digit of the credit code does not fit.")
    elif draft.credit_code and others.filter(credit_code=uscc.compact(draft.credit_code)).exists():
        faults["credit_code"] = _("Another organisation has this credit code.")
    reach = within(actor.reach(Permission.ORGANISATIONS_MANAGE), area="code")
    if not Area.objects.filter(reach, pk=draft.area_code, closed_on=None).exists():
        faults["area"] = _("There is no such area in your reach.")
    return faults


def _draft_of(row: Organisation) -> OrganisationDraft:
    return OrganisationDraft(
        OrganisationKind(row.kind),
        row.name,
        row.short_name,
        row.area_id or "",
        row.credit_code,
        tuple(row.gas_kinds),
    )


def _state(draft: OrganisationDraft) -> dict[str, object]:
    return {**asdict(draft), "gas_kinds": list(draft.gas_kinds), "kind": draft.kind.value}


def _write(
    action: str,
    row: Organisation,
    actor: Actor,
    now: datetime,
    *,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    journal.write(
        action,
        kind=KIND,
        id=str(row.pk),
        area_code=row.area_id or "",
        actor=actor,
        at=now,
        before=before,
        after=after,
        reason=reason,
    )
