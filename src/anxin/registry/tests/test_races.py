"""Two at the same time: real threads, real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from anxin.accounts.terms import Role
from anxin.kernel import WrongState
from anxin.ledger import queries as ledger
from anxin.registry import services
from anxin.registry.models import Premises
from anxin.registry.tests.conftest import BY_HAND, NOW, TOWN, actor, home

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 4


@pytest.fixture
def town(transactional_db: None) -> None:
    """The areas, committed, so that other connections see them."""
    from anxin.accounts.models import Area
    from anxin.accounts.terms import AreaKind

    Area.objects.create(code="320117", name="溧水区", kind=AreaKind.DISTRICT)
    Area.objects.create(code=TOWN, name="永阳街道", kind=AreaKind.TOWN, parent_id="320117")
    Area.objects.create(code=f"{TOWN}001", name="中山路居委会", kind=AreaKind.VILLAGE, parent_id=TOWN)


def at_once(act: Callable[[int], object]) -> list[object]:
    """Run the act in several threads that start together; what they returned or raised."""
    start = Barrier(WRITERS)

    def run(place: int) -> object:
        start.wait()
        try:
            return act(place)
        except WrongState as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def test_no_number_is_given_twice(town):
    """Writers of one town queue for its numbers, and the chain of acts stays whole."""
    clerk = actor(Role.TOWN_CLERK, area=TOWN)

    def write(place: int) -> object:
        drafts = [home(address=f"{place}路{n}号") for n in range(20)]
        return services.write_premises(drafts=drafts, source=BY_HAND, actor=clerk, now=NOW)

    at_once(write)
    numbers = set(Premises.objects.values_list("number", flat=True))
    assert len(numbers) == Premises.objects.count() == WRITERS * 20
    assert ledger.verify().sound


def test_of_two_revisions_of_one_version_one_is_refused(town):
    """Whoever comes second has read what is no longer there."""
    clerk = actor(Role.TOWN_CLERK, area=TOWN)
    draft = home()
    number = services.write_premises(drafts=[draft], source=BY_HAND, actor=clerk, now=NOW).written[0].number

    def revise(place: int) -> object:
        return services.revise_premises(
            number=number, expected_version=1, values={"sign_name": f"店{place}"}, actor=clerk, now=NOW
        )

    answers = at_once(revise)
    assert sum(isinstance(answer, WrongState) for answer in answers) == WRITERS - 1
    assert Premises.objects.get().version == 2
