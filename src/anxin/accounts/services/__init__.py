"""Verbs: the only writers of areas, organisations, people and grants."""

from anxin.accounts.services.load_district import LoadReport, load_district, organisation_id

__all__ = ["LoadReport", "load_district", "organisation_id"]
