"""The door, judged by what happens: locked means the right password fails too."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts import services
from anxin.accounts.models import RoleGrant, User
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.accounts.tests.cast import OTHER_PASSWORD, PASSWORD
from anxin.console.accounts.tests.conftest import code_of
from anxin.ledger.models import Act

SIGN_IN = "/accounts/sign-in/"
ME = "/accounts/me/"


def knock(client: Client, password=PASSWORD, username="clerk", **more):
    """One attempt."""
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_in(client: Client) -> bool:
    """Whether the browser is signed in: one's own page opens."""
    return client.get(ME).status_code == 200


def actions() -> list[str]:
    """The acts so far, without those of the set-up."""
    return list(Act.objects.exclude(actor_name="test").order_by("sequence").values_list("action", flat=True))


def test_signing_in_opens_the_page_one_wanted(clerk, client):
    """A stranger is led to the door and, once in, to where they wanted to go."""
    answer = client.get(ME)
    assert answer.url == f"{SIGN_IN}?next=%2Faccounts%2Fme%2F"
    assert knock(client, next=ME).url == ME
    assert is_in(client)
    assert actions() == ["accounts.signed_in"]


def test_names_are_read_without_case_or_blanks(clerk, client):
    """CLERK and clerk are one person, for the lock-out too."""
    knock(client, username=" CLERK ")
    assert is_in(client)


def test_a_strange_next_address_is_not_followed(clerk, client):
    """No open redirect."""
    assert knock(client, next="https://example.org/").url == "/"


def test_the_session_key_changes_at_the_door(clerk, client):
    """A key planted before is worth nothing after."""
    client.post("/accounts/language/", {"language": "en"})
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies[django_settings.SESSION_COOKIE_NAME] = before
    knock(client)
    assert client.session.session_key != before


def test_an_unknown_name_and_a_wrong_password_look_alike(clerk, client):
    """Same words, same status: names cannot be fished for."""
    wrong = knock(client, "wrong-wrong-wrong")
    unknown = knock(Client(), "wrong-wrong-wrong", username="nobody")
    plain = [
        page.content.decode().replace("nobody", "clerk").split("csrfmiddlewaretoken")
        for page in (wrong, unknown)
    ]
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert plain[0][1].split("</form>", 1)[1] == plain[1][1].split("</form>", 1)[1]
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_the_same_work_for_unknown_names(clerk, client, monkeypatch):
    """A hash is computed either way, so that time tells nothing."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    computed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: computed.append(1) or encode(*given))
    counts = []
    for name in ("clerk", "nobody"):
        computed.clear()
        knock(client, "wrong-wrong-wrong", username=name)
        counts.append(len(computed))
    assert counts[0] == counts[1]


def test_a_closed_account_is_turned_away_like_a_wrong_password(clerk, client):
    """It does not say that it was closed."""
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert "form" in knock(client).context
    assert not is_in(client)


def test_a_refusal_keeps_nothing_of_what_was_typed(clerk, client):
    """People type passwords into the wrong field."""
    knock(client, "secret-in-the-wrong-place", username="my-password-by-mistake")
    act = Act.objects.latest("sequence")
    assert (act.action, act.subject_id) == ("accounts.sign_in_refused", "unknown")
    assert "mistake" not in str(vars(act))


def test_five_failures_lock_the_right_password_out(clerk, client):
    """Judged by behaviour: while locked the right password does not let in."""
    for _attempt in range(5):
        last = knock(client, "wrong-wrong-wrong")
    assert last.status_code == 429
    assert knock(client).status_code == 429
    assert not is_in(client)
    assert actions().count("accounts.locked_out") == 1
    assert actions().count("accounts.sign_in_refused") == 4


def test_the_lock_opens_after_its_time(clerk, client, settings):
    """When the time is over the right password lets in again."""
    for _attempt in range(5):
        knock(client, "wrong-wrong-wrong")
    settings.AXES_COOLOFF_TIME = 0.000001
    knock(client)
    assert is_in(client)


def test_the_security_administrator_unlocks_early(clerk, client, keeping, keeper):
    """Locked, the account says so and offers to unlock; then the right password lets in. Once only."""
    for attempt in range(5):
        knock(client, "wrong-wrong-wrong", username="clerk" if attempt % 2 else "CLERK")
    address = f"/accounts/{clerk.pk}/"
    assert "已锁定" in keeping.get(address).content.decode()
    assert "已锁定" in keeping.get("/accounts/").content.decode()
    assert knock(client).status_code == 429
    assert keeping.post(f"{address}unlocking/", {"reason": "本人到窗口核实"}).status_code == 302
    assert knock(client).status_code == 302
    assert is_in(client)
    act = Act.objects.get(action="accounts.unlocked")
    assert (act.subject_id, act.actor_id, act.reason) == (str(clerk.pk), keeper.pk, "本人到窗口核实")
    text = keeping.get(address).content.decode()
    assert "unlocking/" not in text and "解除账号锁定" in text
    assert keeping.post(f"{address}unlocking/", {"reason": "再来一次"}).status_code == 409


def test_nobody_else_unlocks(clerk, client, scene):
    """Neither the person nor another role, and the door stays shut."""
    other = Client()
    other.force_login(cast.holder("boss", Role.TOWN_ADMINISTRATOR, area=cast.TOWN, now=timezone.now()))
    for _attempt in range(5):
        knock(client, "wrong-wrong-wrong")
    assert other.post(f"/accounts/{clerk.pk}/unlocking/", {"reason": "帮忙"}).status_code == 403
    assert knock(client).status_code == 429


def test_four_failures_do_not_lock(clerk, client):
    """Broken twin: one failure less and the right password lets in."""
    for _attempt in range(4):
        knock(client, "wrong-wrong-wrong")
    knock(client)
    assert is_in(client)


def test_the_lock_is_for_one_name_from_one_place(clerk, client):
    """Whoever shuts the clerk's door elsewhere does not shut it here, nor another's."""
    for _attempt in range(5):
        knock(client, "wrong-wrong-wrong")
    assert (
        client.post(SIGN_IN, {"username": "clerk", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7").url
        == "/"
    )


def test_success_forgets_the_failures(clerk, client):
    """Four, in, out, four: still open."""
    for _round in range(2):
        for _attempt in range(4):
            knock(client, "wrong-wrong-wrong")
        knock(client)
        assert is_in(client)
        client.post("/accounts/sign-out/")


def test_signing_out_is_a_post_and_an_act(clerk, client):
    """A picture on a strange page cannot sign anybody out."""
    knock(client)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/").url == SIGN_IN
    assert not is_in(client)
    assert actions()[-1] == "accounts.signed_out"


def test_an_idle_session_ends(clerk, client, settings):
    """After the idle time the next request is a stranger's."""
    knock(client)
    session = client.session
    session["seen"] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    assert not is_in(client)


