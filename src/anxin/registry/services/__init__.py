"""The verbs of the registry: the only writers."""

from anxin.registry.services.demo import fill_demo
from anxin.registry.services.edit import add_plan, add_plans, add_premises, close_plan, revise_premises
from anxin.registry.services.export import export_list
from anxin.registry.services.reassess import Reassessment, reassess
from anxin.registry.services.reveal import reveal
from anxin.registry.services.write import write_premises

__all__ = [
    "Reassessment",
    "add_plan",
    "add_plans",
    "add_premises",
    "close_plan",
    "export_list",
    "fill_demo",
    "reassess",
    "reveal",
    "revise_premises",
    "write_premises",
]
