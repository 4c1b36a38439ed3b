"""Config: how the house is switched on.

Owns    settings, the root URLs, the two entry points (ASGI, command line), launching of the parts.
Offers  nothing to other rooms: it stands on the top floor.
Refuses to start on a setting it cannot read.
"""
