"""The shapes of the imports desk's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.accounts.contracts import AreaFacts


class UploadForm(forms.Form):
    """A workbook, the area it is about, and perhaps the sheet."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_(
            "Drag the file here or choose it. Title rows, merged cells and any order of columns are fine."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )
    area = forms.ChoiceField(
        label=_("Area of the ledger"), help_text=_("Rows of another area are reported, never imported.")
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=31,
        help_text=_("Leave empty to let the ledger be found: sheets laid out alike are read together."),
    )

    def __init__(self, *args: Any, areas: list[AreaFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(area.code, f"{area.name} ({area.code})") for area in areas]
