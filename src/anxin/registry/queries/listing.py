"""The list of premises files: searched, filtered, counted. A page is two queries, the whole list is one."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from anxin.accounts.contracts import Actor
from anxin.accounts.terms import Permission, Sensitivity
from anxin.kernel.clock import local_day
from anxin.policy import Pack, load_pack
from anxin.registry import access
from anxin.registry.models import Premises
from anxin.registry.rules import masking
from anxin.registry.rules.verdicts import closed_requirements, judged_goals
from anxin.registry.terms import UserKind

PAGE = 50
CHUNK = 2000  # rows fetched at a time when the whole list is walked
NEVER = date(9999, 12, 31)
SORTS: Mapping[str, Any] = {
    "number": F("number"),
    "due": Coalesce("verdict__due_on", Value(NEVER)),
    "updated": F("updated_at"),
}
COLUMNS = (
    "number",
    "state",
    "kind",
    "area_id",
    "area__name",
    "area__parent__name",
    "area__parent__parent__name",
    "supplier_id",
    "supplier__short_name",
    "sign_name",
    "licence_name",
    "holder_name",
    "holder_phone",
    "address",
    "road",
    "road_number",
    "estate",
    "gas_now",
    "updated_at",
    "sorted_by",
    *(
        f"verdict__{name}"
        for name in ("compliant", "compliant_open", "applies", "not_met", "unknown", "due_on", "objective")
    ),
    "verdict__special",
    "verdict__special_open",
    "verdict__has_plan",
)
GRID_DIGITS = 15
VERDICT = "verdict__"
OUTCOMES = frozenset({"compliant", "not_compliant", "unknown", "outside", "inside"})
# Where a page ends: the value it is sorted by, and the number that decides between equals.
Mark = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is asked for; the empty filters ask for everything within reach.

    Attributes:
        text: words that must all occur in number, names, address, credit code or phone.
        area: code of a district, town, village or grid.
        compliance: "compliant", "not_compliant", "unknown", "outside" (no requirement applies),
            "inside" (some applies or may apply) or "".
        requirement: id of a requirement that is not met.
        group: id of a special group; plan: "missing" for special groups without a plan.
        late: past its deadline and not known to comply.
        objective: id of the objective that sets the deadline.
        sort: one of SORTS, with "-" in front for descending.
    """

    text: str = ""
    area: str = ""
    kind: str = ""
    gas: str = ""
    compliance: str = ""
    requirement: str = ""
    group: str = ""
    plan: str = ""
    late: bool = False
    objective: str = ""
    supplier: UUID | None = None
    venue: str = ""
    sort: str = "number"


@dataclass(frozen=True, slots=True)
class ListedPremises:
    """One line of the list, personal values masked."""

    number: str
    state: str
    name: str
    phone: str
    address: str
    kind: str
    gas: str | None
    town: str
    place: str
    supplier: str
    compliant: bool | None
    applies: bool
    not_met: int
    unknown: int
    due_on: date | None
    late: bool
    special: bool
    has_plan: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PremisesPage:
    """A page of the list, the exact number of all its rows, and where to go on."""

    rows: tuple[ListedPremises, ...]
    total: int
    after: str
    before: str
    at: datetime


def premises_page(
    filters: Filters, *, actor: Actor, now: datetime, after: str = "", before: str = "", size: int = PAGE
) -> PremisesPage:
    """One page of the files that match, within the actor's reach.

    Args:
        after, before: the mark of a page's last or first row, as an earlier page gave it; a mark
            that cannot be read counts as none.
    """
    pack, files = _pack(), _matching(filters, actor, local_day(now))
    total = files.count()
    rows, further = _window(
        files, filters.sort, _mark(after, filters.sort), _mark(before, filters.sort), size
    )
    listed = tuple(_listed(row, actor, local_day(now), pack) for row in rows)
    forward, backward = (bool(before) or further, further if before else bool(after))
    return PremisesPage(
        rows=listed,
        total=total,
        after=_mark_of(rows[-1]) if rows and forward else "",
        before=_mark_of(rows[0]) if rows and backward else "",
        at=now,
    )


def listed_premises(filters: Filters, *, actor: Actor, now: datetime) -> Generator[ListedPremises]:
    """Every file that matches, within the actor's reach, masked and ordered as on the pages.

    Rows come as they are read, from one query: no more than a chunk of them is ever held.
    """
    pack, today, key = _pack(), local_day(now), filters.sort.removeprefix("-")
    files = _matching(filters, actor, today).annotate(sorted_by=SORTS[key])
    order = _order(key, rising=not filters.sort.startswith("-"))
    for row in files.order_by(*order).values(*COLUMNS).iterator(chunk_size=CHUNK):
        yield _listed(row, actor, today, pack)


def _matching(filters: Filters, actor: Actor, today: date) -> QuerySet[Premises]:
    files = access.visible(actor, Permission.PREMISES_VIEW)
    if filters.text.strip():
        files = access.matching(files, actor, filters.text)
    return files.filter(_facts(filters), _verdict(filters, actor, today))


def _facts(filters: Filters) -> Q:
    exact: Mapping[str, Any] = {
        "kind": filters.kind,
        "gas_now": filters.gas if filters.gas != "unknown" else "",
        "supplier_id": filters.supplier,
        "venue": filters.venue,
    }
    condition = Q(**{name: value for name, value in exact.items() if value})
    if filters.gas == "unknown":
        condition &= Q(gas_now=None)
    return condition & Q(area__code__startswith=filters.area) if filters.area else condition


