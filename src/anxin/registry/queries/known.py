"""Files that a row of a workbook may be about."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission
from anxin.registry import access
from anxin.registry.contracts import EquipmentDraft, KnownFile
from anxin.registry.models import Equipment, Premises
from anxin.registry.terms import EQUIPMENT_FIELDS, EquipmentKind


def known_files(
    actor: Actor,
    *,
    area_code: str,
    address_keys: Collection[str] = (),
    credit_codes: Collection[str] = (),
    account_numbers: Collection[str] = (),
    phones: Collection[str] = (),
    names: Collection[str] = (),
) -> list[KnownFile]:
    """The files of an area that share a key with the rows, as far as the actor may import there.

    Two queries however many keys. Ask in portions of some thousand rows.

    Args:
        names: sign or licence names, exactly as the file has them.
    """
    wanted = {
        "address_key__in": address_keys,
        "credit_code__in": credit_codes,
        "account_number__in": account_numbers,
        "holder_phone__in": phones,
        "sign_name__in": names,
        "licence_name__in": names,
    }
    condition = access.NOBODY
    for lookup, keys in wanted.items():
        if kept := {key for key in keys if key}:
            condition |= Q(**{lookup: kept})
    files = access.visible(actor, Permission.PREMISES_IMPORT).filter(area__code__startswith=area_code)
    return _known(actor, list(files.filter(condition).order_by("number")))


def files_by_id(actor: Actor, ids: Iterable[UUID]) -> list[KnownFile]:
    """The same for files whose identity is known."""
    files = access.visible(actor, Permission.PREMISES_IMPORT)
    return _known(actor, list(files.filter(pk__in=list(ids))))


def _known(actor: Actor, rows: list[Premises]) -> list[KnownFile]:
    pieces: dict[UUID, list[EquipmentDraft]] = {}
    in_place = Equipment.objects.filter(premises__in=[row.pk for row in rows], removed_on=None)
    for piece in in_place.order_by("kind", "ordinal"):
        values = {name: getattr(piece, name) for name in EQUIPMENT_FIELDS}
        draft = EquipmentDraft(EquipmentKind(piece.kind), values, piece.features, id=piece.pk)
        pieces.setdefault(piece.premises_id, []).append(draft)
    return [
        KnownFile(
            id=row.pk,
            number=row.number,
            version=row.version,
            area_code=row.area_id,
            supplier_id=row.supplier_id,
            address_key=row.address_key,
            values={name: getattr(row, name) for name in _comparable(actor, row)},
            equipment=tuple(pieces.get(row.pk, ())),
        )
        for row in rows
    ]


def _comparable(actor: Actor, row: Premises) -> frozenset[str]:
    """What a row may be compared with: a difference shows the known value, so not what is P4 to the actor."""
    return access.writable_fields(actor, row.area_id, row.supplier_id)
