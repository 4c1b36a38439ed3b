"""Pure functions of the room: facts in, answer out; no clock, no table."""

from anxin.registry.rules.addresses import address_key, composed_address
from anxin.registry.rules.search import grams, normalised

__all__ = ["address_key", "composed_address", "grams", "normalised"]
