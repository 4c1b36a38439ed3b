"""What a form says about the shape of a request."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from anxin.kernel import Invalid


def or_refuse(form: forms.Form) -> dict[str, Any]:
    """The cleaned values, for a form that has no page of its own to show its errors on.

    Raises:
        Invalid: with a sentence per field.
    """
    if form.is_valid():
        return form.cleaned_data
    fields = {
        name: f"{form.fields[name].label if name in form.fields else ''} {' '.join(map(str, errors))}".strip()
        for name, errors in form.errors.items()
    }
    raise Invalid(_("Something is missing or does not fit."), fields=fields)
