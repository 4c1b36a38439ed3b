"""What is answered when a request cannot even be read."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template import loader


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """A page that reads nothing of the request again, since reading it is what failed."""
    return HttpResponseBadRequest(loader.get_template("400.html").render())
