"""Verification: whatever is done to the chain, with whatever rights, is found."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from anxin.accounts.contracts import house
from anxin.ledger import queries, services
from anxin.ledger.contracts import Subject
from anxin.ledger.models import Act
from anxin.ledger.rules import LINKED, link

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def sql(statement: str, *values: object) -> None:
    """As the owner with the triggers off: the worst an insider can do."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table(statement)} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE {table(statement)} ENABLE TRIGGER USER")


def table(statement: str) -> str:
    """The table a statement is about."""
    return "ledger_dayhead" if "ledger_dayhead" in statement else "ledger_act"


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    """Forty acts over four days, anchored at the end."""
    with transaction.atomic():
        for number in range(40):
            services.record(
                "test.done",
                subject=Subject("registry.premises", str(number)),
                actor=house("test"),
                at=NOW + timedelta(hours=number * 2),
                detail={"number": number},
            )
    path = tmp_path / "ledger" / "heads.log"
    services.write_anchor(path=path, now=NOW)
    return path


def rehash(first: int) -> None:
    """Forge every link from an act to the end, as an insider who knows the format would."""
    previous = Act.objects.get(sequence=first - 1).hash
    for act in Act.objects.filter(sequence__gte=first).order_by("sequence"):
        act.previous_hash = previous
        previous = link([getattr(act, name) for name in LINKED])
        sql(
            "UPDATE ledger_act SET previous_hash = %s, hash = %s WHERE sequence = %s",
            act.previous_hash,
            previous,
            act.sequence,
        )


def edit() -> None:
    sql("UPDATE ledger_act SET actor_name = '别人' WHERE sequence = 17")


def edit_detail() -> None:
    sql("""UPDATE ledger_act SET detail = '{"number": 18}' WHERE sequence = 17""")


def edit_and_forge_the_link() -> None:
    edit()
    rehash(17)


def delete() -> None:
    sql("DELETE FROM ledger_act WHERE sequence = 17")


def delete_and_close_the_gap() -> None:
    delete()
    sql("UPDATE ledger_act SET sequence = sequence - 1 WHERE sequence = 18")


def insert() -> None:
    """Make room in the middle and put an act of one's own there."""
    for sequence in range(40, 16, -1):
        sql("UPDATE ledger_act SET sequence = sequence + 1 WHERE sequence = %s", sequence)
    act = Act.objects.get(sequence=16)
    act.sequence, act.previous_hash = 17, act.hash
    act.hash = link([getattr(act, name) for name in LINKED])
    act.previous_hash, act._state.adding = "f" * 64, True
    act.save(force_insert=True)


def swap() -> None:
    sql("UPDATE ledger_act SET sequence = 1000 WHERE sequence = 17")
    sql("UPDATE ledger_act SET sequence = 17 WHERE sequence = 18")
    sql("UPDATE ledger_act SET sequence = 18 WHERE sequence = 1000")


def cut_the_head() -> None:
    sql("DELETE FROM ledger_act WHERE sequence <= 5")


def cut_the_tail() -> None:
    sql("DELETE FROM ledger_act WHERE sequence > 38")


def cut_the_tail_and_its_heads() -> None:
    sql("DELETE FROM ledger_act WHERE sequence > 20")
    sql("DELETE FROM ledger_dayhead WHERE sequence > 20")


def replace_the_tail() -> None:
    """Cut the last act and write another in its place, well linked."""
    sql("DELETE FROM ledger_act WHERE sequence = 40")
    with transaction.atomic():
        services.record(
            "test.other", subject=Subject("x.y", "1"), actor=house("test"), at=NOW + timedelta(days=9)
        )


def empty() -> None:
    sql("DELETE FROM ledger_act")
    sql("DELETE FROM ledger_dayhead")


TAMPERINGS = [
    edit,
    edit_detail,
    edit_and_forge_the_link,
    delete,
    delete_and_close_the_gap,
    insert,
    swap,
    cut_the_head,
    cut_the_tail,
    cut_the_tail_and_its_heads,
    replace_the_tail,
    empty,
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_every_tampering_is_found(anchors: Path, tampering: Callable[[], None]):
    """Edit, delete, insert, swap, cut: with the triggers off and the links forged."""
    assert queries.verify(anchors).sound
    tampering()
    assert not queries.verify(anchors).sound


@pytest.mark.parametrize("tampering", [cut_the_tail_and_its_heads, replace_the_tail, empty])
def test_without_anchors_a_cut_tail_is_not_seen(anchors: Path, tampering: Callable[[], None]):
    """Broken twin: the chain alone cannot know what once followed, so the anchors are needed."""
    tampering()
    assert queries.verify(None).sound


def test_an_honest_chain_grows_past_its_anchors(anchors: Path):
    """Acts after the last anchor are no fault, and the next anchor is a new line."""
    with transaction.atomic():
        services.record(
            "test.done", subject=Subject("x.y", "1"), actor=house("t"), at=NOW + timedelta(days=9)
        )
    assert queries.verify(anchors).sound
    for _ in range(2):
        services.write_anchor(path=anchors, now=NOW)
    assert len(anchors.read_text().splitlines()) == 2
    assert queries.verify(anchors).anchors == 2


def test_an_unreadable_anchor_is_a_fault(anchors: Path):
    """Whoever damages the file is seen as well."""
    anchors.write_text("2026-11-23 forty x\n")
    assert [fault.code for fault in queries.verify(anchors).faults] == ["anchor"]


def test_the_walk_stops_counting_at_some_point(anchors: Path):
    """A thousand faults tell no more than twenty."""
    sql("UPDATE ledger_act SET reason = 'x'")
    assert len(queries.verify(anchors).faults) == 20


def test_the_command_says_sound(anchors: Path, capsys):
    """Count and speed on one line, exit 0."""
    call_command("ledger_verify", anchors=anchors)
    out = capsys.readouterr().out
    assert "40 acts, 3 daily heads, 1 anchors" in out
    assert "sound" in out


def test_the_command_says_where_it_is_broken(anchors: Path):
    """Exit 1 and the place."""
    edit()
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger_verify", anchors=anchors, stderr=said, stdout=StringIO())
    assert ended.value.code == 1
    assert "broken at act 17 (content)" in said.getvalue()


def test_the_head_of_a_day_can_be_printed(anchors: Path, capsys):
    """For the notice board and the safe."""
    call_command("ledger_head", "--day", "2026-11-23")
    assert capsys.readouterr().out.startswith("2026-11-23 6 ")
