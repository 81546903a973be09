"""F-C12, X04: what the contract shows as an example is taken by the operation it stands at."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.platform.service.contract import entry_modules
from functions.shared.http.app import ShopApp
from functions.shared.plain.settings import settings
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.template import contract

CONTRACT = contract()
APPS: dict[tuple[str, str], ShopApp] = {
    (operation.method, operation.path): app
    for app in (importlib.import_module(name).app for name in entry_modules())
    for operation in app.operations
}
BODIES = {
    (method.upper(), path): operation["requestBody"]["content"]["application/json"]["example"]
    for path, operations in CONTRACT["paths"].items()
    for method, operation in operations.items()
    if "example" in operation.get("requestBody", {}).get("content", {}).get("application/json", {})
}
MADE = ("/v1/admin/brands", "/v1/admin/campaigns", "/v1/admin/categories", "/v1/admin/coupons", "/v1/admin/field_definitions",
        "/v1/admin/products", "/v1/admin/tags", "/v1/admin/warehouses", "/v1/admin/tax_rates", "/v1/carts")  # fmt: skip
OUTSIDE = ("/v1/auth/", "/v1/me", "/v1/admin/reconciliations")
"""They need the identity provider, or a queue."""


@pytest.fixture(autouse=True)
def _bucket() -> None:
    boto3.client("s3").create_bucket(Bucket=settings().bucket)


@pytest.mark.parametrize("path", MADE)
def test_the_example_makes_one(path: str) -> None:
    answer = Client(APPS["POST", path], bearer("owner")).post(path, BODIES["POST", path])
    assert answer.status == 201, answer.text


@pytest.mark.parametrize(("method", "path"), [one for one in BODIES if not one[1].startswith(OUTSIDE)])
def test_no_example_is_refused_for_its_shape(method: str, path: str) -> None:
    """What it names need not exist in an empty shop."""
    answer = Client(APPS[method, path], bearer("owner")).call(method, path.replace("{", "").replace("}", ""), BODIES[method, path])
    assert answer.status in (200, 201, 202, 204, 404, 409, 422), answer.text
    assert answer.status < 400 or answer.code != "invalid", answer.text


def test_names_of_fields_are_the_same_in_requests_and_answers() -> None:
    """F-C12, F-D6: `class` is `class` on both sides; no name ends like one that had to give way to a keyword."""
    for name, schema in CONTRACT["components"]["schemas"].items():
        assert not [field for field in schema.get("properties", {}) if field.endswith("_")], name
    app = APPS["POST", "/v1/admin/coupons"]
    made = Client(app, bearer("owner")).post("/v1/admin/coupons", BODIES["POST", "/v1/admin/coupons"])
    assert made.json["rule"]["class"] == BODIES["POST", "/v1/admin/coupons"]["rule"]["class"]
    assert "class_" not in made.text


def test_problems_are_titled_in_the_readers_language() -> None:
    """F-D6: the code stays, the title is for people."""
    app = APPS["POST", "/v1/carts"]
    for language, title in (("zh-CN,en;q=0.5", "未找到"), ("en-GB", "Not found"), ("fr", "Not found"), ("", "Not found")):
        answer = Client(app, {"accept-language": language}).get("/v1/carts/cart_01JD0000000000000000000000")
        assert (answer.code, answer.json["title"]) == ("not_found", title)


def test_no_text_of_an_example_takes_a_control_character() -> None:
    """F04: one after the other in every text of every body, coupons' rules, descriptions, custom fields and numbers among them."""
    taken: list[str] = []
    for (method, path), example in BODIES.items():
        if path == "/v1/events":  # judged one by one: those are set aside, tests/integration/reports/lake/test_odd_texts.py
            continue
        client = Client(APPS[method, path], bearer("owner"))
        for pointer, body in _spoiled(example):
            answer = client.call(method, path.replace("{", "").replace("}", ""), body)
            if answer.status not in (401, 403, 422) or (answer.status == 422 and answer.code != "invalid"):
                taken.append(f"{method} {path} {pointer}: {answer.status}")
    assert taken == []


def _spoiled(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """`value` with a control character in one of its texts."""
    if isinstance(value, str):
        yield at, f"{value}\x07{value}"
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in rows:
        for pointer, spoiled in _spoiled(inner, f"{at}/{name}"):
            whole = value.copy()
            whole[name] = spoiled
            yield pointer, whole
