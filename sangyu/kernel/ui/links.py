"""Addresses of rooms that an installation may leave out."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(url_name: str, *args: object) -> str:
    """The address of a page; "" where its room is not mounted, so that what would link to it stays plain text."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
