"""Grants: who gets how many fen, who pays, and why.

Owns    gates, schemes, remarks, payers and settlement as read from a pack, and what is derived from them.
Offers  decide, decide_many, settle and the words of a decision.
Refuses to pay while a gate or a condition is unknown, and to leave a fen without a payer.
"""
