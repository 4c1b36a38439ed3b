"""Areas: the tree, its counts, and grids as the office's own."""

import pytest

from anxin.accounts import queries, services
from anxin.accounts.models import Area
from anxin.accounts.terms import AreaKind, Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import NOW
from anxin.kernel import Invalid, NotFound, NotPermitted, WrongState
from anxin.ledger.models import Act


@pytest.fixture
def administrator(scene):
    """The administrator of the first town."""
    return cast.actor(cast.holder("boss", Role.TOWN_ADMINISTRATOR, area=cast.TOWN))


def add(actor, village=cast.VILLAGE, name="老街网格"):
    return services.add_grid(village_code=village, name=name, actor=actor, now=NOW)


def test_a_grid_takes_the_next_code(administrator):
    """001 is taken, so it is 002; the act lies in the grid's area."""
    assert add(administrator).code == cast.VILLAGE + "002"
    assert add(administrator, name="新街网格").code == cast.VILLAGE + "003"
    assert Act.objects.latest("sequence").area_code == cast.VILLAGE + "003"


def test_a_closed_grid_keeps_its_code(administrator):
    """Codes are never given twice, names may be."""
    made = add(administrator)
    services.close_area(code=made.code, reason="合并", actor=administrator, now=NOW)
    assert add(administrator).code == cast.VILLAGE + "003"
    assert made.code not in {area.code for area in queries.areas_within(cast.VILLAGE)}


def test_another_towns_village_does_not_exist(administrator):
    """Outside the reach is not found, not forbidden."""
    with pytest.raises(NotFound):
        add(administrator, cast.OTHER_VILLAGE)
    with pytest.raises(NotFound):
        add(administrator, "320117001999")


def test_a_clerk_changes_no_areas(clerk):
    """Seeing is not changing."""
    with pytest.raises(NotPermitted):
        add(cast.actor(clerk))


def test_names_are_unique_among_open_siblings(administrator):
    """Two grids of one name in one village would be mixed up."""
    add(administrator)
    with pytest.raises(Invalid):
        add(administrator)
    with pytest.raises(Invalid):
        services.rename_area(code=cast.GRID, name="老街网格", actor=administrator, now=NOW)


def test_only_grids_are_made_and_changed_here(administrator):
    """Towns and villages follow the official list."""
    with pytest.raises(Invalid):
        add(administrator, cast.TOWN)
    with pytest.raises(WrongState):
        services.rename_area(code=cast.VILLAGE, name="x", actor=administrator, now=NOW)
    with pytest.raises(WrongState):
        services.close_area(code=cast.VILLAGE, reason="x", actor=administrator, now=NOW)


def test_renaming_a_grid(administrator):
    """Old and new name stand in the act."""
    services.rename_area(code=cast.GRID, name="东街网格", actor=administrator, now=NOW)
    assert Act.objects.latest("sequence").detail == {
        "before": {"name": "第01网格"},
        "after": {"name": "东街网格"},
    }


def test_a_full_village(administrator):
    """The last number is 999."""
    Area.objects.create(code=cast.VILLAGE + "999", name="末格", kind="grid", parent_id=cast.VILLAGE)
    with pytest.raises(WrongState):
        add(administrator)


def test_the_tree_counts_what_lies_below(scene, django_assert_num_queries):
    """Two queries, whatever the level."""
    with django_assert_num_queries(2):
        towns = queries.area_nodes(cast.DISTRICT)
    first = next(node for node in towns if node.code == cast.TOWN)
    assert (first.children, first.below[AreaKind.VILLAGE], first.below[AreaKind.GRID]) == (1, 1, 1)
    assert queries.area_nodes(cast.GRID) == []


def test_the_path_name_begins_with_the_town(scene):
    """District is understood; town, village, grid are told."""
    facts = queries.area_facts(cast.GRID)
    assert facts.path_name == "永阳街道 中山路居委会 第01网格"
    assert [area.code for area in queries.area_path(cast.GRID)] == [
        cast.DISTRICT,
        cast.TOWN,
        cast.VILLAGE,
        cast.GRID,
    ]
    assert queries.area_facts("320117999") is None
