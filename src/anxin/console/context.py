"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor, for the frame of the page."""
    return {"actor": getattr(request, "actor", None)}
