"""No cache between the shop and somebody's screen keeps what is of a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from functions.platform.service.contract import operations
from functions.shared.auth.roles import PUBLIC

CONTRACT = json.loads((Path(__file__).parents[3] / "docs/openapi.json").read_text(encoding="utf-8"))
OF_PERSONS = frozenset({"email", "phone", "street", "birth_date", "recipient", "customer_id", "login"})
OF_SHOPS = {"/v1/pickup_points": "addresses of shops", "/v1/products/{id}": "of makers, whom the law wants named"}


def _fields(schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _fields(one, seen)
    elif isinstance(schema, dict):
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name and name not in seen:
            yield from _fields(CONTRACT["components"]["schemas"][name], seen | {name})
        yield from schema.get("properties", {})
        for key, one in schema.items():
            if key != "example" and key != "examples":
                yield from _fields(one, seen)


def test_what_may_be_kept_by_caches_is_everybody_s_and_names_nobody() -> None:
    """H14: what is not declared as cacheable is `no-store` (functions/shared/http/edge.py), and so is every refusal."""
    cached = [op for op in operations() if op.cache]
    assert len(cached) > 10
    assert [str(op) for op in cached if (op.permission, op.method) != (PUBLIC, "GET")] == []
    named = {}
    for op in cached:
        answer = CONTRACT["paths"][op.path]["get"]["responses"].get("200", {}).get("content", {})
        if op.path not in OF_SHOPS and (found := OF_PERSONS & set(_fields(answer))):
            named[op.path] = sorted(found)
    assert named == {}
