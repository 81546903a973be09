"""What the contract takes from people is listed with where it is kept: a new field is looked at before it is there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from functions.privacy.model.registry import REGISTRY
from tests.architecture.personal.of_the_shop import OTHERS
from tests.architecture.personal.ways_in import ELSEWHERE, PERSONAL

ROOT = Path(__file__).parents[3]
CONTRACT = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
_CHOICES = ("enum", "const")


def _texts(schema: Mapping[str, Any], known: Mapping[str, Any], holder: str, field: str, seen: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(schema, field) of every text that is no choice, and of whatever may be anything."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from _texts(known[name], known, name, "", seen | {name})
        return
    parts = [one for way in ("anyOf", "oneOf", "allOf") for one in schema.get(way, [])]
    for one in parts:
        yield from _texts(one, known, holder, field, seen)
    kind, free = schema.get("type"), not any(word in schema for word in _CHOICES)
    if kind == "object":
        for name, one in schema.get("properties", {}).items():
            yield from _texts(one, known, holder, f"{field}.{name}".strip("."), seen)
        further = schema.get("additionalProperties")
        if further:
            yield from _texts(further, known, holder, f"{field}.*", seen) if isinstance(further, dict) else [(holder, f"{field}.*")]
        elif not schema.get("properties") and further is not False:
            yield holder, f"{field}.*"
    elif kind == "array":
        yield from _texts(schema.get("items", {}), known, holder, f"{field}.[]", seen)
    elif kind == "string" and free:
        yield holder, field
    elif kind is None and free and not parts:
        yield holder, f"{field}.?"


def texts_of(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(schema, field) of the texts that an operation takes in a body."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _texts(content.get("schema", {}), CONTRACT["components"]["schemas"], "", "", frozenset())


def taken() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in CONTRACT["paths"].values():
        for operation in path.values():
            for holder, field in texts_of(operation):
                found[holder or "raw"].add(field)
    return dict(found)


def listed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for holder, places in PERSONAL.items():
        for fields in places.values():
            found[holder] += fields.split()
    for holder, text in OTHERS.items():
        found[holder] += text.split()
    return dict(found)


def test_every_text_that_comes_in_is_listed_once() -> None:
    """Must hold of an erasure: every way in. A new field goes into `ways_in.py`, and if it is personal, into the registry."""
    known, there = listed(), taken()
    assert {holder: sorted(fields) for holder, fields in there.items()} == {holder: sorted(fields) for holder, fields in known.items()}


def test_where_it_is_kept_is_in_the_registry() -> None:
    """H14: and what becomes of it is said there."""
    kinds = {f"{one.table} {one.kind}" for one in REGISTRY} | set(ELSEWHERE)
    assert {place for places in PERSONAL.values() for place in places} <= kinds


def test_the_table_of_personal_data_tells_of_every_kind() -> None:
    """docs/personal-data.md: a row names the table and the kind."""
    rows = [line.partition("|")[2].partition("|")[0].lower() for line in (ROOT / "docs/personal-data.md").read_text("utf-8").splitlines()]
    missing = [
        f"{one.table}: {one.kind}"
        for one in REGISTRY
        if one.kind != "event" and not any(one.table in row and (one.kind in row or one.kind.replace("_", " ") in row) for row in rows)
    ]
    assert missing == []
