"""Lists and single things for staff of one merchant or one warehouse only (ADR 81)."""

from __future__ import annotations

import pytest

from functions.catalog.app import app as catalog
from functions.orders.store.parcels.whose import whose_orders
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from tests.integration.access.marketplace import Marketplace, all_ids, door, ids, opened, somebody
from tests.integration.invoices.billing import Sale, hear, sells
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.identity import bearer

PARCELS = "/v1/admin/shipments?status=DELIVERED"


@pytest.fixture
def market() -> Marketplace:
    return opened()


def test_a_merchant_lists_their_own_orders_alone_and_sees_their_part_of_them(market: Marketplace) -> None:
    """H07"""
    first, second = market.theirs["1"], market.theirs["2"]
    alone, both, other, own = market.order(first), market.order(first, second), market.order(second), market.order(market.own)
    market.send(both, (0, "w1"), (1, "w2"))
    one, two, shop, all_three = (somebody(merchants=names) for names in (("m1",), ("m2",), ("platform",), ("m1", "m2", "platform")))
    path = "/v1/admin/orders"
    everything = [own["id"], other["id"], both["id"], alone["id"]]
    assert all_ids(path, 1, one) == [both["id"], alone["id"]]
    assert all_ids(path, 2, two) == [other["id"], both["id"]]
    assert all_ids(path, 2, shop) == [own["id"]]
    assert all_ids(path, 3, all_three) == everything == all_ids(path, 3, bearer("owner"))
    assert all_ids(path, 5, somebody(merchants=("m1", "m2"))) == everything[1:]
    assert ids(door.get(f"{path}?phone=13800000000", **one)) == [both["id"], alone["id"]]
    assert ids(door.get(f"{path}?status=delivered", **one)) == [both["id"]]
    assert ids(door.get(f"{path}?number={other['number']}", **one)) == ids(door.get(f"{path}?q={other['id']}", **one)) == []
    assert ids(door.get(f"{path}?number={both['number']}", **one)) == [both["id"]]
    # A cursor is no way into another's list.
    cursor = door.get(f"{path}?limit=1", **bearer("owner")).json["next_cursor"]
    assert door.get(f"{path}?limit=1&cursor={cursor}", **one).code == "invalid_cursor"

    row = next(r for r in door.get(path, **one).json["data"] if r["id"] == both["id"])
    assert (row["line_count"], row["totals"]["total"]["amount"], row["totals"]["shipping"]["amount"]) == (1, 5900, 0)
    seen, whole = (door.get(f"{path}/{both['id']}", **who).json for who in (one, bearer("owner")))
    assert [line["id"] for line in seen["lines"]] == [both["lines"][0]["id"]]
    assert (seen["totals"]["total"]["amount"], seen["payments"], seen["lines"][0]["delivered_quantity"]) == (5900, [], 1)
    assert (len(whole["shipments"]), len(seen["shipments"]), whole["totals"]["total"]["amount"]) == (2, 1, 2 * 5900)
    text = door.get(f"{path}/{both['id']}", **one).text
    assert both["lines"][1]["id"] not in text
    assert second not in text
    for foreign in (other, own):
        assert door.get(f"{path}/{foreign['id']}", **one).code == "out_of_scope"
    # Shoppers' paths are no way round: there they are a customer like any other.
    for way in ("", "/timeline", "/tracking", "/events"):
        assert door.get(f"/v1/orders/{both['id']}{way}", **one).status == 404, way
        assert door.get(f"/v1/orders/{both['id']}{way}", **bearer("owner")).status == 200, way


def test_parcels_exceptions_and_papers_follow_whose_they_are(market: Marketplace) -> None:
    """H07"""
    first, second = market.theirs["1"], market.theirs["2"]
    both, alone = market.order(first, second), market.order(first)
    mine, foreign = market.send(both, (0, "w1"), (1, "w2"))
    (last,) = market.send(alone, (0, "w1"))
    for who in (somebody(merchants=("m1",)), somebody("warehouse", warehouses=("w1",))):
        assert all_ids(PARCELS, 1, who) == [last, mine]
        assert ids(door.get(f"/v1/admin/orders/{both['id']}/shipments", **who)) == [mine]
        assert door.get(f"/v1/admin/orders/{both['id']}/shipments/{mine}", **who).status == 200
        label = door.get(f"/v1/admin/orders/{both['id']}/shipments/{mine}/label.pdf", accept="application/pdf", **who)
        assert label.status == 200
        refused = [f"/v1/admin/orders/{both['id']}/shipments/{foreign}{end}" for end in ("", "/label.pdf")]
        assert {door.get(path, **who).code for path in refused} == {"out_of_scope"}
        assert door.post("/v1/admin/shipments/labels", {"shipment_ids": [mine, foreign]}, **who).code == "out_of_scope"
        assert door.post("/v1/admin/orders/pick_lists", {"order_ids": [both["id"]]}, **who).code == "out_of_scope"
        assert ids(door.get("/v1/admin/exceptions", **who)) == []
    assert all_ids(PARCELS, 1, somebody(merchants=("m1",), warehouses=("w2",))) == []
    assert all_ids(PARCELS, 2, somebody(merchants=("platform",))) == []


