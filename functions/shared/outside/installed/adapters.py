"""Entry points, as packages name them in their pyproject.toml; a deployed zip holds the same table."""

from __future__ import annotations

from importlib.metadata import EntryPoint as Adapter
from importlib.metadata import entry_points

__all__ = ["Adapter", "adapters_of"]


def adapters_of(group: str) -> dict[str, Adapter]:
    """By name. Imports none of them."""
    return {one.name: one for one in entry_points(group=group)}
