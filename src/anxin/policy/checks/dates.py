"""Dated values: they begin no later than the pack and leave no day of its validity without a value."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from anxin.policy.contracts import Fault
from anxin.policy.folder import Folder
from anxin.policy.rows import Row

DAY = timedelta(days=1)


def gaps(folder: Folder) -> Iterator[Fault]:
    """Days of the pack's validity for which a parameter has no value."""
    valid = folder.identity.get("valid")
    if not isinstance(valid, Row) or type(valid.get("from")) is not date or type(valid.get("to")) is not date:
        return
    for name, row in folder.parameters.items():
        values = [value for value in row.get("values") or [] if isinstance(value, Row)]
        if not values or any(type(value.get("from")) is not date for value in values):
            continue
        if values[0]["from"] > valid["from"]:
            yield values[0].fault(
                "from", f"{name!r} begins after the pack ({valid['from']})", "begin it with the pack"
            )
        for earlier, later in pairwise(values):
            if "to" in earlier and earlier["to"] + DAY != later["from"]:
                yield later.fault("from", f"{name!r} has a gap before {later['from']}", "let the values meet")
        if "to" in values[-1] and values[-1]["to"] < valid["to"]:
            yield values[-1].fault(
                "to", f"{name!r} ends before the pack ({valid['to']})", "extend it or add a value"
            )
