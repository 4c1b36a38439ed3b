"""The expression language of packs: Python's syntax, an allow-list of its meaning.

Owns    the typed tree, its parser and type rules, and its two compilers.
Offers  parse, python_function, column.
Refuses loops, attributes other than p.name, other calls, division, and numbers that are not parameters.
"""
