"""Typed readers of environment variables: a value that cannot be read stops the start, loudly."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingError(SystemExit):
    """A setting is missing or unreadable; the message says which and what to write."""


def text(name: str, default: str | None = None) -> str:
    """A string; SettingError when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingError(f"{name} is not set; set it in the environment and start again")
    return value


def flag(name: str, default: bool) -> bool:
    """A yes/no written as 1/0, true/false, yes/no or on/off."""
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() not in words:
        raise SettingError(f"{name}={raw!r} is neither yes nor no; write 1 or 0")
    return words[raw.lower()]


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if not raw.isdigit():
        raise SettingError(f"{name}={raw!r} is not a whole number")
    return int(raw)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """An absolute path."""
    return Path(os.environ.get(name) or default).resolve()


def database(url: str) -> dict[str, object]:
    """A ``postgresql://user:password@host:port/name?host=/socket/dir`` URL as Django's settings.

    Raises:
        SettingError: another scheme, or no database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError(f"the database must be PostgreSQL, not {parts.scheme or 'an empty URL'!r}")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("the database URL names no database")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
