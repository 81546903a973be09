"""X13: a channel sells what lies in its warehouses, and nothing of the others."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.app import app as catalog_app
from functions.orders.app import app as orders_app
from functions.orders.carts import promoted
from functions.orders.store.order_check import findings
from functions.orders.store.shipments import parcels_of
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk, warehouse_sk
from tests.integration.access.key_makers import a_person
from tests.integration.catalog.support import published
from tests.integration.orders.amending.amended import amend, more
from tests.integration.orders.buyer import Buyer, captured, counted, stock_of
from tests.integration.orders.money_moves import told
from tests.integration.orders.planning.shelves import a_warehouse, in_parcels, lying, planned
from tests.integration.pricing.shop import GOLD, lists, staff
from tests.support.http import Answer, Client
from tests.support.races import in_between

PATH = "/v1/admin/price_lists/channels"
KIOSK = {"id": "kiosk", "name": "Kiosk", "warehouses": ["w2"]}


def set_to(*wanted: dict[str, Any], **headers: str) -> Answer:
    return staff().put(PATH, {"channels": list(wanted)}, **headers)


def sold(*wanted: dict[str, Any]) -> None:
    a_warehouse("w2")
    version = staff().get(PATH).json["version"]
    made = set_to(*wanted, **{"if-match": str(version)})
    assert made.status == 200, made.text


def key(channel: str) -> dict[str, str]:
    return {"x-api-key": a_person("manager").make(kind="publishable", channel=channel).json["secret"]}


def by(headers: dict[str, str]) -> Buyer:
    made = Client(orders_app, headers).post("/v1/carts", {})
    return Buyer(Client(orders_app, headers | {"x-cart-token": made.json["token"]}), made.json["id"])


def told_of(buyer: Buyer) -> list[tuple[str, int | None]]:
    return [(one["code"], one["available"]) for one in buyer.preview()["lines"][0]["notices"]]


def test_a_channel_sells_and_sends_what_lies_in_its_warehouses() -> None:
    """X13: three pieces in main, two in the kiosk's. It sells two, from there; what it sold is sent from there whatever is set later."""
    sold(KIOSK)
    variant = lying(main=3, w2=2)
    buyer = by(key("kiosk"))
    buyer.add(variant, 3)
    buyer.ready()
    assert told_of(buyer) == [("out_of_stock", 2)]
    assert (buyer.place().code, stock_of(variant)) == ("out_of_stock", (5, 0))
    line = buyer.client.get(buyer.cart).json["lines"][0]["id"]
    assert buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 2}).status == 200
    order = buyer.place(buyer.preview()["preview_hash"])
    assert (order.status, stock_of(variant)) == (201, (3, 2)), order.text
    sold(KIOSK | {"warehouses": []})
    told(captured(order.json, f"pay_{order.json['id']}"))
    planned()
    assert in_parcels(order.json) == [("w2", {variant: 2})]
    assert findings(parcels_of(order.json["id"])) == []


def test_a_cart_of_another_channel_does_not_get_its_stock() -> None:
    """X13: whoever holds the cart's token but not the key buys from where their own channel sells."""
    sold(KIOSK, {"id": "web", "name": "Web", "warehouses": ["main"]})
    variant = lying(main=0, w2=4)
    buyer = by(key("kiosk"))
    buyer.add(variant, 2)
    buyer.ready()
    assert told_of(buyer) == []
    copied = Buyer(Client(orders_app, {"x-cart-token": buyer.client.headers["x-cart-token"]}), buyer.cart_id)
    assert told_of(copied) == [("out_of_stock", 0)]
    assert (copied.place().code, stock_of(variant)) == ("out_of_stock", (4, 0))
    assert buyer.place().status == 201


def test_pages_tell_what_is_there_in_the_channel() -> None:
    """X13: out of stock in the kiosk, in stock for everybody else; no cache hands one's answer to the other."""
    sold(KIOSK)
    product = published(variants=[{"sku": "MUG-K", "price": {"amount": 5900, "currency": "CNY"}}])
    variant, headers = product["variants"][0]["id"], key("kiosk")
    for path in (f"/v1/products/{product['id']}", f"/v1/products/{product['id']}/variants"):
        seen = [Client(catalog_app, one).get(path) for one in (headers, {})]
        states = [(one.json.get("variants") or one.json["data"])[0]["stock_state"] for one in seen]
        assert states == ["out_of_stock", "in_stock"]
        assert seen[0].headers["cache-control"] == "private, no-store"
        assert "X-Api-Key" in seen[1].headers["vary"]
    ShelfRecord(pk=variant_pk(variant), sk=warehouse_sk("w2"), kind="shelf", on_hand=2).save()
    StockRecord.get(variant_pk(variant), STOCK_SK).update([StockRecord.available.add(2)])
    assert Client(catalog_app, headers).get(f"/v1/products/{product['id']}").json["stock_state"] == "low_stock"


def test_the_reservation_itself_holds_the_channel_s_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    """X13: two buy the channel's last piece at one moment; the counter has more, but it lies elsewhere."""
    sold(KIOSK)
    variant, headers = lying(main=5, w2=1), key("kiosk")
    first, second = by(headers), by(headers)
    for buyer in (first, second):
        buyer.add(variant)
        buyer.ready()
    in_between(monkeypatch, promoted, "staying", second.place)
    assert (first.place().code, stock_of(variant)) == ("out_of_stock", (5, 1))


def test_what_is_added_to_an_order_comes_from_its_channel() -> None:
    """X13: staff add what the order's channel has, and no more."""
    sold(KIOSK)
    variant, other = lying(main=3, w2=2), lying(main=9, w2=1)
    buyer = by(key("kiosk"))
    buyer.add(variant)
    order = buyer.ready().place().json
    refused = amend(order, **more(other, 2))
    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert amend(order, **more(other, 1)).status == 200


def test_placing_takes_a_request_more_where_a_channel_has_warehouses() -> None:
    """X13: one, for what lies there; a shop whose channels sell from everywhere pays none."""
    sold(KIOSK)
    variant = lying(main=3, w2=2)
    taken = []
    for headers in (key("kiosk"), key("app")):
        buyer = by(headers)
        buyer.add(variant)
        buyer.ready()
        with counted() as requests:
            assert buyer.place().status == 201
        taken.append(requests)
    assert taken[0] - taken[1] == {"BatchGetItem": 1}, taken
    assert sum(taken[0].values()) <= 5, taken


def test_what_cannot_be_a_channel_is_refused_and_nothing_changes() -> None:
    """X13: named twice, warehouses that there are not, and what is stale."""
    a_warehouse("w2")
    lists(GOLD | {"channels": ["kiosk"]})
    made = set_to(KIOSK)
    assert made.json["channels"] == [KIOSK | {"price_lists": ["gold"]}]
    for body, code in (
        ([KIOSK, KIOSK], "named_twice"),
        ([KIOSK | {"warehouses": ["w2", "nowhere"]}], "unknown_warehouse"),
        ([KIOSK | {"id": "Кiosk"}], "string_pattern_mismatch"),
        ([KIOSK | {"name": " "}], "string_too_short"),
    ):
        refused = set_to(*body)
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, code), refused.text
    refused = set_to(KIOSK | {"warehouses": ["w2", "nowhere"]})
    assert refused.json["errors"][0]["pointer"] == "/channels/0/warehouses/1"
    assert set_to(**{"if-match": "7"}).status == 409
    assert staff().get(PATH).json == made.json
    assert staff("support").put(PATH, {"channels": []}).status == 403
