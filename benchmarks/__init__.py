"""Measurements that stand beside the promises of the product; each prints JSON. Peers run in the same run."""

from __future__ import annotations
