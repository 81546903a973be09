"""Prices and assumptions of `infra/prices.yaml`, with where they are from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_suffix(".yaml")


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def as_of() -> str:
    return str(_all()["as_of"])


def price(name: str) -> float:
    """In USD."""
    return float(_all()["prices"][name]["usd"])


def assumed(name: str) -> float:
    return float(_all()["idle"][name]["value"])


def free() -> frozenset[str]:
    """Types of resources for which nothing is asked while nobody uses them."""
    return frozenset(_all()["free"])
