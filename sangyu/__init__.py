"""Sangyu 桑榆: the operating system of a city's eldercare."""

from __future__ import annotations
