"""The kept data as files: read when a country is first asked about, one country at a time. What they are made of: infra/places_data.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


def _text(name: str) -> str:
    return (files("functions.shared.places") / "data" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, str]:
    return {line[:2]: line[3:] for line in _text("countries.txt").splitlines()}


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, and XK."""
    return frozenset(_lines())


@lru_cache(maxsize=64)
def country_data(code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_lines()[code])
    return found


@lru_cache(maxsize=1)
def country_keys() -> Mapping[str, str]:
    """From a folded name, alpha-3 code or number of a country to its code."""
    return dict(pair.split(" ") for pair in _text("country_names.txt").splitlines())


@lru_cache(maxsize=1)
def china_rows() -> list[list[str]]:
    """Code, name, further keys of each province, city and district of the mainland."""
    return [line.split("\t") for line in _text("china.tsv").splitlines()]


@lru_cache(maxsize=1)
def han_variants() -> dict[int, str]:
    before, after = _text("han.txt").splitlines()
    return str.maketrans(before, after)  # type: ignore[return-value]
