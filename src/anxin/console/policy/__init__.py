"""The policy desk: the document, what the pack makes of it, and what rests on each clause.

Owns    pages only; everything it shows comes from the pack.
Offers  policy:clause (pack, clause id), policy:requirement (pack, id), policy:reading (pack, id).
Refuses strangers: any signed-in person may read it, nobody may change it here.
"""
