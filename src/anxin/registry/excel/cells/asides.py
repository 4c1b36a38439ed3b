"""What stands beside an answer without changing it: a full stop, a remark in brackets."""

import re

from anxin.registry.excel.cells.reading import Cell, Context, Reader, Reading, kept_too

_STOP = re.compile(r"[\s。.,，;；!！、]+$")
# A remark with a figure may change the answer, and so may one of what is to come or missing: except a no.
_REMARK = re.compile(r"\s*[(（]([^()（）\d一二三四五六七八九十]*)[)）]$")
_IN_DOUBT = re.compile(r"[待拟应未无没不缺停坏]")


def beside(reader: Reader) -> Reader:
    """A reader that tries the cell as it stands, then without what stands beside; a remark is kept."""

    def read(path: str, cell: Cell, header: str, context: Context) -> Reading:
        found = reader(path, cell, header, context)
        if not isinstance(cell, str) or not found.faults:
            return found
        tidy = _STOP.sub("", cell)
        remark = _REMARK.search(tidy)
        bare = tidy[: remark.start()] if remark else tidy
        again = reader(path, bare, header, context) if bare and bare != cell else found
        doubted = remark is not None and _IN_DOUBT.search(remark.group(1)) is not None
        if again.faults or (doubted and set(again.values.values()) != {False}):
            return found
        return kept_too(again) if bare != tidy else again

    return read
