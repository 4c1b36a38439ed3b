"""What the reading process is told of the world: area names, suppliers, the pack's words, the day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, ProgrammingError

from anxin.accounts import queries as accounts
from anxin.accounts.districts import read_district
from anxin.accounts.terms import AreaKind, OrganisationKind
from anxin.kernel.clock import local_day
from anxin.policy import load_pack
from anxin.registry.excel.text import level

_COMPANIES = (OrganisationKind.GAS_COMPANY, OrganisationKind.FILLING_COMPANY)
_LEGAL_FORMS = ("有限责任公司", "股份有限公司", "有限公司", "公司", "集团")


def area_names(area_code: str) -> tuple[dict[str, str], list[str]]:
    """Code → name of the whole district around an area, and the codes of development zones.

    Before a district is loaded, the names come from its folder, so that a dry run needs no set-up.
    """
    try:
        rows = [(area.code, area.name, area.kind) for area in accounts.areas_within(area_code[:6])]
    except (ProgrammingError, OperationalError):
        rows = []
    if not rows:
        rows = _from_folder(area_code[:6])
    zones = [code for code, _name, kind in rows if kind == AreaKind.DEVELOPMENT_ZONE]
    return {code: name for code, name, _kind in rows}, zones


def _from_folder(district: str) -> list[tuple[str, str, AreaKind]]:
    folder = settings.DISTRICTS_DIR / district
    if not folder.is_dir():
        return []
    return [(area.code, area.name, area.kind) for area in read_district(folder).areas]


def suppliers() -> dict[str, str]:
    """Levelled name (whole, short, without legal form) → id of a gas company."""
    try:
        known = accounts.organisations(*_COMPANIES)
    except (ProgrammingError, OperationalError):
        return {}
    found: dict[str, str] = {}
    for company in known:
        for name in (company.name, company.short_name):
            for spelling in (name, _without_legal_form(name)):
                found[level(spelling)] = str(company.id)
    return found


def pack_words() -> dict[str, dict[str, list[str]]]:
    """How the policy pack says that ledgers write its own options."""
    pack = load_pack(settings.PACK)
    return {
        "venue": _words(pack.table("venues")),
        "hardship": _words(pack.table("hardships")),
    }


def order(area_code: str, *, now: datetime) -> dict[str, Any]:
    """The part of a reading order that does not depend on the workbook."""
    names, zones = area_names(area_code)
    return {
        "area": area_code,
        "areas": names,
        "zones": zones,
        "suppliers": suppliers(),
        "options": pack_words(),
        "today": local_day(now).isoformat(),
    }


def _words(rows: tuple[Mapping[str, Any], ...]) -> dict[str, list[str]]:
    return {str(row["id"]): [str(row["title"]), *map(str, row.get("words") or ())] for row in rows}


def _without_legal_form(name: str) -> str:
    for form in _LEGAL_FORMS:
        name = name.replace(form, "")
    return name
