"""Nouns: who acts, where, for which organisation."""

from anxin.accounts.queries.accounts import AccountFilter, account, account_facts, accounts, grant_facts
from anxin.accounts.queries.actors import (
    actor_behind,
    actor_for,
    has_second_factor,
    language_of,
    needs_second_factor,
    password_is_due,
)
from anxin.accounts.queries.areas import (
    area_facts,
    area_facts_of,
    area_node,
    area_nodes,
    area_path,
    areas_within,
    may_change_area,
    outlines,
    this_district,
)
from anxin.accounts.queries.organisations import (
    may_change_organisation,
    organisation_facts,
    organisation_file,
    organisation_file_of,
    organisation_files,
    organisations,
)

__all__ = [
    "AccountFilter",
    "account",
    "account_facts",
    "accounts",
    "actor_behind",
    "actor_for",
    "area_facts",
    "area_facts_of",
    "area_node",
    "area_nodes",
    "area_path",
    "areas_within",
    "grant_facts",
    "has_second_factor",
    "language_of",
    "may_change_area",
    "may_change_organisation",
    "needs_second_factor",
    "organisation_facts",
    "organisation_file",
    "organisation_file_of",
    "organisation_files",
    "organisations",
    "outlines",
    "password_is_due",
    "this_district",
]
