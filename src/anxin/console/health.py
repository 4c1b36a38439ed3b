"""Whether the parts are there."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from anxin.console.access import anyone


@anyone
def health(_request: HttpRequest) -> JsonResponse:
    """200 with the database's answer; anything else is not healthy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
