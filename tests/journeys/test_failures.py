"""What dies is done again, once; what keeps failing is set aside and can be brought back; what was sold is there after a restart;
what was lost comes back from a backup."""

from __future__ import annotations

import json
from pathlib import Path

from tests.journeys.behind import Behind
from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop, eventually

LOST = {"faults": {"http_500_after_commit": True}}


def test_a_consumer_that_fails_midway_is_retried_and_does_its_work_once(shop: Shop) -> None:
    """F03, P05: the courier made the waybill but its answer was lost; the retry gets the same one."""
    variant = shop.a_variant()
    order, own = shop.placed_order(variant["id"])
    payment = shop.send("POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, 201, **own)
    shop.send("POST", "/sandbox/couriers/sandbox/next", LOST)
    shop.send("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    done = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling", seconds=60)
    assert len(done["shipments"]) == 1
    types = [event["type"] for event in shop.get(f"/v1/orders/{order['id']}/timeline", **own)["data"]]
    assert types.count("order.fulfilling") == 1


def test_what_keeps_failing_becomes_a_dead_letter_and_redrive_brings_it_back(shop: Shop, served: Served, behind: Behind) -> None:
    """D11, X38: a courier tells of a parcel that nobody knows any more; meanwhile it blocks no other one."""
    variant = shop.a_variant()
    order, own = shop.paid_order(variant["id"])
    lost = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"], seconds=60)
    items = behind.lose_order(order["id"])
    shop.send("POST", f"/sandbox/couriers/sandbox/{lost['shipments'][0]['waybill']}", {"status": "PICKED_UP"})
    eventually(lambda: served.command("redrive"), lambda told: "1  courier-webhooks" in told, seconds=120)

    other, others_own = shop.paid_order(variant["id"])
    found = shop.order_when(other["id"], others_own, lambda o: o["status"] == "fulfilling" and o["shipments"], seconds=60)
    shop.send("POST", f"/sandbox/couriers/sandbox/{found['shipments'][0]['waybill']}", {"status": "PICKED_UP"})
    shop.order_when(other["id"], others_own, lambda o: o["status"] == "shipped", seconds=60)

    behind.bring_back(items)
    assert "1 messages are back in courier-webhooks" in served.command("redrive", "courier-webhooks")
    shop.order_when(order["id"], own, lambda o: o["status"] == "shipped", seconds=60)


def test_the_catalogue_can_be_taken_out_and_put_back(served: Served, shop: Shop, tmp_path: Path) -> None:
    """X48: what `shop export` wrote changes nothing when it is imported again."""
    assert shop.get("/v1/categories")["data"]
    assert "products written" in " ".join(served.command("export", str(tmp_path)).split())
    rows = [json.loads(line) for line in (tmp_path / "products.ndjson").read_text().splitlines()]
    samples = [row for row in rows if row["external_id"].startswith("sample-")]
    assert len(samples) == 25
    (tmp_path / "products.ndjson").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in samples))
    assert "0 created, 0 changed, 25 unchanged" in " ".join(served.command("import", "samples", str(tmp_path)).split())


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
    assert behind.table("orders") == "shop-local-orders-before-the-loss", "the base knows, so the next deployment does"
    assert shop.get(f"/v1/orders/{order['id']}", **own)["payment_status"] == "paid"
    assert shop.stock(variant["id"]) == {"on_hand": 4, "reserved": 0, "available": 4}

    # The streams of the restored tables are followed, rights fit their names: everything follows from the next purchase as before.
    second, own = shop.paid_order(variant["id"])
    shop.order_when(second["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"])
    assert shop.stock(variant["id"]) == {"on_hand": 3, "reserved": 0, "available": 3}
    assert "events would be sent again" in served.command("republish", "--subject", second["id"], "--dry-run")


def test_a_restart_keeps_everything(shop: Shop, served: Served) -> None:
    """X41: what was in flight goes on; which tables are in use is kept as well."""
    variant = shop.a_variant(stock=7)
    order, own = shop.paid_order(variant["id"], 2)
    served.stop()
    again = served.start()
    kept = eventually(lambda: again.get(f"/v1/orders/{order['id']}", **own), lambda o: o["status"] == "fulfilling")
    assert kept["totals"] == order["totals"]
    assert again.stock(variant["id"]) == {"on_hand": 5, "reserved": 0, "available": 5}
    fresh, _ = again.placed_order(variant["id"])
    assert fresh["status"] == "pending_payment"
