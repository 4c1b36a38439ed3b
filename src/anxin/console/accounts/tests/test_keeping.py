"""The security administrator's desk."""

import pytest
from django.utils import timezone

from anxin.accounts.models import RoleGrant, User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import PASSWORD
from anxin.ledger.models import Act


def page(answer) -> str:
    """What the person reads."""
    return answer.content.decode()


def soon() -> str:
    """A last day that lies ahead."""
    return str(timezone.localdate() + (cast.YEAR_END - cast.TODAY))


def test_making_an_account_shows_its_password_once(keeping):
    """The password works, must be changed, and is not on the account's page."""
    answer = keeping.post(
        "/accounts/new/", {"username": "li.na", "name": "李娜", "organisation": cast.OFFICE}
    )
    password = answer.context["password"]
    user = User.objects.get(username="li.na")
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in page(keeping.get(f"/accounts/{user.pk}/"))
    assert "no-store" in answer["Cache-Control"]


def test_the_first_administrator_is_told_what_comes_next(keeping):
    """Alone: the steps and the way to the first account; gone once there is a second one, or in a search."""
    assert 'id="first-steps"' in page(keeping.get("/accounts/"))
    assert 'id="first-steps"' not in page(keeping.get("/accounts/?q=keeper"))
    keeping.post("/accounts/new/", {"username": "li.na", "name": "李娜", "organisation": cast.OFFICE})
    assert 'id="first-steps"' not in page(keeping.get("/accounts/"))


def test_a_form_that_does_not_fit_stays_and_says_why(keeping):
    """Beside the field."""
    answer = keeping.post("/accounts/new/", {"username": "x", "name": ""})
    assert set(answer.context["form"].errors) == {"username", "name"}


def test_a_taken_name_is_refused_in_words(keeping, clerk):
    """422 with the sentence."""
    answer = keeping.post("/accounts/new/", {"username": "Clerk", "name": "李娜"})
    assert answer.status_code == 422
    assert "clerk" in page(answer)


def test_granting_and_revoking(keeping, clerk):
    """Both show at once, and the person's history tells of them."""
    said = {"role": Role.GRID_WORKER, "area": cast.GRID, "ends_on": soon(), "reason": "新网格员"}
    assert keeping.post(f"/accounts/{clerk.pk}/grants/", said).status_code == 302
    grant = RoleGrant.objects.get(user=clerk, role=Role.GRID_WORKER)
    assert "新网格员" in page(keeping.get(f"/accounts/{clerk.pk}/"))
    keeping.post(f"/accounts/{clerk.pk}/grants/{grant.pk}/revocation/", {"reason": "转岗"})
    grant.refresh_from_db()
    assert grant.revoked_at
    assert Act.objects.latest("sequence").reason == "转岗"


def test_a_grant_needs_a_reason_and_an_end(keeping, clerk):
    """What is missing is named; nothing is granted."""
    answer = keeping.post(f"/accounts/{clerk.pk}/grants/", {"role": Role.GRID_WORKER, "area": cast.GRID})
    assert answer.status_code == 422
    assert RoleGrant.objects.filter(user=clerk).count() == 1


def test_nothing_is_done_to_oneself(keeping, keeper):
    """The page offers nothing, and the address refuses."""
    shown = page(keeping.get(f"/accounts/{keeper.pk}/"))
    assert "closure" not in shown
    said = {"role": Role.TOWN_CLERK, "area": cast.TOWN, "ends_on": soon(), "reason": "x"}
    assert keeping.post(f"/accounts/{keeper.pk}/grants/", said).status_code == 403
    for address in ("closure", "password", "second-factor"):
        assert keeping.post(f"/accounts/{keeper.pk}/{address}/", {"reason": "x"}).status_code == 403


def test_closing_opening_resetting(keeping, clerk):
    """Each is one act with its reason."""
    base = f"/accounts/{clerk.pk}"
    keeping.post(f"{base}/closure/", {"reason": "离岗"})
    assert not User.objects.get(pk=clerk.pk).is_active
    keeping.post(f"{base}/reopening/", {"reason": "返岗"})
    assert User.objects.get(pk=clerk.pk).is_active
    fresh = keeping.post(f"{base}/password/", {"reason": "忘记"}).context["password"]
    user = User.objects.get(pk=clerk.pk)
    assert user.check_password(fresh)
    assert not user.check_password(PASSWORD)
    keeping.post(f"{base}/revision/", {"name": "受理员丙", "organisation": "", "phone": ""})
    assert User.objects.get(pk=clerk.pk).name == "受理员丙"
    assert list(Act.objects.order_by("sequence").values_list("action", flat=True))[-4:] == [
        "accounts.account_deactivated",
        "accounts.account_reactivated",
        "accounts.password_reset",
        "accounts.account_revised",
    ]


def test_the_list_keeps_its_filters_in_the_address(keeping, clerk, django_assert_max_num_queries):
    """A filtered list can be sent to a colleague; a fragment for htmx; a bounded number of queries."""
    for number in range(60):
        cast.account(f"p{number:02}")
    with django_assert_max_num_queries(12):
        first = keeping.get("/accounts/")
    assert "after=" in first.context["next"]
    shown = page(keeping.get("/accounts/?q=cler&role=town_clerk&state=open"))
    assert "受理员甲" in shown
    assert "p00" not in shown
    fragment = page(keeping.get("/accounts/?q=zzz", headers={"HX-Request": "true"}))
    assert fragment.startswith('<div id="accounts">')
    assert keeping.get("/accounts/?role=no&organisation=x&state=no&q=%25").status_code == 200


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_names_are_shown_as_text(keeping, script):
    """Whatever somebody is called."""
    made = cast.account("odd", name=script[:40])
    assert script[:40] not in page(keeping.get(f"/accounts/{made.id}/"))
    assert script[:40] not in page(keeping.get("/accounts/"))
