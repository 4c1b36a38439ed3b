"""Rows of a sheet → records: what each says, where it stood, and what is wrong with it."""

from anxin.registry.excel.records.forms import form_records, item_rows, pairs_in
from anxin.registry.excel.records.ledgers import ledger_records
from anxin.registry.excel.records.record import Desk, Record, title_defaults

__all__ = ["Desk", "Record", "form_records", "item_rows", "ledger_records", "pairs_in", "title_defaults"]
