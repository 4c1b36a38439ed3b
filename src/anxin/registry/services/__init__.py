"""The verbs of the registry: the only writers."""

from anxin.registry.services.reassess import Reassessment, reassess
from anxin.registry.services.write import write_premises

__all__ = ["Reassessment", "reassess", "write_premises"]
