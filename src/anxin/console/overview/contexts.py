"""What the overview shows, prepared from the registry's rates: every number with its address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.accounts.contracts import Actor, AreaFacts
from anxin.accounts.queries import area_facts, area_path, outlines
from anxin.accounts.terms import Permission
from anxin.console.context import imports_url
from anxin.console.overview.bands import Band, bands_for
from anxin.console.premises.asked import address_of
from anxin.console.ui.shapes import grouped, percent_words
from anxin.console.ui.words import in_language
from anxin.kernel import NotFound
from anxin.kernel.areas import AreaLevel, level
from anxin.registry.queries import rates
from anxin.registry.queries.listing import Filters
from anxin.registry.queries.rates import GoalTally, RequirementTally, Tally

BELOW = {
    AreaLevel.DISTRICT: AreaLevel.TOWN,
    AreaLevel.TOWN: AreaLevel.VILLAGE,
    AreaLevel.VILLAGE: AreaLevel.GRID,
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One large number with the way to the files behind it."""

    label: str
    icon: str
    tone: str
    value: int
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """One area, kind or company: met, not met and not known of those the standard applies to."""

    rank: str
    key: str
    name: str
    met: int
    not_met: int
    unknown: int
    judged: int
    late: int
    url: str
    list_url: str
    met_url: str
    not_met_url: str
    unknown_url: str
    late_url: str


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates along one division."""

    key: str
    title: str
    head: str
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class LateRow:
    """One goal of an objective and who is past its day."""

    title: str
    clause_id: str
    due_on: date | None
    judged: bool
    late: int
    total: int
    url: str
    all_url: str


@dataclass(frozen=True, slots=True)
class FailedRow:
    """One requirement and how often it is not met; its clauses differ by kind of user and gas."""

    title: str
    requirement_id: str
    not_met: int
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One area on the way from the district down."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    title: str
    path: tuple[Step, ...]
    at: datetime
    total: int
    headlines: tuple[Headline, ...]
    areas_title: str
    areas: tuple[RateRow, ...]
    map: dict[str, Any] | None
    schematic: bool
    bands: tuple[Band, ...]
    late: tuple[LateRow, ...]
    failed: tuple[FailedRow, ...]
    tables: tuple[RateTable, ...]
    list_url: str
    imports_url: str
    whole_standard: bool


def overview(area: str, *, actor: Actor, now: datetime) -> Overview:
    """The overview of one area, or of all that the actor reaches when no area is named.

    Raises:
        NotFound: no such area within the actor's reach.
    """
    top = _top(area, actor)
    path = area_path(top) if top else []
    within = Filters(area=top)
    asked: Mapping[str, Any] = {"actor": actor, "now": now, "within": within}
    whole = rates.whole(**asked)
    areas = ranked(rates.by_area(BELOW[level(top)], **asked)) if top and level(top) in BELOW else ()
    drawn = _map(top, areas)
    return Overview(
        title=path[-1].name if path else actor.organisation_name or _("Overview"),
        path=tuple(_steps(path, actor)),
        at=now,
        total=whole.total,
        headlines=tuple(_headlines(whole)),
        areas_title=_areas_title(top),
        areas=areas,
        map=drawn,
        schematic=bool(drawn) and any(one["properties"]["schematic"] for one in (drawn or {})["features"]),
        bands=bands_for([(row.met, row.judged) for row in areas]),
        late=tuple(_late(one) for one in rates.late_by_goal(**asked) if one.late),
        failed=tuple(_failed(one) for one in rates.requirements(**asked) if one.not_met),
        tables=tuple(_tables(asked, actor)),
        list_url=address_of(within),
        imports_url=imports_url(actor),
        whole_standard=rates.reads_whole_standard(actor),
    )


def _top(area: str, actor: Actor) -> str:
    """The area asked for, or the one the actor's reach begins with; "" for a company."""
    reach = actor.reach(Permission.STATISTICS_VIEW)
    if not area:
        return min(reach.area_codes, key=len) if reach.area_codes else ""
    if not any(area.startswith(code) for code in reach.area_codes) or area_facts(area) is None:
        raise NotFound(_("There is no such area among those you may see."))
    return area


def _steps(path: Sequence[AreaFacts], actor: Actor) -> Iterator[Step]:
    roots = actor.reach(Permission.STATISTICS_VIEW).area_codes
    home = reverse("overview:home")
    for one in path:
        if any(one.code.startswith(code) for code in roots):
            yield Step(one.name, f"{home}?area={one.code}")


