"""The head of the chain goes to the anchors by itself."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from anxin.accounts.contracts import house
from anxin.ledger import queries, services, tasks
from anxin.ledger.contracts import Subject
from anxin.ledger.tests.test_record import NOW


@pytest.mark.django_db(transaction=True)
def test_the_task_writes_the_head_once(settings, tmp_path):
    """Every minute, but only when there is something new; an empty chain has no head."""
    settings.LEDGER_ANCHORS = tmp_path / "ledger" / "heads.log"
    tasks.anchor(0)
    assert not settings.LEDGER_ANCHORS.exists()
    with transaction.atomic():
        services.record("test.done", subject=Subject("x.y", "1"), actor=house("test"), at=NOW)
    for _minute in range(3):
        tasks.anchor(0)
    assert len(settings.LEDGER_ANCHORS.read_text().splitlines()) == 1
    assert queries.verify(settings.LEDGER_ANCHORS).anchors == 1


def test_nothing_uncommitted_is_anchored(db, tmp_path):
    """An anchor of an act that is rolled back would be an accusation."""
    with pytest.raises(RuntimeError):
        services.write_anchor(path=tmp_path / "heads.log", now=NOW)


def test_the_worker_knows_the_task():
    """It is found without anybody importing it."""
    assert "ledger.anchor" in app.tasks
