"""Fill the demo district: through the same door as everything else, village by village."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from anxin.accounts import queries as accounts
from anxin.accounts.contracts import Actor
from anxin.accounts.terms import AreaKind, OrganisationKind
from anxin.kernel import WrongState
from anxin.kernel.clock import local_day
from anxin.registry.contracts import PlanDraft, SourceDraft, WrittenPremises
from anxin.registry.demo import places, shares, words
from anxin.registry.demo.invent import SEED, Suppliers, Village, premises_of
from anxin.registry.models import Premises, Source, Verdict
from anxin.registry.services.edit import add_plans
from anxin.registry.services.write import write_premises
from anxin.registry.terms import SourceKind

LABEL = "演示数据（随机生成）"


@dataclass(frozen=True, slots=True)
class Filled:
    """One village done: how many files it has, and whether they were made just now."""

    village: str
    files: int
    is_new: bool


def fill_demo(*, district_code: str, actor: Actor, now: datetime, share: float = 1.0) -> Iterator[Filled]:
    """Make the invented premises, one transaction per village; villages that have theirs are left alone.

    Args:
        share: of the usual number of files, for tests and small machines.
    Raises:
        WrongState: there are files that are not demo data, or no village or no demo company is loaded.
    """
    _require_demo()
    suppliers = _suppliers(district_code)
    done = set(Source.objects.filter(kind=SourceKind.DEMO).values_list("sheet", flat=True))
    for village in _villages(district_code, share):
        if village.code in done:
            yield Filled(village.code, 0, is_new=False)
        else:
            yield _fill(village, suppliers, actor, now)


@transaction.atomic
def _fill(village: Village, suppliers: Suppliers, actor: Actor, now: datetime) -> Filled:
    drafts = list(premises_of(village, suppliers, local_day(now)))
    source = SourceDraft(SourceKind.DEMO, LABEL, sheet=village.code)
    report = write_premises(drafts=drafts, source=source, actor=actor, now=now)
    _plan(village, report.written, actor, now)
    return Filled(village.code, len(report.written), is_new=True)


def _plan(village: Village, written: Sequence[WrittenPremises], actor: Actor, now: datetime) -> None:
    random = Random(f"{SEED}:plans:{village.code}")  # noqa: S311 - invented data
    special = set(
        Verdict.objects.filter(pk__in=[row.premises_id for row in written], special=True).values_list(
            "pk", flat=True
        )
    )
    chosen = [row for row in written if row.premises_id in special and random.random() < shares.PLANNED]
    drafts = [_plan_draft(row, village, random, now) for row in chosen]
    add_plans(drafts=drafts, actor=actor, now=now)


def _plan_draft(row: WrittenPremises, village: Village, random: Random, now: datetime) -> PlanDraft:
    return PlanDraft(
        number=row.number,
        measure=random.choice(words.PLANS),
        responsible=f"{village.short_name}演示网格员",
        due_on=local_day(now) + timedelta(days=random.randint(20, 200)),
    )


def _require_demo() -> None:
    if Premises.objects.exists() and not Source.objects.filter(kind=SourceKind.DEMO).exists():
        raise WrongState(_("This database holds real files. Demo data goes only into an empty one."))


def _suppliers(district_code: str) -> Suppliers:
    found: dict[str, list[UUID]] = {"piped": [], "bottled": []}
    companies = accounts.organisation_files(kind=OrganisationKind.GAS_COMPANY)
    for company in companies:
        if company.is_demo and (company.area_code or "").startswith(district_code):
            for gas in company.gas_kinds:
                found[gas].append(company.id)
    if not (found["piped"] and found["bottled"]):
        raise WrongState(_("The invented gas companies are missing: load the district with --demo first."))
    return Suppliers(found["piped"], found["bottled"])


def _villages(district_code: str, share: float) -> Iterator[Village]:
    outlines = places.outlines_by_code(accounts.outlines(district_code))
    areas = accounts.areas_within(district_code, AreaKind.VILLAGE, AreaKind.GRID)
    villages = [area for area in areas if area.kind is AreaKind.VILLAGE]
    grids: dict[str, list[str]] = {}
    for area in areas:
        if area.kind is AreaKind.GRID:
            grids.setdefault(area.code[:12], []).append(area.code)
    if not villages:
        raise WrongState(_("There are no villages yet: load the district first."))
    for area in villages:
        town = area.code[6:9]
        siblings = sum(other.code[6:9] == town for other in villages)
        files = round(shares.TOWNS.get(town, shares.ELSEWHERE)[0] * share / siblings)
        yield Village(
            area.code, area.name, tuple(grids.get(area.code, ())), files, outlines.get(area.code[:9])
        )