def _headlines(whole: Tally) -> Iterator[Headline]:
    percent = percent_words(whole.numerator, whole.denominator)
    of_all = _("%(percent)s of %(n)s") % {"percent": percent, "n": grouped(whole.denominator)}
    outside = _("%(n)s outside the standard") % {"n": grouped(whole.outside)} if whole.outside else ""
    shown: tuple[tuple[str, str, str, int, str, dict[str, Any]], ...] = (
        (_("Premises"), "houses", "neutral", whole.total, outside, {}),
        (_("Compliant"), "check-circle", "ok", whole.compliant, of_all, {"compliance": "compliant"}),
        (_("Not compliant"), "x-circle", "bad", whole.not_compliant, "", {"compliance": "not_compliant"}),
        (_("Not known"), "question-circle", "unknown", whole.unknown, "", {"compliance": "unknown"}),
        (_("Late"), "alarm", "bad", whole.late, _("past the deadline"), {"late": True}),
        (
            _("Special groups without a plan"),
            "clipboard-x",
            "warn",
            whole.without_plan,
            _("of %(n)s") % {"n": grouped(whole.special)},
            {"plan": "missing"},
        ),
    )
    for label, icon, tone, value, note, narrower in shown:
        yield Headline(label, icon, tone, value, note, address_of(whole.only(**narrower)))


def ranked(tallies: Sequence[Tally]) -> tuple[RateRow, ...]:
    """Best first; areas without a file that counts come last, without a rank."""
    ordered = sorted(tallies, key=lambda one: (one.rate is None, -(one.rate or 0), one.key))
    placed = (one.key for one in ordered if one.rate is not None and one.key)
    ranks = {key: str(n) for n, key in enumerate(placed, 1)}
    return tuple(_row(one, ranks.get(one.key, "")) for one in ordered)


def _row(one: Tally, rank: str = "", *, drill: bool = True) -> RateRow:
    url = f"{reverse('overview:home')}?area={one.key}" if drill and one.key else ""
    return RateRow(
        rank=rank,
        key=one.key,
        name=one.label or (_("Not known where exactly") if drill else _("Not known")),
        met=one.numerator,
        not_met=one.not_compliant,
        unknown=one.unknown,
        judged=one.denominator,
        late=one.late,
        url=url,
        list_url=address_of(one.only(compliance="inside")),
        met_url=address_of(one.only(compliance="compliant")),
        not_met_url=address_of(one.only(compliance="not_compliant")),
        unknown_url=address_of(one.only(compliance="unknown")),
        late_url=address_of(one.only(late=True)),
    )


def _tables(asked: Mapping[str, Any], actor: Actor) -> Iterator[RateTable]:
    kinds, gases = rates.by_kind(**asked), rates.by_gas(**asked)
    yield RateTable(
        "kind",
        _("By kind of user and gas"),
        _("Kind"),
        tuple(_row(one, drill=False) for one in (*kinds, *gases) if one.denominator),
    )
    if actor.reach(Permission.STATISTICS_VIEW).area_codes:
        companies = tuple(_row(one, drill=False) for one in rates.by_company(**asked) if one.denominator)
        yield RateTable("company", _("By supplier"), _("Supplier"), companies)


def _late(one: GoalTally) -> LateRow:
    late = replace(one.filters, late=True) if one.judged else None
    return LateRow(
        title=in_language(one.title, one.title_en),
        clause_id=one.clause.id,
        due_on=one.by,
        judged=one.judged,
        late=one.late,
        total=one.total,
        url=address_of(late),
        all_url=address_of(one.filters),
    )


def _failed(one: RequirementTally) -> FailedRow:
    return FailedRow(
        title=in_language(one.title, one.title_en),
        requirement_id=one.id,
        not_met=one.not_met,
        total=one.met + one.not_met + one.unknown,
        url=address_of(one.filters),
    )


def _map(top: str, areas: Sequence[RateRow]) -> dict[str, Any] | None:
    """The outlines below an area with their rates; None where nothing is drawn."""
    rows = {row.key: row for row in areas}
    bands = bands_for([(row.met, row.judged) for row in areas])
    features = [_feature(one, rows[one["properties"]["code"]], bands) for one in _drawn(top, rows)]
    return {"type": "FeatureCollection", "features": features} if features else None


def _drawn(top: str, rows: Mapping[str, RateRow]) -> list[dict[str, Any]]:
    return [one for one in outlines(top) if one["properties"]["code"] in rows] if top else []


def _feature(outline: dict[str, Any], row: RateRow, bands: Sequence[Band]) -> dict[str, Any]:
    band = next((one.key for one in bands if one.holds(row.met, row.judged)), "none")
    words = percent_words(row.met, row.judged)
    told = {"band": band, "words": words, "url": row.url, "label": outline["properties"].get("label")}
    return {**outline, "properties": {**outline["properties"], **told}}


def _areas_title(top: str) -> str:
    deeper = BELOW.get(level(top)) if top else None
    return {
        AreaLevel.TOWN: _("Ranking of towns"),
        AreaLevel.VILLAGE: _("Ranking of villages and communities"),
        AreaLevel.GRID: _("Ranking of grids"),
        None: "",
    }[deeper]