def _verdict(filters: Filters, actor: Actor, today: date) -> Q:
    condition = Q()
    if filters.compliance in OUTCOMES:
        condition &= access.has_outcome(filters.compliance, actor, prefix=VERDICT)
    if filters.late:
        condition &= access.is_late(today, actor, prefix=VERDICT)
    if filters.objective:
        condition &= Q(verdict__objective=filters.objective)
    if filters.requirement:
        condition &= access.has_requirement(filters.requirement, "not_met", actor, prefix=VERDICT)
    if filters.group:
        condition &= access.is_special(actor, group=filters.group, prefix=VERDICT)
    if filters.plan == "missing":
        condition &= access.is_special(actor, prefix=VERDICT) & Q(verdict__has_plan=False)
    return condition


def _pack() -> Pack:
    return load_pack(settings.PACK)


def _window(
    files: QuerySet[Premises], sort: str, after: Mark | None, before: Mark | None, size: int
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of one page in their order, and whether there are more in the direction walked."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    backwards = before is not None
    mark, up = before or after, falling == backwards
    if mark is not None:
        files = files.annotate(sorted_by=SORTS[key]).filter(_beyond(mark, key, up=up))
    walked = files.annotate(sorted_by=SORTS[key]).order_by(*_order(key, rising=up))
    rows = list(walked.values(*COLUMNS)[: size + 1])
    page = rows[:size]
    return (page[::-1] if backwards else page), len(rows) > size


def _order(key: str, *, rising: bool) -> list[str]:
    """By what is asked for; the number decides between equals."""
    order = ["number"] if key == "number" else ["sorted_by", "number"]
    return order if rising else [f"-{one}" for one in order]


def _beyond(mark: Mark, key: str, *, up: bool) -> Q:
    value, number = mark
    further = "gt" if up else "lt"
    if key == "number":
        return Q(**{f"number__{further}": number})
    return Q(**{f"sorted_by__{further}": value}) | Q(**{"sorted_by": value, f"number__{further}": number})


def _mark(text: str, sort: str) -> Mark | None:
    value, found, number = text.rpartition("~")
    if not found:
        return None
    key = sort.removeprefix("-")
    try:
        read: Any = {"due": date.fromisoformat, "updated": _moment}.get(key, str)(value)
    except (ValueError, OverflowError):
        return None
    return read, number


def _moment(text: str) -> datetime:
    """In UTC, so that a moment beyond the calendar fails here and not in the database."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _mark_of(row: Mapping[str, Any]) -> str:
    value = row["sorted_by"]
    words = value if isinstance(value, str) else value.isoformat()
    return f"{words}~{row['number']}"


def _listed(row: Mapping[str, Any], actor: Actor, today: date, pack: Pack) -> ListedPremises:
    area, supplier = row["area_id"], row["supplier_id"]
    knows = actor.may_know_hardship(area, supplier)
    hidden = frozenset[str]() if knows else closed_requirements(pack)
    compliant = row["verdict__compliant" if knows else "verdict__compliant_open"]
    due_on, applies = row["verdict__due_on"], bool(row["verdict__applies"])
    past = due_on is not None and due_on < today and row["verdict__objective"] in judged_goals(pack)
    return ListedPremises(
        number=row["number"],
        state=row["state"],
        name=_name(row),
        phone=masking.masked("holder_phone", row["holder_phone"]),
        address=_address(row, actor),
        kind=row["kind"],
        gas=row["gas_now"],
        town=_town(row),
        place=_place(row),
        supplier=row["supplier__short_name"] or "",
        compliant=compliant,
        applies=applies,
        not_met=len(set(row["verdict__not_met"] or ()) - hidden),
        unknown=len(set(row["verdict__unknown"] or ()) - hidden),
        due_on=due_on,
        late=applies and compliant is not True and past,
        special=bool(row["verdict__special" if knows else "verdict__special_open"]),
        has_plan=bool(row["verdict__has_plan"]),
        updated_at=row["updated_at"],
    )


def _name(row: Mapping[str, Any]) -> str:
    """A business by its sign, a household by the masked name of its head."""
    return row["sign_name"] or row["licence_name"] or masking.person(row["holder_name"])


def _address(row: Mapping[str, Any], actor: Actor) -> str:
    """Of a home only readers of personal values and whoever goes there see the door."""
    place = row["area_id"], row["supplier_id"]
    readable = actor.sensitivity(*place) >= Sensitivity.PERSONAL
    visits = actor.reach(Permission.PREMISES_EDIT).covers(*place)
    if row["kind"] == UserKind.RESIDENT and not (readable or visits):
        return masking.coarse_address(row, row["area__name"])
    return str(row["address"])


def _town(row: Mapping[str, Any]) -> str:
    """The name of the town: the area itself, or the one or two levels above it."""
    names = (row["area__name"], row["area__parent__name"], row["area__parent__parent__name"])
    return str(names[(len(row["area_id"]) - 9) // 3] or "")


def _place(row: Mapping[str, Any]) -> str:
    """The village, and the grid in it, where the file lies that deep."""
    village = row["area__parent__name"] if len(row["area_id"]) == GRID_DIGITS else ""
    return f"{village} {row['area__name']}".strip()
