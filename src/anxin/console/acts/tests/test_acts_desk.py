"""The acts desk: the auditor sees all, a town its own, everybody their own."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

import anxin
from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.acts.words import ACTIONS
from anxin.ledger import services
from anxin.ledger.contracts import Subject
from anxin.ledger.models import Act


def record(
    area: str, *, who: User | None = None, at=cast.NOW, reason: str = "", action="registry.premises_added"
):
    """One act on a premises of an area."""
    actor = cast.actor(who) if who else cast.SETUP
    with transaction.atomic():
        return services.record(
            action, subject=Subject("registry.premises", "p1", area), actor=actor, at=at, reason=reason
        )


def numbers(answer) -> list[int]:
    """Which acts the list shows."""
    return [row.facts.sequence for row in answer.context["rows"]]


def test_the_auditor_sees_every_act(auditor):
    """And has no business rows for it."""
    record(cast.OTHER_VILLAGE)
    assert numbers(auditor.get("/acts/")) == list(
        Act.objects.order_by("-sequence").values_list("pk", flat=True)
    )


def test_a_town_sees_its_own(town, boss):
    """Acts in its area and those of the person, not the neighbour's, in list and by address."""
    inside, outside = record(cast.VILLAGE), record(cast.OTHER_VILLAGE)
    own = record(cast.OTHER_VILLAGE, who=boss)
    shown = numbers(town.get("/acts/"))
    assert inside.sequence in shown
    assert own.sequence in shown
    assert outside.sequence not in shown
    assert town.get(f"/acts/{inside.sequence}/").status_code == 200
    assert town.get(f"/acts/{outside.sequence}/").status_code == 404
    assert town.get("/acts/999999/").status_code == 404


def test_a_clerk_sees_only_their_own(scene):
    """No list, but one's own act opens from one's own page."""
    user = cast.holder("clerk", Role.TOWN_CLERK, area=cast.TOWN, now=timezone.now())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    own, other = record(cast.VILLAGE, who=user), record(cast.VILLAGE)
    assert client.get("/acts/").status_code == 403
    assert client.get(f"/acts/{own.sequence}/").status_code == 200
    assert client.get(f"/acts/{other.sequence}/").status_code == 404


def test_pages_turn_both_ways(auditor, django_assert_max_num_queries):
    """Every act once, by key, with a bounded number of queries."""
    for _number in range(120):
        record(cast.VILLAGE)
    with django_assert_max_num_queries(10):
        first = auditor.get("/acts/")
    second = auditor.get("/acts/" + first.context["older"])
    third = auditor.get("/acts/" + second.context["older"])
    seen = numbers(first) + numbers(second) + numbers(third)
    assert seen == list(Act.objects.order_by("-sequence").values_list("pk", flat=True))[: len(seen)]
    assert third.context["older"] == ""
    assert numbers(auditor.get("/acts/" + third.context["newer"])) == numbers(second)
    assert first.context["newer"] == ""
    assert auditor.get("/acts/" + second.context["newer"]).context["newer"] == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=registry.premises_added", 2),
        ("kind=registry.premises&from=2026-11-24", 1),
        ("kind=registry.premises&to=2026-11-23", 1),
        ("who=test&id=p1", 2),
        ("kind=registry.premises&area=320117001", 1),
        ("kind=registry.premises&from=2026-13-99&area=x&before=x&after=x", 2),
        ("who=nobody", 0),
    ],
)
def test_filters_stand_in_the_address(auditor, query, found):
    """What cannot be read does not narrow, and does not break."""
    record(cast.VILLAGE)
    record(cast.OTHER_VILLAGE, at=cast.NOW + timedelta(days=1))
    assert len(numbers(auditor.get(f"/acts/?{query}"))) == found


def test_an_act_shows_its_place_in_the_chain(auditor):
    """Digests and both links, as a page and in the drawer."""
    act = record(cast.VILLAGE, reason="回访<b>")
    shown = auditor.get(f"/acts/{act.sequence}/").content.decode()
    assert act.hash in shown
    assert act.previous_hash in shown
    assert "回访&lt;b&gt;" in shown
    drawer = auditor.get(f"/acts/{act.sequence}/", headers={"HX-Request": "true", "HX-Target": "drawer-body"})
    assert "<html" not in drawer.content.decode()


def test_the_chain_is_verified_from_the_desk(auditor, settings, tmp_path):
    """Whole, with or without anchors; broken, it says where."""
    settings.LEDGER_ANCHORS = tmp_path / "heads.log"
    assert auditor.post("/acts/verification/").context["found"].sound
    settings.LEDGER_ANCHORS.write_text("2026-11-23 999 " + "f" * 64 + " x\n")
    shown = auditor.post("/acts/verification/")
    assert not shown.context["found"].sound
    assert "999" in shown.content.decode()
    assert auditor.get("/acts/verification/").status_code == 405


def test_every_recorded_act_has_words():
    """Whoever records a new act adds its words here, in both languages."""
    rooms = Path(anxin.__file__).parent
    sources = [file for file in rooms.rglob("*.py") if not {"tests", "console"} & set(file.parts)]
    written = re.compile(r'(?:record|Entry|write|_write|_set_active)\(\s*(?:user, \w+, )?"([a-z]+\.[a-z_]+)"')
    recorded = {action for file in sources for action in written.findall(file.read_text())}
    assert len(recorded) > 20
    assert recorded <= set(ACTIONS)


def test_what_tells_of_hardship_is_told_to_none_who_may_not_know(scene, town):
    """An act on such a field alone is not there for the regulator; of others it is not named."""
    told = ({"fields": ["sensitive"]}, {"fields": ["address", "sensitive"]}, {"number": "LS001-000001"})
    with transaction.atomic():
        subject = Subject("registry.premises", "p1", cast.VILLAGE)
        closed, mixed, plain = (
            services.record(
                "registry.premises_changed", subject=subject, actor=cast.SETUP, at=cast.NOW, detail=detail
            ).sequence
            for detail in told
        )
    regulator = Client()
    user = cast.holder("bureau", Role.DISTRICT_REGULATOR, area=cast.DISTRICT, now=timezone.now())
    regulator.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    listed = regulator.get("/acts/")
    assert closed not in numbers(listed) and {mixed, plain} <= set(numbers(listed))
    assert regulator.get(f"/acts/{closed}/").status_code == 404
    page = regulator.get(f"/acts/{mixed}/").content.decode()
    assert "address" in page and "sensitive" not in page
    assert "sensitive" in town.get(f"/acts/{closed}/").content.decode()
