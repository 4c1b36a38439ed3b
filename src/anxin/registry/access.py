"""Fetch with permission: the only way to a row. What an actor may not see does not exist for them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor
from anxin.accounts.scopes import within
from anxin.accounts.terms import ROLES, Axis, Permission, Role, Sensitivity
from anxin.kernel import NotFound
from anxin.policy import load_pack
from anxin.registry.models import Premises, Verdict
from anxin.registry.rules.search import grams, normalised
from anxin.registry.rules.verdicts import closed_groups, closed_requirements, judged_goals
from anxin.registry.terms import PREMISES_FIELDS, SEEN_ON_A_VISIT, UserKind

NOBODY = Q(pk__in=[])
_EDITS = frozenset({Permission.PREMISES_EDIT, Permission.PREMISES_IMPORT})
_UP_TO_PERSONAL = frozenset(name for name, level in PREMISES_FIELDS.items() if level <= Sensitivity.PERSONAL)


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
    rows = visible(actor, permission).filter(pk__in=among(wanted)).select_for_update().order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(wanted):
        raise not_found()
    return found


def among(ids: Iterable[UUID]) -> RawSQL:
    """Identifiers as one parameter: twenty thousand of them take longer to quote than to fetch."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(ids)])


def matching(files: QuerySet[Premises], actor: Actor, text: str) -> QuerySet[Premises]:
    """The files in which every word of a search is found, as far as the actor may read them.

    Names of persons, doors of homes and phones are searched only where the actor may read them; a
    phone is found by its beginning of at least three digits.
    """
    readable = _personal_rows(actor)
    for word in filter(None, map(normalised, text.split())):
        files = files.filter(
            _contains("search", word) | (readable & (_contains("personal", word) | _phone(word)))
        )
    return files


def writable_fields(actor: Actor, area_code: str, supplier_id: UUID | None) -> frozenset[str]:
    """The fields this actor may set on a file of this area and supplier.

    Whoever only visits may set what is seen at the door; hardship is for those who may know of it,
    other P4 fields for those who may read P4.
    """
    grants = [g for g in actor.covering(area_code, supplier_id) if _EDITS & ROLES[g.role].permissions]
    names: frozenset[str] = frozenset()
    for grant in grants:
        role = ROLES[grant.role]
        names |= SEEN_ON_A_VISIT if grant.role is Role.GRID_WORKER else _UP_TO_PERSONAL
        if role.sensitivity >= Sensitivity.SENSITIVE:
            names |= {"holder_id_number"}
        if role.hardship:
            names |= {"hardship"}
    return names


def sees_door(actor: Actor, premises: Premises) -> bool:
    """Whether this reader may see the way to a home's door: readers of P3, and whoever goes there."""
    if premises.kind != UserKind.RESIDENT:
        return True
    if actor.sensitivity(premises.area_id, premises.supplier_id) >= Sensitivity.PERSONAL:
        return True
    return actor.reach(Permission.PREMISES_EDIT).covers(premises.area_id, premises.supplier_id)


def has_outcome(outcome: str, actor: Actor, *, prefix: str = "") -> Q:
    """Files by what their verdict comes to, for this reader.

    Args:
        outcome: "compliant", "not_compliant", "unknown", "outside" (no requirement applies) or
            "inside" (some requirement applies or may apply).
        prefix: "" on verdicts, "verdict__" on premises.
    """
    if outcome in ("inside", "outside"):
        return Q(**{f"{prefix}applies": outcome == "inside"})
    value = {"compliant": True, "not_compliant": False, "unknown": None}[outcome]
    return Q(**{f"{prefix}applies": True}) & _as_known(
        actor, prefix, Q(**{f"{prefix}compliant": value}), Q(**{f"{prefix}compliant_open": value})
    )


def has_requirement(requirement_id: str, outcome: str, actor: Actor, *, prefix: str = "") -> Q:
    """Files on which one requirement is "met", "not_met" or "unknown", for this reader."""
    found = Q(**{f"{prefix}{outcome}__contains": [requirement_id]})
    closed = requirement_id in closed_requirements(load_pack(settings.PACK))
    return _as_known(actor, prefix, found, NOBODY) if closed else found


def is_special(actor: Actor, *, group: str = "", prefix: str = "") -> Q:
    """Files certainly in a special group (any, or one), for this reader."""
    if not group:
        return _as_known(actor, prefix, Q(**{f"{prefix}special": True}), Q(**{f"{prefix}special_open": True}))
    found = Q(**{f"{prefix}special_groups__contains": [group]})
    closed = group in closed_groups(load_pack(settings.PACK))
    return _as_known(actor, prefix, found, NOBODY) if closed else found


def is_late(today: date, actor: Actor, *, prefix: str = "") -> Q:
    """Files past their deadline that are not known to comply; the day itself is still in time.

    Where the text sets no yardstick for a goal nobody is called late under it.
    """
    goals = judged_goals(load_pack(settings.PACK))
    return Q(**{f"{prefix}due_on__lt": today, f"{prefix}objective__in": goals}) & (
        has_outcome("not_compliant", actor, prefix=prefix) | has_outcome("unknown", actor, prefix=prefix)
    )


def knows_hardship_everywhere(actor: Actor) -> bool:
    """Whether the reader may know of hardship on every file they see."""
    reading = [grant for grant in actor.grants if ROLES[grant.role].axis is not Axis.NONE]
    return bool(reading) and all(ROLES[grant.role].hardship for grant in reading)


def _as_known(actor: Actor, prefix: str, known: Q, otherwise: Q) -> Q:
    """The one condition where the reader may know of hardship, the other where not."""
    if knows_hardship_everywhere(actor):
        return known
    knowing = [grant for grant in actor.grants if ROLES[grant.role].hardship]
    if not knowing:
        return otherwise
    rows = NOBODY
    for grant in knowing:
        if grant.area_code:
            rows |= Q(**{f"{prefix}area_code__startswith": grant.area_code})
        if grant.organisation_id:
            rows |= Q(**{f"{prefix}supplier_id": grant.organisation_id})
    return (rows & known) | (~rows & otherwise)


def not_found() -> NotFound:
    """The one answer for "not there" and "not yours"."""
    return NotFound(_("There is no such premises file among those you may see."))


def _personal_rows(actor: Actor) -> Q:
    condition = NOBODY
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
    return Q(holder_phone__startswith=word) & ~Q(holder_phone="") if phone else NOBODY
