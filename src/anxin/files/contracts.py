"""What other rooms may hold of a stored file."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One stored file."""

    id: UUID
    sha256: str
    name: str
    size_bytes: int
