"""X10: values of declared fields on products, variants and categories: typed, checked on every way in, private ones for staff only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.platform import app as platform
from tests.integration.catalog.support import catalogue_items, created, made, product_body, published, shopper, staff
from tests.support.buckets import data_bucket
from tests.support.catalogue import Merchant
from tests.support.http import Client
from tests.support.identity import bearer

SECRET = "only staff know this"
METADATA = {"k": "v"}
PRIVATE = {"erp": SECRET}


def declare(resource: str, key: str, kind: str, visibility: str = "private", **more: Any) -> dict[str, Any]:
    body = {"resource": resource, "key": key, "type": kind, "visibility": visibility} | more
    return made(Client(platform.app, bearer("owner")).post("/v1/admin/field_definitions", body))


@pytest.fixture
def declared() -> None:
    for resource in ("product", "variant", "category"):
        declare(resource, "months", "integer", "public", validation={"min": 0, "max": 120}, filterable=True)
        declare(resource, "supplier", "string")


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with data_bucket():
        yield Merchant()


FIELDS = {"months": 24, "supplier": SECRET}


@pytest.mark.usefixtures("declared")
def test_values_are_kept_typed_and_private_ones_reach_no_shopper() -> None:
    variant = {"sku": "f-1", "price": {"amount": 1, "currency": "CNY"}}
    own = {"metadata": METADATA, "private_metadata": PRIVATE, "custom_fields": FIELDS}
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}} | own))
    brand = made(staff().post("/v1/admin/brands", {"name": {"en": "Oak & Co"}, "metadata": METADATA, "private_metadata": PRIVATE}))
    product = published(category_id=category["id"], brand_id=brand["id"], variants=[variant | own], **own)
    for thing in (product, product["variants"][0], category):
        assert {name: thing[name] for name in own} == own
    assert brand["private_metadata"] == PRIVATE
    shown = shopper().get(f"/v1/products/{product['id']}")
    assert shown.json["custom_fields"] == {"months": 24}
    assert shown.json["variants"][0]["custom_fields"] == {"months": 24}
    assert shown.json["variants"][0]["metadata"] == METADATA
    tree, brands = shopper().get("/v1/categories"), shopper().get("/v1/brands")
    assert tree.json["data"][0]["custom_fields"] == {"months": 24}
    assert (tree.json["data"][0]["metadata"], brands.json["data"][0]["metadata"]) == (METADATA, METADATA)
    for answer in (shown, tree, brands, shopper().get(f"/v1/products/{product['id']}/variants")):
        assert SECRET not in answer.text
    events = [item["body"]["S"] for item in catalogue_items().values() if item.get("kind", {}).get("S") == "event"]
    assert events
    assert not any(SECRET in event for event in events)
    assert json.loads(events[0])["custom_fields"] == {"months": 24}


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"nothing": 1}, "/custom_fields/nothing", "unknown_field"),
        ({"months": "24"}, "/custom_fields/months", "invalid_field"),
        ({"months": True}, "/custom_fields/months", "invalid_field"),
        ({"months": 121}, "/custom_fields/months", "invalid_field"),
        ({"supplier": 5}, "/custom_fields/supplier", "invalid_field"),
    ],
)
def test_every_way_in_refuses_what_is_not_declared(merchant: Merchant, fields: dict[str, Any], pointer: str, code: str) -> None:
    product = created()
    variant = product["variants"][0]
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "C"}}))
    at = f"/v1/admin/products/{product['id']}"
    wanted = {"sku": variant["sku"], "price": variant["price"], "custom_fields": fields}
    for answer, where in (
        (staff().post("/v1/admin/products", product_body(custom_fields=fields)), pointer),
        (staff().patch(at, {"custom_fields": fields}), pointer),
        (staff().patch(at, {"variants": [wanted]}), f"/variants/0{pointer}"),
        (staff().post(f"{at}/variants", {"variants": [wanted | {"sku": "new"}]}), f"/variants/0{pointer}"),
        (staff().patch(f"{at}/variants/{variant['id']}", {"custom_fields": fields}), pointer),
        (staff().post("/v1/admin/categories", {"name": {"en": "D"}, "custom_fields": fields}), pointer),
        (staff().patch(f"/v1/admin/categories/{category['id']}", {"custom_fields": fields}), pointer),
    ):
        assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, code, where)
    row = {"title": {"en": "x"}, "external_id": "row", "custom_fields": fields}
    job = merchant.imported(json.dumps(row).encode(), media="application/x-ndjson")
    assert code in str(merchant.rows(job, "failed"))
    assert staff().get(at).json["version"] == 1


@pytest.mark.usefixtures("declared")
def test_what_is_not_sent_stays_and_what_is_sent_replaces() -> None:
    product = created(custom_fields=FIELDS, private_metadata=PRIVATE)
    at, variant = f"/v1/admin/products/{product['id']}", product["variants"][0]
    own = f"{at}/variants/{variant['id']}"
    made(staff().patch(own, {"custom_fields": FIELDS, "private_metadata": PRIVATE, "metadata": METADATA}))
    made(staff().patch(at, {"variants": [{"sku": variant["sku"], "price": variant["price"]}], "tags": ["x"]}))
    kept = staff().get(at).json
    assert (kept["custom_fields"], kept["private_metadata"]) == (FIELDS, PRIVATE)
    assert (kept["variants"][0]["custom_fields"], kept["variants"][0]["private_metadata"]) == (FIELDS, PRIVATE)
    changed = made(staff().patch(at, {"custom_fields": {"months": 3, "supplier": None}}))
    assert changed["custom_fields"] == {"months": 3}
    assert made(staff().patch(own, {"custom_fields": {}}))["custom_fields"] == {}


def test_a_field_with_its_own_type_is_taken_as_before_and_a_declaration_wins() -> None:
    """Catalogues written before fields could be declared stay as they are."""
    old = {"type": "text", "value": "Oak", "public": True}
    product = created(custom_fields={"wood": old})
    at = f"/v1/admin/products/{product['id']}"
    assert staff().get(at).json["custom_fields"] == {"wood": old}
    declare("product", "wood", "string")
    made(staff().patch(at, {"custom_fields": {"wood": old}}))
    assert staff().get(at).json["custom_fields"] == {"wood": "Oak"}
    assert staff().patch(at, {"custom_fields": {"wood": {"type": "number", "value": 5}}}).code == "invalid_field"


def test_values_of_a_deleted_definition_stay_and_cannot_be_written() -> None:
    one = declare("product", "months", "integer", "public")
    product = created(custom_fields={"months": 5})
    at = f"/v1/admin/products/{product['id']}"
    assert Client(platform.app, bearer("owner")).delete(f"/v1/admin/field_definitions/{one['id']}").status == 204
    made(staff().patch(at, {"tags": ["x"]}))
    assert staff().get(at).json["custom_fields"] == {"months": 5}
    assert staff().patch(at, {"custom_fields": {"months": 6}}).code == "unknown_field"


@pytest.mark.usefixtures("declared")
def test_all_values_together_are_bounded() -> None:
    declare("product", "long", "text", many=True)
    body = product_body(custom_fields={"long": ["x" * 4_000] * 5})
    assert staff().post("/v1/admin/products", body).code == "fields_too_large"


@pytest.mark.usefixtures("declared")
def test_export_and_import_carry_them(merchant: Merchant) -> None:
    own = {"metadata": METADATA, "private_metadata": PRIVATE, "custom_fields": FIELDS}
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}} | own))
    variant = {"sku": "f-9", "price": {"amount": 1, "currency": "CNY"}} | own
    product = created(category_id=category["id"], variants=[variant], **own)
    for file_format, media in (("ndjson", "application/x-ndjson"), ("shopify_csv", "text/csv")):
        exported = merchant.exported(file_format)
        assert merchant.rows(merchant.imported(exported, media=media), "unchanged") != []
        staff().patch(f"/v1/admin/products/{product['id']}", {"custom_fields": {}, "private_metadata": {}, "metadata": {}})
        staff().patch(f"/v1/admin/products/{product['id']}/variants/{product['variants'][0]['id']}", {"custom_fields": {}, "metadata": {}})
        assert merchant.rows(merchant.imported(exported + b"\n", media=media), "failed") == []
        now = staff().get(f"/v1/admin/products/{product['id']}").json
        assert ({n: now[n] for n in own}, {n: now["variants"][0][n] for n in own}) == (own, own)
