"""Fetch with permission: the only way to a row. What an actor may not see does not exist for them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.scopes import within
from anxin.accounts.terms import ROLES, Axis, Permission, Sensitivity
from anxin.kernel import NotFound
from anxin.registry.models import Premises, Verdict
from anxin.registry.rules.search import grams, normalised
from anxin.registry.terms import PREMISES_FIELDS


def visible(actor: Actor, permission: Permission) -> QuerySet[Premises]:
    """The files that a permission of the actor reaches; none when it reaches nothing."""
    return Premises.objects.filter(within(actor.reach(permission), area="area__code", company="supplier_id"))


def visible_verdicts(actor: Actor, permission: Permission) -> QuerySet[Verdict]:
    """Their verdicts, without a join."""
    return Verdict.objects.filter(within(actor.reach(permission), area="area_code", company="supplier_id"))


def one(actor: Actor, permission: Permission, number: str) -> Premises:
    """One file by its number.

    Raises:
        NotFound: no such file, or not within the actor's reach: the two look alike.
    """
    found = visible(actor, permission).filter(number=number).first()
    if found is None:
        raise not_found()
    return found


def locked(actor: Actor, permission: Permission, ids: Iterable[UUID]) -> dict[UUID, Premises]:
    """Files by id, locked in one order so that two writers never wait for each other in a circle.

    Raises:
        NotFound: one of them is not there or not within reach.
    """
    wanted = set(ids)
    rows = visible(actor, permission).filter(pk__in=wanted).select_for_update().order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(wanted):
        raise not_found()
    return found


def matching(files: QuerySet[Premises], actor: Actor, text: str) -> QuerySet[Premises]:
    """The files in which every word of a search is found, as far as the actor may read them.

    Names of persons, doors of homes and phones are searched only where the actor may read them; a
    phone is found by its beginning of at least three digits.
    """
    readable = _personal_rows(actor)
    for word in map(normalised, text.split()):
        files = files.filter(
            _contains("search", word) | (readable & (_contains("personal", word) | _phone(word)))
        )
    return files


def writable_fields(actor: Actor, area_code: str, supplier_id: UUID | None) -> frozenset[str]:
    """The fields this actor may set on a file of this area and supplier; never more than they may read.

    Hardship is for those who may know of it, other P4 fields for those who may read P4; a name and a
    phone may be written by whoever edits at the door.
    """
    names = frozenset(name for name, level in PREMISES_FIELDS.items() if level <= Sensitivity.PERSONAL)
    if actor.sensitivity(area_code, supplier_id) >= Sensitivity.SENSITIVE:
        names |= {"holder_id_number"}
    if actor.may_know_hardship(area_code, supplier_id):
        names |= {"hardship"}
    return names


def not_found() -> NotFound:
    """The one answer for "not there" and "not yours"."""
    return NotFound(_("There is no such premises file among those you may see."))


def _personal_rows(actor: Actor) -> Q:
    condition = Q(pk__in=[])
    for grant in actor.grants:
        role = ROLES[grant.role]
        if role.sensitivity < Sensitivity.PERSONAL:
            continue
        if role.axis is Axis.AREA and grant.area_code:
            condition |= Q(area__code__startswith=grant.area_code)
        if role.axis is Axis.COMPANY and grant.organisation_id:
            condition |= Q(supplier_id=grant.organisation_id)
    return condition


def _contains(column: str, word: str) -> Q:
    found = Q(**{f"{column}_text__contains": word})
    return found & Q(**{f"{column}_grams__contains": grams(word)}) if len(word) > 1 else found


def _phone(word: str) -> Q:
    phone = word.isascii() and word.isdigit() and len(word) >= 3
    return Q(holder_phone__startswith=word) & ~Q(holder_phone="") if phone else Q(pk__in=[])
