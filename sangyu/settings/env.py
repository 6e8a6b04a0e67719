"""Typed readers of environment variables. A secret NAME may come from the file named by NAME_FILE."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


class SettingError(RuntimeError):
    """A setting is missing or malformed; the text names it."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"True", "False"}:
        raise SettingError(f"{name} must be True or False, not {value!r}.")
    return value == "True"


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise SettingError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def items(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str, default: str | None = None) -> str:
    file = os.environ.get(f"{name}_FILE")
    if file:
        path = Path(file)
        if not path.is_file():
            raise SettingError(f"{name}_FILE names {file}, which is not there.")
        return path.read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise SettingError(f"{name} (or {name}_FILE) must be set; `sangyu keys create` makes one.")
    return value


def database(url: str) -> dict[str, object]:
    """A Django database entry from postgresql://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(
            "DATABASE_URL must begin with postgresql://; Sangyu runs on PostgreSQL only."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "sangyu.kernel.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "TEST": {"NAME": "test_sangyu"},
    }
