"""Registry: one premises, one file (一户一档).

Owns    premises (resident and catering), their equipment, where each value came from, the
        ledger workbooks that offices upload, and the verdict of every file against the standard.
Offers  services (verbs), queries (nouns), contracts, terms. The rest is private.
Refuses a row outside the actor's reach, a value without a source, a workbook it cannot read safely.
"""
