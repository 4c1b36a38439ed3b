"""Verbs: the only writers of areas, organisations, people and grants."""

from anxin.accounts.services.accounts import (
    create_account,
    deactivate_account,
    reactivate_account,
    revise_account,
    unlock_account,
)
from anxin.accounts.services.areas import add_grid, close_area, rename_area
from anxin.accounts.services.first_administrator import first_administrator
from anxin.accounts.services.grants import grant_role, revoke_grant
from anxin.accounts.services.load_district import LoadReport, load_district, organisation_id
from anxin.accounts.services.organisations import (
    OrganisationDraft,
    add_organisation,
    close_organisation,
    revise_organisation,
)
from anxin.accounts.services.passwords import change_password, fresh_password, reset_password
from anxin.accounts.services.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    renew_recovery_codes,
    reset_second_factor,
)
from anxin.accounts.services.sign_in import (
    choose_language,
    record_arrival,
    record_departure,
    record_refusal,
    record_second_factor,
)

__all__ = [
    "LoadReport",
    "OrganisationDraft",
    "add_grid",
    "add_organisation",
    "begin_enrolment",
    "change_password",
    "choose_language",
    "close_area",
    "close_organisation",
    "confirm_enrolment",
    "create_account",
    "deactivate_account",
    "first_administrator",
    "fresh_password",
    "grant_role",
    "load_district",
    "organisation_id",
    "reactivate_account",
    "record_arrival",
    "record_departure",
    "record_refusal",
    "record_second_factor",
    "rename_area",
    "renew_recovery_codes",
    "reset_password",
    "reset_second_factor",
    "revise_account",
    "revise_organisation",
    "revoke_grant",
    "unlock_account",
]
