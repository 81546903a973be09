"""Who looks after the shop does it over HTTP, with functions that may do just that."""

from __future__ import annotations

from tests.journeys.behind import Behind
from tests.journeys.shopper import Shop, eventually


def test_a_schedule_is_run_now_and_tells_how_it_went(shop: Shop) -> None:
    """X39, X42"""
    owner = shop.staff("owner")
    rows = {one["name"]: one for one in shop.get("/v1/admin/schedules", **owner)["data"]}
    assert rows["reports-hourly"]["next_run"] is not None
    path = "/v1/admin/schedules/reports-hourly/run"
    asked = shop.send("POST", path, None, 202, **owner, **{"Idempotency-Key": "journey-run"})
    assert shop.send("POST", path, None, 202, **owner, **{"Idempotency-Key": "journey-run"}) == asked

    def last() -> dict[str, object] | None:
        found = next(one for one in shop.get("/v1/admin/schedules", **owner)["data"] if one["name"] == "reports-hourly")
        run: dict[str, object] | None = found["asked"]["run"]
        return run

    # On this stage the clock's own run may be under way beside it: one of the two is begun again. On AWS the second waits (concurrency 1).
    run = eventually(last, lambda told: told is not None and told["outcome"] == "succeeded", seconds=60)
    assert run is not None
    assert run["asked"] == asked["id"]
    health = shop.get("/v1/admin/health", **owner)
    outcomes = {one["name"]: one["outcome"] for one in health["dependencies"]}
    assert outcomes == dict.fromkeys(("bus", "identity", "objects", "queues", "tables"), "ok")
    assert "pydantic" in shop.get("/v1/admin/version", **owner)["dependencies"]


def test_a_dead_letter_is_looked_at_and_sent_again(shop: Shop, behind: Behind) -> None:
    """X38: a courier tells of a parcel that nobody knows any more."""
    owner = shop.staff("owner")
    variant = shop.a_variant()
    order, own = shop.paid_order(variant["id"])
    lost = shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"], seconds=60)
    items = behind.lose_order(order["id"])
    shop.send("POST", f"/sandbox/couriers/sandbox/{lost['shipments'][0]['waybill']}", {"status": "PICKED_UP"})
    path = "/v1/admin/queues/courier-webhooks"
    seen = eventually(lambda: shop.get(f"{path}/letters", **owner), lambda told: told["letters"], seconds=120)
    rows = {one["name"]: one for one in shop.get("/v1/admin/queues", **owner)["data"]}
    assert rows["courier-webhooks"]["dead_letters"] == 1
    behind.bring_back(items)
    done = shop.send("POST", f"{path}/redrive", {"letter_id": seen["letters"][0]["id"]}, 200, **owner)
    assert done == {"moved": 1, "left": 0}
    shop.order_when(order["id"], own, lambda o: o["status"] == "shipped", seconds=60)
