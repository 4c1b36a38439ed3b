"""Background work of the ledger: the head of the chain goes to the anchors every minute."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from anxin.ledger.services import write_anchor


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ledger.anchor", name="ledger.anchor")
def anchor(timestamp: int) -> None:  # noqa: ARG001 - procrastinate names the moment it was due
    """Write the head of the chain down outside the database."""
    write_anchor(path=settings.LEDGER_ANCHORS, now=timezone.now())
