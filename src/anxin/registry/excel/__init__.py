"""Ledger workbooks, read safely: bytes in, records with positions and faults out.

Owns    the gate before opening, the grid, where the header is, which header means which field,
        and what a cell says. No Django: all of it runs in a process of its own.
Offers  jail.survey and jail.read, the vocabulary.
Refuses what is not a plain .xlsx workbook, before it costs anything.
"""
