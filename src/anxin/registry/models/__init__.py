"""The tables of the registry, by noun."""

from anxin.registry.models.equipment import Equipment
from anxin.registry.models.premises import NumberSeries, Plan, Premises
from anxin.registry.models.source import Source
from anxin.registry.models.verdict import Verdict
from anxin.registry.models.workbook import ImportBatch, ImportRow, RememberedMapping

__all__ = [
    "Equipment",
    "ImportBatch",
    "ImportRow",
    "NumberSeries",
    "Plan",
    "Premises",
    "RememberedMapping",
    "Source",
    "Verdict",
]
