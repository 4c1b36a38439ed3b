"""Ledger workbooks, from upload to decision: read, map, check, decide, write; each a short act.

The long work (reading, checking, writing) is queued in the transaction of the act that asks for it
and done by the worker through `run_*`, in a reading process with limits.
"""

from anxin.registry.services.imports.batches import locked_batch, person, require_area
from anxin.registry.services.imports.check import count, run_check
from anxin.registry.services.imports.decide import commit_import, decide_row, discard_import
from anxin.registry.services.imports.map import choose_mapping
from anxin.registry.services.imports.read import layout_digest, remembered_mapping, run_read
from anxin.registry.services.imports.resume import give_up, resume_import, take_up_stalled
from anxin.registry.services.imports.upload import MAX_UPLOAD, upload_workbook
from anxin.registry.services.imports.write import run_write

__all__ = [
    "MAX_UPLOAD",
    "choose_mapping",
    "commit_import",
    "count",
    "decide_row",
    "discard_import",
    "give_up",
    "layout_digest",
    "locked_batch",
    "person",
    "remembered_mapping",
    "require_area",
    "resume_import",
    "run_check",
    "run_read",
    "run_write",
    "take_up_stalled",
    "upload_workbook",
]
