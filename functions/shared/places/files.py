"""The kept data as files: read when a country is first asked about, one country at a time. What they are made of: infra/places_data.py."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def _text(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")


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
def _china_lines() -> Mapping[str, list[str]]:
    """By province; under "provinces" they themselves, under the empty name everything below them."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in _text("china.tsv").splitlines():
        province = line[2:6] == "0000"
        lines["provinces" if province else line[:2]].append(line)
        if not province:
            lines[""].append(line)
    return lines


def china_rows(province: str) -> list[list[str]]:
    """Code, name in simplified characters, further keys of each city and district of the province (`provinces`: of each province)."""
    return [line.split("\t") for line in _china_lines()[province]]


@lru_cache(maxsize=1)
def han_variants() -> dict[int, str]:
    before, after = _text("han.txt").splitlines()
    return str.maketrans(before, after)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _clocks() -> Mapping[str, tuple[str, ...]]:
    rows = (line.split(" ") for line in _text("clocks.txt").splitlines())
    return {code: tuple(names) for code, *names in rows}


def clocks_of_state(code: str) -> tuple[str, ...]:
    """Names of the time zones of a state or province by its ISO 3166-2 code, in countries with several; empty where they are not kept (what
    they are made of: infra/places/clocks.py)."""
    return _clocks().get(code, ())
