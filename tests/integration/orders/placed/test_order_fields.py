"""X10: what integrations keep on carts and orders; what is private reaches no buyer, in no answer and no event."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from functions.platform import app as platform
from tests.integration.catalog.support import made
from tests.integration.orders.buyer import Buyer, a_guest, a_variant, staff
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

SECRET = "only staff know this"


@pytest.fixture
def declared() -> None:
    owner = Client(platform.app, bearer("owner"))
    for key, kind, visibility in (("gift", "boolean", "public"), ("erp", "string", "private"), ("note", "string", "private")):
        body = {"resource": "order", "key": key, "type": kind, "visibility": visibility, "filterable": key != "note"}
        made(owner.post("/v1/admin/field_definitions", body))


def ready(**cart: Any) -> Buyer:
    buyer = a_guest(currency="CNY", **cart)
    buyer.add(a_variant())
    return buyer.ready()


@pytest.mark.usefixtures("declared")
def test_a_carts_metadata_goes_into_the_order_and_its_events() -> None:
    """F-C11"""
    buyer = ready(metadata={"from": "cart", "both": "cart"})
    version = buyer.client.get(buyer.cart).json["version"]
    patched = made(buyer.client.patch(buyer.cart, {"metadata": {"from": "cart", "both": "cart", "more": "x"}}))
    assert patched["metadata"]["more"] == "x"
    assert made(buyer.client.patch(buyer.cart, {"metadata": patched["metadata"]}))["version"] == version + 1, "the same again"
    body = {"cart_id": buyer.cart_id, "metadata": {"both": "order"}, "custom_fields": {"gift": True}}
    order = made(buyer.client.post("/v1/orders", body))
    assert order["metadata"] == {"from": "cart", "both": "order", "more": "x"}
    assert order["custom_fields"] == {"gift": True}
    event = events_in(OrdersTable)[0]
    assert (event.metadata, event.custom_fields) == (order["metadata"], {"gift": True})


@pytest.mark.usefixtures("declared")
def test_buyers_write_public_fields_only_and_staff_all() -> None:
    buyer = ready()
    for fields, pointer in (({"erp": "x"}, "erp"), ({"nothing": 1}, "nothing"), ({"gift": "yes"}, "gift")):
        refused = buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "custom_fields": fields})
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/custom_fields/{pointer}")
    order = made(buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "custom_fields": {"gift": True}}))
    path = f"/v1/admin/orders/{order['id']}"
    notes = {"custom_fields": {"gift": False, "erp": SECRET}, "private_metadata": {"a": SECRET}, "metadata": {"b": "seen"}}
    noted = made(staff().patch(path, notes, If_Match='"1"'))
    assert ({name: noted[name] for name in notes}, noted["version"]) == (notes, 2)
    assert made(staff().patch(path, notes))["version"] == 2, "the same again"
    assert staff().get(path).json["private_metadata"] == {"a": SECRET}
    assert staff().patch(path, {"metadata": {}}, If_Match='"1"').json["current"]["version"] == 2
    assert staff("warehouse").patch(path, {"metadata": {}}).status == 403
    token = {"X-Order-Token": order["token"]}
    for url in ("", "/timeline", "/events"):
        answer = buyer.client.get(f"/v1/orders/{order['id']}{url}", **token)
        assert answer.status == 200
        assert SECRET not in answer.text
    assert buyer.client.get(f"/v1/orders/{order['id']}", **token).json["custom_fields"] == {"gift": False}
    assert [event.type for event in events_in(OrdersTable)].count("order.edited") == 1
    assert not any(SECRET in str(event) for event in events_in(OrdersTable))


@pytest.mark.usefixtures("declared")
def test_staff_find_orders_by_filterable_fields() -> None:
    found = []
    for erp in ("E-1", "E-2"):
        buyer = ready()
        order = made(buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "custom_fields": {"gift": erp == "E-1"}}))
        made(staff().patch(f"/v1/admin/orders/{order['id']}", {"custom_fields": {"gift": erp == "E-1", "erp": erp, "note": "n"}}))
        found.append(order["id"])

    def ids(query: str) -> list[str]:
        return [row["id"] for row in staff().get(f"/v1/admin/orders?{query}").json["data"]]

    assert ids("field.erp=E-1") == found[:1]
    assert ids("field.erp=e-2&field.gift=false&status=pending_payment") == found[1:]
    assert set(ids("field.erp=E-1&field.erp=E-2")) == set(found)
    assert ids("field.erp=E-1&field.gift=false") == []
    for unknown in ("note", "nothing"):
        assert staff().get(f"/v1/admin/orders?field.{unknown}=n").code == "unknown_field"
    for value in ("nan..", "1e999..", ".."):
        assert staff().get(f"/v1/admin/orders?field.erp={value}").code == "range_unreadable"
    assert staff().get("/v1/admin/orders?field.erp=2..1").code == "range_reversed"


def test_metadata_of_cart_and_order_together_is_bounded() -> None:
    buyer = ready(metadata={f"c{n}": "x" for n in range(50)})
    refused = buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "metadata": {"one": "more"}})
    assert (refused.status, refused.code) == (422, "too_many_keys")
