"""Recording: one chain, whatever the values, whoever writes at the same time."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from anxin.accounts.contracts import Actor, Grant, house
from anxin.accounts.terms import Role
from anxin.ledger import queries, services
from anxin.ledger.contracts import Entry, Subject
from anxin.ledger.models import Act, DayHead
from anxin.ledger.rules import GENESIS, LINKED, link, plain

NOW = datetime(2026, 11, 23, 4, 5, 6, 123456, tzinfo=UTC)
NOODLES = Subject("registry.premises", "11", "320117001001")
CLERK = Actor(uuid4(), "测试员甲", uuid4(), grants=(Grant(Role.TOWN_CLERK, "320117001"),), request_id="r1")

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.uuids()
    | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def record(action="test.done", *, actor=CLERK, at=NOW, **more) -> Act:
    """One act in its own transaction."""
    with transaction.atomic():
        return services.record(action, subject=NOODLES, actor=actor, at=at, **more)


def execute(statement: str) -> None:
    """One statement that may fail without spoiling the test's own transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_act_says_who_did_what_on_what(db):
    """Person, role, scope, thing, digests, request: all of it is kept."""
    record(
        "premises.changed", before={"gas": "bottled"}, after={"gas": "piped"}, reason="回访", clause="附件1"
    )
    act = Act.objects.get()
    assert (act.sequence, act.previous_hash) == (1, GENESIS)
    assert (act.actor_id, act.roles, act.scope) == (CLERK.user_id, "town_clerk", "320117001")
    assert act.before_digest != act.after_digest
    assert (act.reason, act.clause, act.request_id, act.day) == ("回访", "附件1", "r1", date(2026, 11, 23))


def test_the_day_is_the_legal_day(db):
    """An act one minute after midnight in Nanjing belongs to the new day, whatever UTC says."""
    record(at=datetime(2026, 11, 22, 16, 1, tzinfo=UTC))
    assert Act.objects.get().day == date(2026, 11, 23)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    """An act lives and dies with the change it tells of."""
    with pytest.raises(RuntimeError):
        services.record("test.done", subject=NOODLES, actor=CLERK, at=NOW)


def test_an_act_dies_with_its_change(db):
    """When the change fails, the chain is as it was."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.record("test.done", subject=NOODLES, actor=CLERK, at=NOW)
        raise ZeroDivisionError
    assert queries.head() is None


@given(detail=st.dictionaries(st.text(), json_values, max_size=4), reason=st.text(max_size=40))
def test_the_hash_survives_the_database(django_db_blocker, django_db_setup, detail, reason):
    """What is read back links to the same hash: any text, number, date, key order, microsecond."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.record("test.done", subject=NOODLES, actor=CLERK, at=NOW, detail=detail, reason=reason)
        row = Act.objects.order_by("-sequence").values_list(*LINKED, "hash").first()
        assert link(row[:-1]) == row[-1]
        transaction.set_rollback(True)


def test_plain_is_the_same_twice():
    """Making a value plain changes nothing the second time."""
    state = {"b": Decimal("1.50"), "a": (1e20, date(2026, 1, 1), UUID(int=1), {"z": "\0"}), "t": NOW}
    assert plain(plain(state)) == plain(state)
    assert plain(state)["a"][0] == 10**20


def test_the_end_of_a_day_is_sealed_by_the_first_act_after_it(db):
    """The head holds the last act of the day and how many there were."""
    record()
    last = record()
    assert not DayHead.objects.exists()
    record(at=NOW + timedelta(days=1))
    head = DayHead.objects.get()
    assert (head.day, head.count, head.sequence, head.hash) == (date(2026, 11, 23), 2, 2, last.hash)
    assert queries.head(date(2026, 11, 23)).hash == last.hash


def test_a_clock_set_back_seals_nothing_twice(db):
    """Acts that carry yesterday's date after midnight are chained; the sealed head stays."""
    for days in (0, 1, 0, 1, 2):
        record(at=NOW + timedelta(days=days))
    assert [(head.day.day, head.sequence) for head in DayHead.objects.all()] == [(23, 1), (24, 4)]
    assert queries.verify().sound


def test_many_acts_are_one_insert(db, django_assert_max_num_queries):
    """A ledger of thousands of rows is recorded in a handful of statements."""
    entries = [Entry("test.done", Subject("registry.premises", str(n))) for n in range(1500)]
    with django_assert_max_num_queries(5), transaction.atomic():
        services.record_many(entries, actor=CLERK, at=NOW)
    assert queries.verify().count == 1500


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain():
    """Eight threads, forty acts each: no gap, no fork, nothing lost."""
    failures = []

    def write() -> None:
        try:
            for _ in range(40):
                record()
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = queries.verify()
    assert not failures
    assert (found.count, found.faults) == (320, ())
    assert list(Act.objects.values_list("sequence", flat=True)) == list(range(1, 321))


def test_without_the_lock_the_database_refuses_a_fork(db):
    """Broken twin of the lock: a second act after the same one does not get in."""
    first = record()
    fork = Act.objects.get()
    fork.sequence, fork.previous_hash, fork._state.adding = 99, first.previous_hash, True
    with pytest.raises(IntegrityError, match="acts_form_one_chain"), transaction.atomic():
        fork.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_act SET reason = 'x'",
        "DELETE FROM ledger_act",
        "TRUNCATE ledger_act",
        "UPDATE ledger_dayhead SET count = 0",
        "DELETE FROM ledger_dayhead",
        "DROP TABLE ledger_act",
        "ALTER TABLE ledger_act DISABLE TRIGGER ALL",
    ],
)
def test_the_application_can_only_append(as_app_role, statement):
    """The role of the application reads and inserts; everything else is refused by privilege."""
    record()
    record(at=NOW + timedelta(days=1))
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        execute(statement)
    assert queries.verify().count == 2


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_act SET reason = 'x'", "DELETE FROM ledger_act", "TRUNCATE ledger_act"],
)
def test_even_the_owner_is_refused(db, statement):
    """The trigger stops whoever forgets himself; who switches it off is found by verify."""
    record()
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)


def test_the_house_acts_without_a_person(db):
    """Set-up is recorded too, under the name of what did it."""
    record(actor=house("load_district"))
    assert Act.objects.get().actor_name == "load_district"
    assert queries.own_acts(house("x")) == ()
