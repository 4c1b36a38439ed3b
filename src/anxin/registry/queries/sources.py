"""Where values came from, read in one query for a whole file."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from anxin.registry.contracts import SourceFacts
from anxin.registry.models import Source
from anxin.registry.terms import SourceKind


class Sources:
    """The sources a file's values name, looked up once."""

    def __init__(self, noted: Iterable[Mapping[str, Mapping[str, Any]]]) -> None:
        ids = {UUID(one["source"]) for values in noted for one in values.values() if "source" in one}
        self._rows = {str(row.pk): row for row in Source.objects.filter(pk__in=ids)}

    def of(self, noted: Mapping[str, Any] | None) -> SourceFacts | None:
        """The source of one value, or None where none was noted."""
        row = self._rows.get((noted or {}).get("source", ""))
        if row is None or noted is None:
            return None
        return SourceFacts(
            SourceKind(row.kind),
            row.label,
            row.sheet,
            noted.get("row"),
            noted.get("column", ""),
            row.by_name,
            row.at,
        )

    @property
    def are_demo(self) -> bool:
        """Whether any value is generated demo data."""
        return any(row.kind == SourceKind.DEMO for row in self._rows.values())


def demo_is_loaded() -> bool:
    """Whether this database holds generated demo data; it goes only where no real files are."""
    return Source.objects.filter(kind=SourceKind.DEMO).exists()
