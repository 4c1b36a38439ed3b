"""What stands beside an answer without changing it: a full stop, a remark in brackets."""

import re

from anxin.registry.excel.cells.reading import Cell, Context, Reader, Reading, kept_too

_STOP = re.compile(r"[\s。.,，;；!！、]+$")
# A remark with a figure, or of what is still to come or missing, may change the answer.
_REMARK = re.compile(r"\s*[(（][^()（）\d一二三四五六七八九十待拟应未无没不缺停坏]*[)）]$")


def beside(reader: Reader) -> Reader:
    """A reader that tries the cell as it stands, then without what stands beside; a remark is kept."""

    def read(path: str, cell: Cell, header: str, context: Context) -> Reading:
        found = reader(path, cell, header, context)
        if not isinstance(cell, str) or not found.faults:
            return found
        tidy = _STOP.sub("", cell)
        bare = _REMARK.sub("", tidy)
        again = reader(path, bare, header, context) if bare and bare != cell else found
        if again.faults:
            return found
        return kept_too(again) if bare != tidy else again

    return read
