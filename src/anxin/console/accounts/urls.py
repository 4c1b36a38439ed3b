"""Addresses of the accounts desk: the door, one's own pages, and the security administrator's."""

from django.urls import path

from anxin.console.accounts import door, keeping, own

app_name = "accounts"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("second-factor/", door.second_factor, name="second_factor"),
    path("language/", door.set_language, name="set_language"),
    path("me/", own.me, name="me"),
    path("me/password/", own.password, name="password"),
    path("me/second-factor/", own.enrolment, name="enrolment"),
    path("me/recovery-codes/", own.recovery_codes, name="recovery_codes"),
    path("", keeping.list_accounts, name="list"),
    path("new/", keeping.new_account, name="new"),
    path("<uuid:user_id>/", keeping.account, name="account"),
    path("<uuid:user_id>/revision/", keeping.revision, name="revision"),
    path("<uuid:user_id>/grants/", keeping.grants, name="grants"),
    path("<uuid:user_id>/grants/<uuid:grant_id>/revocation/", keeping.revocation, name="revocation"),
    path("<uuid:user_id>/closure/", keeping.closure, name="closure"),
    path("<uuid:user_id>/reopening/", keeping.reopening, name="reopening"),
    path("<uuid:user_id>/unlocking/", keeping.unlocking, name="unlocking"),
    path("<uuid:user_id>/password/", keeping.password_reset, name="password_reset"),
    path("<uuid:user_id>/second-factor/", keeping.second_factor_reset, name="second_factor_reset"),
]
