"""Shapes of what is typed at the areas desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.accounts import queries
from anxin.accounts.contracts import Actor
from anxin.accounts.services import OrganisationDraft
from anxin.accounts.terms import COMPANY_KINDS, AreaKind, OrganisationKind, Permission


class NameForm(forms.Form):
    """The name of a grid."""

    name = forms.CharField(label=_("Name"), max_length=60)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class OrganisationForm(forms.Form):
    """A company."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(one.value, one.label) for one in OrganisationKind if one in COMPANY_KINDS]
    )
    name = forms.CharField(label=_("Name as registered"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=18, required=False, empty_value=""
    )
    area = forms.ChoiceField(label=_("Area"))
    gas_kinds = forms.MultipleChoiceField(
        label=_("Gas supplied"),
        choices=[("piped", _("Piped gas")), ("bottled", _("Bottled gas"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, kind: OrganisationKind | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind is not None:  # what an organisation is does not change
            self.fields["kind"] = forms.ChoiceField(
                choices=[(kind.value, kind.label)], initial=kind.value, widget=forms.HiddenInput
            )
        towns = (AreaKind.DISTRICT, AreaKind.TOWN, AreaKind.DEVELOPMENT_ZONE)
        reach = actor.reach(Permission.ORGANISATIONS_MANAGE).area_codes
        areas = {area.code: area.name for code in reach for area in queries.areas_within(code, *towns)}
        field = self.fields["area"]
        if isinstance(field, forms.ChoiceField):
            field.choices = sorted(areas.items())

    def draft(self) -> OrganisationDraft:
        """What was typed, as the room takes it."""
        said = self.cleaned_data
        return OrganisationDraft(
            kind=OrganisationKind(said["kind"]),
            name=said["name"],
            short_name=said["short_name"],
            area_code=said["area"],
            credit_code=said["credit_code"].strip().upper(),
            gas_kinds=tuple(said["gas_kinds"]),
        )
