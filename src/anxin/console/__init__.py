"""Console: the pages of staff, one folder per desk.

Owns    views, forms, templates; no table and no rule.
Offers  addresses.
Refuses to decide: it asks a room and shows the answer.
"""
