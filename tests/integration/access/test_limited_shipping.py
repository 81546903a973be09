"""What staff of one merchant send by hand: their lines, and no others (ADR 102)."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.shipments import parcels_of
from tests.integration.access.marketplace import Marketplace, door, opened, somebody
from tests.support.http import Answer
from tests.support.identity import bearer


@pytest.fixture
def market() -> Marketplace:
    return opened()


def sent(order: Any, who: dict[str, str], *lines: int, waybill: str = "W1", **more: Any) -> Answer:
    wanted = [{"line_id": order["lines"][n]["id"], "quantity": 1} for n in lines]
    body = {"carrier": "manual", "waybill": waybill, "lines": wanted, **more}
    return door.post(f"/v1/admin/orders/{order['id']}/shipments", body, **who)


def test_a_merchant_sends_their_lines_and_no_others(market: Marketplace) -> None:
    """H07: of an order of two they send their part; the other's stays where it is."""
    first, second = market.theirs["1"], market.theirs["2"]
    both, foreign = market.order(first, second), market.order(second)
    one = somebody(merchants=("m1",))
    wishes: list[tuple[tuple[int, ...], dict[str, Any]]] = [
        ((1,), {}),
        ((0, 1), {}),
        ((0,), {"ship_unpaid": True}),
        ((0,), {"ship_disputed": True}),
        ((0,), {"ship_refunded": True}),
    ]
    for lines, more in wishes:
        refused = sent(both, one, *lines, **more)
        assert (refused.status, refused.code, refused.json["merchants"]) == (403, "out_of_scope", ["m1"])
    assert sent(foreign, one, 0).code == "out_of_scope"
    made_up = {"carrier": "manual", "waybill": "W1", "lines": [{"line_id": "line_none", "quantity": 1}]}
    assert door.post(f"/v1/admin/orders/{foreign['id']}/shipments", made_up, **one).code == "out_of_scope"
    assert door.post(f"/v1/admin/orders/{both['id']}/shipments", made_up, **one).code == "unknown_line"
    assert door.post("/v1/admin/orders/ord_none/shipments", made_up, **one).status == 404
    assert parcels_of(both["id"]).shipments == []

    parcel = sent(both, one, 0)
    assert (parcel.status, [line["line_id"] for line in parcel.json["lines"]]) == (201, [both["lines"][0]["id"]])
    assert sent(both, one, 0, waybill="W2").code == "quantity_exceeds_ordered"
    assert sent(both, somebody(merchants=("m2",)), 1, waybill="W3").status == 201
    order = door.get(f"/v1/admin/orders/{both['id']}", **bearer("owner")).json
    assert (order["status"], order["fulfilment_status"], len(order["shipments"])) == ("shipped", "fulfilled", 2)


def test_the_shop_s_own_lines_are_platform_s(market: Marketplace) -> None:
    """H07: who acts for the shop itself sends none of a merchant's, and the other way round."""
    both = market.order(market.own, market.theirs["1"])
    shop, one = somebody(merchants=("platform",)), somebody(merchants=("m1",))
    assert (sent(both, shop, 1).code, sent(both, one, 0).code) == ("out_of_scope", "out_of_scope")
    assert sent(both, shop, 0).status == 201


def test_limits_of_both_kinds_hold_at_once(market: Marketplace) -> None:
    """H07"""
    order = market.order(market.theirs["1"])
    packer = somebody("warehouse", merchants=("m1",), warehouses=("w1",))
    assert sent(order, packer, 0).code == "out_of_scope"
    assert sent(order, packer, 0, warehouse_id="w2").code == "out_of_scope"
    assert sent(order, packer, 0, warehouse_id="w1").status == 201
