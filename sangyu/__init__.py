"""Sangyu 桑榆: the operating system of a city's eldercare."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _installed


def version() -> str:
    """The version of the installed product; "0" in a bare checkout."""
    try:
        return _installed("sangyu")
    except PackageNotFoundError:
        return "0"
