"""Ledger: every act, once and for ever.

Owns    the append-only acts in their hash chain and the head of each day.
Offers  record (inside the caller's transaction), the acts a person may read, verify.
Refuses to change or remove an act.
"""
