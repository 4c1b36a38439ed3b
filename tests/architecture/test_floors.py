"""The house stands: imports are kept by import-linter; tables and signs are kept here."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

SOURCE = Path(__file__).parents[2] / "src" / "anxin"
# From the ground up. A table may point to a room below it or to itself.
FLOORS = {"accounts": 1, "ledger": 2, "files": 2, "registry": 3, "console": 9}


def our_foreign_keys() -> list[models.ForeignKey]:
    """Every foreign key and one-to-one of our own tables."""
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]


def points_up(from_room: str, to_room: str) -> bool:
    """Whether a key from one room to another climbs, or crosses to a neighbour."""
    if from_room == to_room or to_room not in FLOORS:
        return False
    return FLOORS[to_room] >= FLOORS[from_room]


def test_no_foreign_key_points_up() -> None:
    """A room's tables know only rooms below."""
    wrong = [
        f"{field.model._meta.label}.{field.name}"
        for field in our_foreign_keys()
        if points_up(field.model._meta.app_label, field.related_model._meta.app_label)
    ]
    # StoredFile sits one floor below registry, beside the ledger.
    assert not wrong


def test_the_guard_sees_a_climbing_key() -> None:
    """Broken twin: a key from accounts to registry would be found."""
    assert points_up("accounts", "registry")
    assert points_up("ledger", "files")
    assert not points_up("registry", "files")


def test_no_room_leaves_a_reverse_accessor_in_another() -> None:
    """`area.premises_set` would let a lower room read an upper one."""
    wrong = [
        f"{field.model._meta.label}.{field.name}"
        for field in our_foreign_keys()
        if field.model._meta.app_label != field.related_model._meta.app_label
        and not field.remote_field.hidden
    ]
    assert not wrong


def test_nothing_cascades_across_rooms() -> None:
    """Deleting in one room never silently deletes in another."""
    wrong = [
        f"{field.model._meta.label}.{field.name}"
        for field in our_foreign_keys()
        if field.model._meta.app_label != field.related_model._meta.app_label
        and field.remote_field.on_delete is models.CASCADE
    ]
    assert not wrong


def test_every_constraint_is_named_as_a_sentence() -> None:
    """A constraint's name tells a person what it promises."""
    wrong = [
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for constraint in model._meta.constraints
        if constraint.name.count("_") < 2
    ]
    assert not wrong


@pytest.mark.parametrize("room", ["kernel", "policy", *FLOORS, "config"])
def test_every_room_has_a_sign_on_its_door(room: str) -> None:
    """`__init__` says what the room owns, offers and refuses."""
    sign = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))) or ""
    assert all(word in sign for word in ("Owns", "Offers", "Refuses"))


def test_nothing_is_named_utils_or_manager() -> None:
    """Files are named by noun or verb."""
    forbidden = {"utils", "helpers", "manager", "misc", "common"}
    assert not [path for path in SOURCE.rglob("*.py") if path.stem in forbidden]