def test_a_warehouse_lists_orders_that_it_has_a_parcel_of(market: Marketplace) -> None:
    """H07: also of an order from before it said where its parcels are."""
    first, second = market.theirs["1"], market.theirs["2"]
    both, alone, waiting = market.order(first, second), market.order(first), market.order(first)
    market.send(both, (0, "w1"), (1, "w2"))
    market.send(alone, (0, "w1"))
    packer, north = somebody("warehouse", warehouses=("w1",)), somebody("warehouse", warehouses=("w2",))
    path = "/v1/admin/orders"
    assert all_ids(path, 1, packer) == [alone["id"], both["id"]]
    assert all_ids(path, 1, north) == [both["id"]]
    seen = door.get(f"{path}/{both['id']}", **north).json
    assert ([one["lines"][0]["line_id"] for one in seen["shipments"]], seen["payments"], seen["risk"]) == (
        [both["lines"][1]["id"]],
        [],
        None,
    )
    for foreign in (waiting, alone):
        assert door.get(f"{path}/{foreign['id']}", **north).code == "out_of_scope"
    record = OrderRecord.get(order_pk(both["id"]), ORDER_SK)
    assert record.warehouses == '["w1", "w2"]'
    record.update([OrderRecord.warehouses.remove()])
    assert all_ids(path, 1, north) == [both["id"]]
    assert whose_orders([both["id"], "ord_none"])[both["id"]].warehouses == {"w1", "w2"}
    for closed in ("invoices", "orders/held", "orders/check", "draft_orders", "complaints"):
        assert door.get(f"/v1/admin/{closed}", **north).status == 403, closed


def test_invoices_of_one_merchant_s_goods_are_theirs(market: Marketplace) -> None:
    """H07"""
    sells()
    first, second = market.theirs["1"], market.theirs["2"]
    orders = [market.order(first), market.order(first, second), market.order(market.own)]
    documents = []
    for order in orders:
        sale = Sale(order, Client(catalog))
        with data_bucket():
            hear(sale)
        documents += [one.id for one in sale.documents]
    assert len(documents) == 3, "each has one"
    path, one, shop = "/v1/admin/invoices", somebody(merchants=("m1",)), somebody(merchants=("platform",))
    assert all_ids(path, 1, one) == documents[:1]
    assert all_ids(path, 1, shop) == documents[2:]
    assert all_ids(path, 2, somebody(merchants=("m1", "m2", "platform"))) == documents[::-1]
    assert ids(door.get(f"{path}?q={orders[1]['number']}", **one)) == []
    assert door.get(f"{path}/{documents[0]}", **one).status == 200
    for foreign in documents[1:]:
        assert {door.get(f"{path}/{foreign}{end}", **one).code for end in ("", "/invoice.pdf", "/invoice.xml")} == {"out_of_scope"}
    assert door.get(f"/v1/admin/orders/{orders[1]['id']}/invoice.pdf", **one).code == "out_of_scope"


def test_products_are_made_and_listed_for_one_merchant(market: Marketplace) -> None:
    """H07"""
    one, two, shop = (somebody(merchants=(name,)) for name in ("m1", "m2", "platform"))
    path = "/v1/admin/products"

    def make(slug: str, who: dict[str, str], **more: str) -> str:
        made = door.post(path, {"title": {"en": slug}, "slug": slug, **more}, **who)
        assert made.status == 201, made.text
        return str(made.json["id"])

    own = make("own", bearer("owner"))
    mine = [make(f"mine-{n}", one) for n in range(3)]
    other = make("other", bearer("owner"), merchant_id="m2")
    assert [door.get(f"{path}/{one_}", **bearer("owner")).json["merchant_id"] for one_ in (own, mine[0], other)] == ["platform", "m1", "m2"]
    assert door.post(path, {"title": {"en": "x"}, "merchant_id": "m2"}, **one).code == "out_of_scope"
    assert door.post(path, {"title": {"en": "x"}}, **somebody(merchants=("m1", "m2"))).code == "out_of_scope"
    assert all_ids(path, 2, one) == mine[::-1]
    assert all_ids(path, 1, two) == [other]
    assert all_ids(path, 2, shop) == [own]
    assert ids(door.get(f"{path}?status=published", **one)) == []
    assert all_ids(path, 2, somebody(merchants=("m1", "m2"))) == [other, *mine[::-1]]
    for foreign in (own, other):
        assert door.get(f"{path}/{foreign}", **one).code == "out_of_scope"
        assert door.patch(f"{path}/{foreign}", {"tags": ["x"]}, **one).code == "out_of_scope"
        assert door.post(f"{path}/{foreign}/publish", None, **one).code == "out_of_scope"
    assert door.patch(f"{path}/{mine[0]}", {"tags": ["wood"]}, **one).json["tags"] == ["wood"]
    assert door.patch(f"{path}/{mine[0]}", {"merchant_id": "m2"}, **one).status in (400, 422)
