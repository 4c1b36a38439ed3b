"""A district's folder, read: what it is called, its areas, its boundaries, its organisations.

Pure: no table. A fault names the file and, where there is one, the line.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from anxin.accounts.terms import AreaKind, OrganisationKind
from anxin.kernel.areas import parent_code

KINDS = {
    "departments": OrganisationKind.DEPARTMENT,
    "town_offices": OrganisationKind.TOWN_OFFICE,
    "gas_companies": OrganisationKind.GAS_COMPANY,
    "filling_companies": OrganisationKind.FILLING_COMPANY,
    "transport_companies": OrganisationKind.TRANSPORT_COMPANY,
    "installation_companies": OrganisationKind.INSTALLATION_COMPANY,
}


class DistrictInvalid(ValueError):
    """The folder cannot be used; the message says which file, which line and what to write."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of areas.csv."""

    code: str
    name: str
    kind: AreaKind
    longitude: float | None = None
    latitude: float | None = None
    boundary: Mapping[str, Any] | None = None
    boundary_is_schematic: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One line of organisations.yaml; the key stays whatever the name becomes."""

    key: str
    kind: OrganisationKind
    name: str
    short_name: str
    area: str
    department: str = ""
    credit_code: str = ""
    gas_kinds: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """One district as its folder says it.

    Attributes:
        projection: EPSG code of the plane in which lengths and areas are measured.
        map_frame: west, south, east, north in degrees (WGS84/CGCS2000).
        sources: file, from and caution of every file, as written.
    """

    code: str
    name: str
    name_en: str
    pack: str
    number_prefix: str
    projection: str
    map_frame: tuple[float, float, float, float]
    sources: tuple[Mapping[str, str], ...]
    areas: tuple[AreaRow, ...]
    organisations: tuple[OrganisationRow, ...]
    demo_organisations: tuple[OrganisationRow, ...] = ()
    demo_grids_per_village: int = 0
    demo_grids: tuple[AreaRow, ...] = field(default=())


def read_district(folder: Path) -> District:
    """Read a district folder whole.

    Raises:
        DistrictInvalid: a file is missing or something in it cannot be used.
    """
    about = _mapping(folder / "district.yaml")
    outlines = _outlines(folder / "boundary.geojson") | _outlines(folder / "towns.geojson")
    areas = _areas(folder / "areas.csv", outlines)
    codes = {area.code for area in areas}
    per_village = int(_mapping_value(about.get("demo")).get("grids_per_village", 0))
    try:
        frame = about["map_frame"]
        return District(
            code=str(about["code"]),
            name=about["name"],
            name_en=about["name_en"],
            pack=about["pack"],
            number_prefix=about["number_prefix"],
            projection=about["projection"],
            map_frame=(frame["west"], frame["south"], frame["east"], frame["north"]),
            sources=tuple(about.get("sources", ())),
            areas=areas,
            organisations=_organisations(folder / "organisations.yaml", codes, demo=False),
            demo_organisations=_organisations(folder / "demo_organisations.yaml", codes, demo=True),
            demo_grids_per_village=per_village,
            demo_grids=tuple(_demo_grids(areas, per_village)),
        )
    except KeyError as missing:
        raise DistrictInvalid(f"{folder / 'district.yaml'}: {missing} is missing; add it") from None


def _mapping(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise DistrictInvalid(f"{path}: there is no such file; see districts/320117 for an example")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DistrictInvalid(f"{path}: {error}") from None
    if not isinstance(content, dict):
        raise DistrictInvalid(f"{path}: names and values are expected")
    return content


def _mapping_value(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _outlines(path: Path) -> dict[str, tuple[Mapping[str, Any], bool]]:
    """Geometry and whether it is only schematic, by area code; no file, no outlines."""
    if not path.is_file():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["code"]: (f["geometry"], bool(f["properties"]["schematic"])) for f in features}


def _areas(path: Path, outlines: Mapping[str, tuple[Mapping[str, Any], bool]]) -> tuple[AreaRow, ...]:
    if not path.is_file():
        raise DistrictInvalid(f"{path}: there is no such file; see districts/320117 for an example")
    seen: dict[str, AreaRow] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            area = _area(f"{path}:{line}", row, outlines)
            _place(f"{path}:{line}", area, seen)
    return tuple(seen.values())


def _area(
    where: str, row: Mapping[str, str], outlines: Mapping[str, tuple[Mapping[str, Any], bool]]
) -> AreaRow:
    try:
        code, name, kind = row["code"].strip(), row["name"].strip(), AreaKind(row["kind"].strip())
        longitude, latitude = _degrees(row.get("longitude")), _degrees(row.get("latitude"))
    except (KeyError, ValueError) as fault:
        raise DistrictInvalid(f"{where}: {fault}; write code,name,kind,longitude,latitude") from None
    boundary, schematic = outlines.get(code, (None, False))
    return AreaRow(code, name, kind, longitude, latitude, boundary, schematic)


def _degrees(text: str | None) -> float | None:
    return float(text) if text and text.strip() else None


def _place(where: str, area: AreaRow, seen: dict[str, AreaRow]) -> None:
    """Take an area whose parent was read before it."""
    try:
        parent = parent_code(area.code)
    except ValueError as fault:
        raise DistrictInvalid(f"{where}: {fault}") from None
    if area.code in seen:
        raise DistrictInvalid(f"{where}: {area.code} stands there twice; remove one")
    if parent is not None and parent not in seen:
        raise DistrictInvalid(f"{where}: {area.code} lies in {parent}, which must come before it")
    seen[area.code] = area


def _organisations(path: Path, codes: set[str], *, demo: bool) -> tuple[OrganisationRow, ...]:
    if demo and not path.is_file():
        return ()
    rows = [
        _organisation(path, kind, row, demo=demo)
        for heading, entries in _mapping(path).items()
        for kind, row in _of_kind(path, heading, entries)
    ]
    for row in rows:
        if row.area not in codes:
            raise DistrictInvalid(f"{path}: {row.key} lies in {row.area}, which areas.csv does not know")
    if len({row.key for row in rows}) < len(rows):
        raise DistrictInvalid(f"{path}: a key stands there twice; keys are for ever, choose another")
    return tuple(rows)


def _of_kind(path: Path, heading: str, entries: object) -> Iterable[tuple[OrganisationKind, Any]]:
    if heading not in KINDS or not isinstance(entries, list):
        raise DistrictInvalid(f"{path}: {heading!r} is none of {', '.join(KINDS)}")
    return ((KINDS[heading], entry) for entry in entries)


def _organisation(path: Path, kind: OrganisationKind, row: Any, *, demo: bool) -> OrganisationRow:
    try:
        return OrganisationRow(
            key=row["key"],
            kind=kind,
            name=row["name"],
            short_name=row["short_name"],
            area=str(row["area"]),
            department=row.get("department", ""),
            credit_code=row.get("credit_code", ""),
            gas_kinds=tuple(row.get("gas_kinds", ())),
            is_demo=demo,
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise DistrictInvalid(f"{path}: {row!r}: {fault} is missing; add it") from None


def _demo_grids(areas: Iterable[AreaRow], per_village: int) -> Iterable[AreaRow]:
    """Stand-ins for the district's own grids, numbered within their village."""
    for area in areas:
        if area.kind is AreaKind.VILLAGE:
            for number in range(1, per_village + 1):
                yield AreaRow(f"{area.code}{number:03d}", f"第{number:02d}网格", AreaKind.GRID, is_demo=True)
