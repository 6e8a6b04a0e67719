"""Migrations of the engines room."""

from __future__ import annotations
