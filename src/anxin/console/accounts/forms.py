"""Shapes of what is typed at the accounts desk; whether it is allowed is the room's business."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.accounts import queries
from anxin.accounts.terms import COMPANY_KINDS, AreaKind, Role


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=gettext_lazy("Log-in name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """As it is kept: without blanks, in lower case, so that a lock-out counts one name once."""
        return str(self.cleaned_data["username"]).strip().lower()


class CodeForm(forms.Form):
    """A code of six digits, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> str:
        """Authenticators show a gap in the middle."""
        return "".join(str(self.cleaned_data["code"]).split()).lower()


class PasswordForm(forms.Form):
    """The present password and a new one, typed twice."""

    old_password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy(
            "At least 12 characters; a few unrelated words are best. No names, no key runs, no common words."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: AbstractBaseUser, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean_password(self) -> str:
        """Hold it against the rules of the house."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)  # type: ignore[arg-type]  # any of ours
        return password

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned.get("again") != cleaned["password"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class AccountForm(forms.Form):
    """Who a person is."""

    username = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$",
        label=gettext_lazy("Log-in name"),
        help_text=gettext_lazy("3 to 40 letters, digits, points or dashes; it stays for ever."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=gettext_lazy("Person's name"), max_length=40)
    organisation = forms.UUIDField(label=gettext_lazy("Organisation"), required=False, widget=forms.Select)
    phone = forms.RegexField(
        regex=r"^[0-9+ -]{5,20}$", label=gettext_lazy("Telephone"), required=False, empty_value=""
    )

    def __init__(self, *args: Any, with_username: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        if not with_username:
            del self.fields["username"]
        chosen = self.fields["organisation"].widget
        if isinstance(chosen, forms.Select):
            chosen.choices = [("", _("none"))] + [(str(o.id), o.name) for o in queries.organisations()]


class GrantForm(forms.Form):
    """A role, its reach, its last day."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    area = forms.CharField(
        label=gettext_lazy("Area"),
        required=False,
        help_text=gettext_lazy("For roles of an office: all that lies in it."),
        widget=forms.Select,
    )
    organisation = forms.UUIDField(
        label=gettext_lazy("Company"),
        required=False,
        help_text=gettext_lazy("For roles of a company: its own customers."),
        widget=forms.Select,
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        longest: int = settings.GRANT_LONGEST_DAYS
        more.setdefault("initial", {"ends_on": today + timedelta(days=longest - 1)})
        super().__init__(*args, **more)
        for name, choices in (("area", _areas()), ("organisation", _companies())):
            widget = self.fields[name].widget
            if isinstance(widget, forms.Select):
                widget.choices = [("", "—"), *choices]
        self.fields["ends_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=longest)).isoformat(),
        }


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def _areas() -> list[tuple[str, str]]:
    """Districts, towns and villages with their path; grids by their code, typed in the address, are rare."""
    found = queries.areas_within("")
    return [(area.code, area.path_name) for area in found if area.kind is not AreaKind.GRID] + [
        (area.code, area.path_name) for area in found if area.kind is AreaKind.GRID
    ]


def _companies() -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.organisations(*COMPANY_KINDS)]
