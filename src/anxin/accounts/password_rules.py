"""Passwords that people here would guess first: keyboard runs, pinyin words, one key held down."""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = Path(__file__).parent / "data" / "common_passwords.txt"


@cache
def _words() -> tuple[str, ...]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(words, key=len, reverse=True))


class GuessableValidator:
    """Refuse what is left with too few letters of its own once common words and digits are taken away."""

    def __init__(self, own_letters: int = 4, different: int = 6) -> None:
        self.own_letters, self.different = own_letters, different

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Raise ValidationError for a password that is easily guessed."""
        rest = password.lower()
        for word in _words():
            rest = rest.replace(word, " ")
        letters = re.sub(r"[\W\d_]", "", rest)
        if len(letters) < self.own_letters or len(set(password)) < self.different:
            raise ValidationError(
                _("These are words and key runs that are tried first. Take a few unrelated words."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("No common words or key runs alone, such as woaini1314 or 1qaz2wsx.")
