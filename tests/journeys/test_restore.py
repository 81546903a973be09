"""Everything is lost and comes back: `shop backup` and `shop restore` against the running shop."""

from __future__ import annotations

from tests.journeys.behind import Behind
from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop, eventually


def test_what_was_lost_comes_back_and_the_next_purchase_works(served: Served, shop: Shop, behind: Behind) -> None:
    variant = shop.a_variant(stock=5)
    order, own = shop.paid_order(variant["id"])
    shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"])
    served.command("backup", "create", "before-the-loss")
    assert "before-the-loss" in served.command("backup", "list")
    behind.lose_order(order["id"])
    assert shop.call("GET", f"/v1/orders/{order['id']}", **own).status == 404

    said = served.command("restore", "--to", "before-the-loss", "--yes")
    assert "uses shop-local-*-before-the-loss" in said
    assert shop.get(f"/v1/orders/{order['id']}", **own)["payment_status"] == "paid"
    assert shop.stock(variant["id"]) == {"on_hand": 4, "reserved": 0, "available": 4}

    # The streams of the restored tables are followed, rights fit their names: everything follows from the next purchase as before.
    second, own = shop.paid_order(variant["id"])
    shop.order_when(second["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"])
    product = shop.get(f"/v1/products/{variant['product_id']}")
    eventually(lambda: shop.get(f"/v1/products/{variant['product_id']}"), lambda p: p["id"] == product["id"])
    assert shop.stock(variant["id"]) == {"on_hand": 3, "reserved": 0, "available": 3}
    assert "events would be sent again" in served.command("republish", "--subject", second["id"], "--dry-run")