def test_a_busy_session_ends_too(clerk, client, settings):
    """However busy, twelve hours are enough; one second less and it goes on."""
    knock(client)
    session = client.session
    session["began"] -= settings.SESSION_ABSOLUTE_SECONDS - 60
    session.save()
    assert is_in(client)
    session = client.session
    session["began"] -= 61
    session.save()
    assert not is_in(client)


def test_a_temporary_password_opens_only_its_own_change(clerk, client):
    """Every other page leads there, until it is changed."""
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    knock(client)
    assert client.get(ME).url == "/accounts/me/password/?next=%2Faccounts%2Fme%2F"
    said = {"old_password": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert client.post("/accounts/me/password/", said).status_code == 302
    assert is_in(client)


def test_a_password_change_ends_other_sessions(clerk, client):
    """The browser one forgot in another office is a stranger from now on."""
    elsewhere = Client()
    knock(client)
    knock(elsewhere)
    said = {"old_password": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    client.post("/accounts/me/password/", said)
    assert is_in(client)
    assert not is_in(elsewhere)


def test_guessing_the_present_password_locks_too(clerk, client):
    """An open session is no place to try passwords."""
    knock(client)
    said = {"old_password": "wrong-wrong-wrong", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    answers = [client.post("/accounts/me/password/", said).status_code for _attempt in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    said["old_password"] = PASSWORD
    assert client.post("/accounts/me/password/", said).status_code == 429
    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_the_new_password_is_typed_twice_and_strong(clerk, client):
    """Both faults stand beside their fields."""
    knock(client)
    said = {"old_password": PASSWORD, "password": "woaini1314520", "again": "x"}
    errors = client.post("/accounts/me/password/", said).context["form"].errors
    assert "password" in errors
    said = {"old_password": PASSWORD, "password": OTHER_PASSWORD, "again": "x"}
    assert "again" in client.post("/accounts/me/password/", said).context["form"].errors


def test_a_second_factor_cannot_be_passed_by(keeper, client):
    """With the password alone every page leads to the second factor, enrolling another one included."""
    knock(client, username="keeper")
    for address in (ME, "/accounts/", "/accounts/me/second-factor/", "/accounts/me/password/", "/"):
        assert client.get(address).url.startswith("/accounts/second-factor/")
    assert client.post("/accounts/me/recovery-codes/").url.startswith("/accounts/second-factor/")


def test_the_code_opens(keeper, client):
    """And the session key changes once more."""
    knock(client, username="keeper")
    before = client.session.session_key
    answer = client.post("/accounts/second-factor/", {"code": code_of(keeper), "next": "/accounts/"})
    assert answer.url == "/accounts/"
    assert client.session.session_key != before
    assert client.get("/accounts/").status_code == 200
    assert actions()[-1] == "accounts.second_factor_passed"


def test_a_code_works_once(keeper, client):
    """Read over a shoulder it is worth nothing."""
    knock(client, username="keeper")
    code = code_of(keeper)
    client.post("/accounts/second-factor/", {"code": code})
    shoulder = Client()
    knock(shoulder, username="keeper")
    assert shoulder.post("/accounts/second-factor/", {"code": code}).status_code == 200
    assert not is_in(shoulder)


def test_wrong_codes_are_throttled_across_sessions(keeper, client):
    """After wrong codes the right one waits as well, in whatever session."""
    knock(client, username="keeper")
    client.post("/accounts/second-factor/", {"code": "000000"})
    another = Client()
    knock(another, username="keeper")
    another.post("/accounts/second-factor/", {"code": code_of(keeper)})
    assert not is_in(another)
    assert "accounts.second_factor_refused" in actions()


def test_an_administrator_without_one_is_led_to_set_it_up(keeper, client):
    """The role stays closed; the first page offers the secret; confirming opens the desk."""
    TOTPDevice.objects.all().delete()
    assert knock(client, username="keeper").url == "/accounts/second-factor/"
    assert client.get("/accounts/").url.startswith("/accounts/second-factor/")
    assert client.get("/accounts/second-factor/").url == "/accounts/me/second-factor/"
    page = client.get("/accounts/me/second-factor/")
    assert page.context["enrolment"].secret in page.content.decode()
    done = client.post("/accounts/me/second-factor/", {"code": code_of(keeper)})
    assert len(done.context["codes"]) == 10
    assert client.get("/accounts/").status_code == 200


def test_a_recovery_code_opens_once(keeper, client):
    """When the telephone is lost."""
    code = services.renew_recovery_codes(actor=cast.actor(keeper), now=cast.NOW)[0]
    for expected in (True, False):
        browser = Client()
        knock(browser, username="keeper")
        browser.post("/accounts/second-factor/", {"code": code.upper()})
        assert is_in(browser) is expected


def test_a_revoked_role_is_gone_at_the_next_request(keeper, client):
    """The session goes on, the desk does not."""
    knock(client, username="keeper")
    client.post("/accounts/second-factor/", {"code": code_of(keeper)})
    RoleGrant.objects.update(revoked_at=cast.NOW)
    assert client.get("/accounts/").status_code == 403


def test_a_closed_account_is_out_at_the_next_request(clerk, client):
    """Not when the session ends: now."""
    knock(client)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert not is_in(client)


def test_the_language_is_kept_with_the_person(clerk, client):
    """Chosen once, it is there on the next machine."""
    knock(client)
    client.post("/accounts/language/", {"language": "en", "next": ME})
    elsewhere = Client()
    assert knock(elsewhere).cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.post("/accounts/language/", {"language": "tlh", "next": "https://example.org"}).url == "/"


def test_the_home_address_leads_everybody_to_their_desk(keeper, client):
    """The security administrator has no overview; the accounts are where the day begins."""
    knock(client, username="keeper")
    client.post("/accounts/second-factor/", {"code": code_of(keeper)})
    assert client.get("/", follow=True).request["PATH_INFO"] == reverse("accounts:list")


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/new/", "/acts/", "/areas/organisations/new/"])
def test_a_clerk_is_refused_in_words(clerk, client, address):
    """403 with the page of refusals, not a bare error."""
    knock(client)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "refusal" in answer.context


def test_my_page_says_what_i_may_see(clerk, client, django_assert_max_num_queries):
    """Roles, reach, fields, end, lately."""
    knock(client)
    with django_assert_max_num_queries(14):
        page = client.get(ME).content.decode()
    last_day = str(RoleGrant.objects.get(user=clerk).ends_on)
    for words in ("受理员甲", "永阳街道", last_day):
        assert words in page


@pytest.mark.parametrize("word", ["accounts:me", "abc", "0", "~", "{}", "%ff"])
def test_a_next_that_is_no_address_is_not_followed(clerk, client, word):
    """A bare word is neither an address nor the name of a view: one lands where one usually begins."""
    assert client.post("/accounts/language/", {"language": "en", "next": word}).url == "/"
    assert knock(client, next=word).url == "/"
    assert client.get(SIGN_IN, {"next": word}).url == "/"


def test_nothing_personal_stays_in_a_cache(clerk, client):
    """No page of somebody signed in is kept, by the browser or on the way."""
    knock(client)
    for address in ("/", ME, "/premises/", "/premises/none/", "/imports/", "/areas/320117/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_form_in_another_encoding_is_a_bad_request():
    """A body that cannot be read is answered, not stumbled over."""
    client = Client(enforce_csrf_checks=True)
    client.get(SIGN_IN)
    answer = client.generic(
        "POST", SIGN_IN, b"\xff\xfea", "application/x-www-form-urlencoded; charset=utf-16"
    )
    assert answer.status_code == 400
    assert "Bad request" in answer.content.decode()
