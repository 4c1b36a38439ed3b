"""The verbs of the registry: the only writers."""

from anxin.registry.services.write import write_premises

__all__ = ["write_premises"]
