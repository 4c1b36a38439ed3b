"""What keeps money rules from being used: missing parts, payers that would not sum to the total."""

import re
from collections.abc import Iterator

from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.grants.rules import GOVERNMENT, Grants
from anxin.policy.rows import Row

CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
TABLES = ("gates", "schemes", "remarks", "payers", "settlement")


def parts(row: Row) -> Iterator[tuple[str, Row]]:
    """The rows within a scheme that carry a code: each condition, the grant, the cap, the town's addition."""
    listed = row.get("requires")
    for part in listed if isinstance(listed, list) else ():
        if isinstance(part, Row):
            yield "requires", part
    for key in ("granted", "bound", "expansion"):
        if isinstance(row.get(key), Row):
            yield key, row[key]


def missing(folder: Folder) -> Iterator[Fault]:
    """Schemes without the parts that a decision is told by; codes that are missing or stand twice."""
    seen: set[str] = set()
    for table in ("gates", "remarks"):
        for row in folder.tables.get(table, {}).values():
            yield from _code(row, "id", seen)
            yield from _words(row)
    for row in folder.tables.get("schemes", {}).values():
        yield from _scheme(row)
        for _, part in parts(row):
            yield from _code(part, "code", seen)
            yield from _words(part)


def _scheme(row: Row) -> Iterator[Fault]:
    listed = row.get("requires", [])
    if not isinstance(listed, list) or not all(isinstance(part, Row) for part in listed):
        yield row.fault(
            "requires", f"{row['id']}: no list of conditions", "write [{code, must, text, text_en}]"
        )
    for key, needed in (("granted", True), ("bound", "cap" in row), ("expansion", False), ("pays", False)):
        if not isinstance(row.get(key), Row) and (needed or key in row):
            yield row.fault(key, f"{row['id']} has no {key}", f"write {key}: {{…}}")
    if "bound" in row and "cap" not in row:
        yield row.fault("bound", f"{row['id']} is bound by no cap", "write cap: p.name, or drop bound")
    if not isinstance(row.get("rewardable"), bool):
        yield row.fault(
            "rewardable", f"{row['id']} does not say whether it is rewardable", "write true or false"
        )


def _code(row: Row, key: str, seen: set[str]) -> Iterator[Fault]:
    code = row.get(key)
    if not isinstance(code, str) or not CODE.fullmatch(code):
        yield row.fault(key, f"{code!r} is no reason code", "write capitals, digits and _")
    elif code in seen:
        yield row.fault(key, f"the reason code {code!r} stands twice", "give each reason its own")
    else:
        seen.add(code)


def _words(row: Row) -> Iterator[Fault]:
    for key in ("text", "text_en"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield row.fault(key, f"{row.get('code') or row.get('id')} has no {key}", "write it as text")


def payers(grants: Grants) -> Iterator[Fault]:
    """Sums without exactly one payer of the remainder, and shares of payers that do not exist."""
    known = {payer.id for payer in grants.payers}
    sums = dict.fromkeys(payer.of for payer in grants.payers)
    for of in sums:
        takers = [payer for payer in grants.payers if payer.of == of and payer.remainder]
        if len(takers) != 1:
            row = (takers or [payer for payer in grants.payers if payer.of == of])[-1].row
            yield row.fault(
                "id", f"{len(takers)} payers take the remainder of {of}", "give exactly one remainder_of it"
            )
    if grants.payers and (len(sums) != 2 or GOVERNMENT not in sums):
        row = grants.payers[0].row
        yield row.fault(
            "id", "payers share something else than the bill and government", "name these two sums"
        )
    for scheme in grants.schemes:
        for payer in scheme.pays:
            if payer not in known:
                yield scheme.row["pays"].fault(payer, f"no payer {payer!r}", "use an id of payers.yaml")
            elif any(p.id == payer and (p.remainder or p.of == GOVERNMENT) for p in grants.payers):
                yield scheme.row["pays"].fault(
                    payer,
                    f"{payer!r} cannot be charged beside a grant",
                    "name a payer with a share of the bill",
                )
    if grants.schemes and not grants.payers:
        yield grants.schemes[0].row.fault("id", "schemes without payers", "write payers.yaml")
