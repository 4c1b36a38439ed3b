"""A form left open while its reader signed in anew."""

import pytest
from django.test import Client

from anxin.accounts.models import User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.console.tests.conftest import browser


@pytest.mark.django_db
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_a_form_without_its_token_is_refused_in_our_words(htmx):
    """A page of the house, or an alert beside the form, says what happened and what to do."""
    cast.set_the_scene()
    browser("clerk", Role.TOWN_CLERK, area=cast.TOWN)
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="clerk"))
    answer = client.post("/accounts/sign-out/", headers=htmx)
    text = answer.content.decode()
    assert answer.status_code == 403 and "请刷新页面" in text
    assert ("<html" in text) is not bool(htmx)
