"""What the address asks the list for, and the same again with one thing changed."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from anxin.kernel.areas import level
from anxin.registry.queries.listing import SORTS, Filters

NAMES = (
    "q",
    "area",
    "kind",
    "gas",
    "compliance",
    "requirement",
    "group",
    "plan",
    "late",
    "objective",
    "supplier",
    "venue",
    "sort",
)
MARKS = ("after", "before")


def asked(query: QueryDict) -> dict[str, str]:
    """The named values that say something, stripped; an unknown sort or area is left out."""
    said = {name: value for name in NAMES if (value := query.get(name, "").strip())}
    if said.get("sort", "number").removeprefix("-") not in SORTS or said.get("sort") == "number":
        said.pop("sort", None)
    if "area" in said and not _is_area(said["area"]):
        said.pop("area")
    if "supplier" in said and _uuid(said["supplier"]) is None:
        said.pop("supplier")
    return said


def filters(said: Mapping[str, str]) -> Filters:
    """The room's filters for what was said."""
    return Filters(
        text=said.get("q", ""),
        area=said.get("area", ""),
        kind=said.get("kind", ""),
        gas=said.get("gas", ""),
        compliance=said.get("compliance", ""),
        requirement=said.get("requirement", ""),
        group=said.get("group", ""),
        plan=said.get("plan", ""),
        late="late" in said,
        objective=said.get("objective", ""),
        supplier=_uuid(said.get("supplier", "")),
        venue=said.get("venue", ""),
        sort=said.get("sort", "number"),
    )


def address(said: Mapping[str, str], **changed: str) -> str:
    """The query with some values changed; an empty one is left out."""
    wanted = {name: value for name, value in {**said, **changed}.items() if value}
    return f"?{urlencode(wanted)}" if wanted else "?"


def address_of(filters: Filters | None) -> str:
    """The address of the list that these filters ask for; "" where no list can be asked for."""
    if filters is None:
        return ""
    return reverse("premises:list") + address(
        {
            "q": filters.text,
            "area": filters.area,
            "kind": filters.kind,
            "gas": filters.gas,
            "compliance": filters.compliance,
            "requirement": filters.requirement,
            "group": filters.group,
            "plan": filters.plan,
            "late": "1" if filters.late else "",
            "objective": filters.objective,
            "supplier": str(filters.supplier or ""),
            "venue": filters.venue,
        }
    )


def needs_tidying(query: QueryDict) -> bool:
    """Whether a form sent empty fields along, so that the address would be long for nothing."""
    return any(not value for value in _values(query))


def _values(query: QueryDict) -> Iterator[str]:
    for name in (*NAMES, *MARKS):
        yield from query.getlist(name)


def _is_area(code: str) -> bool:
    try:
        level(code)
    except ValueError:
        return False
    return True


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
