"""No address without a declared rule: who may open it stands beside the view."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from anxin.accounts.terms import Permission
from anxin.console.access import Rule, requires, signed_in


def addresses(patterns, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the platform with its pattern."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern), entry


def unguarded(patterns) -> list[str]:
    """The addresses whose view declares nothing."""
    return [
        address
        for address, entry in addresses(patterns)
        if not isinstance(getattr(entry.callback, "access", None), Rule)
    ]


def test_every_address_declares_who_may_open_it():
    """A view without requires, signed_in or anyone fails the build."""
    assert unguarded(get_resolver().url_patterns) == []


def test_a_view_without_a_rule_is_found():
    """Broken twin: the walk would see a forgotten view."""

    def forgotten(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    guarded = signed_in()(forgotten)
    assert unguarded([path("forgotten/", forgotten), path("mine/", guarded)]) == ["forgotten/"]


def test_requires_names_a_permission():
    """An empty list of permissions is a mistake, not an open door."""
    with pytest.raises(TypeError):
        requires()


def test_rules_can_be_read_from_the_view():
    """The rule stays readable, so that the matrix of roles can be generated."""
    view = requires(Permission.ACTS_VIEW)(lambda _request: HttpResponse())
    assert view.access.permissions == {Permission.ACTS_VIEW}
    assert signed_in()(lambda _request: HttpResponse()).access == Rule()
