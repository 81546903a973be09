"""C09: a warehouse that an outside system runs, through the deployed template: each function's rights, real queues, the schedule."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

from tests.journeys.shopper import Shop, eventually

_NOTHING_MORE = 14.0
"""Seconds: more than messages gather (5 s) and wait for their elders (6 s)."""


def test_a_pick_request_fails_is_replayed_and_answered(shop: Shop) -> None:
    owner, name = shop.staff(), f"wms{uuid.uuid4().hex[:8]}"
    path, system = "/v1/admin/warehouses/main/wms", f"/sandbox/wms/{name}"
    told = shop.send("PUT", path, {"url": f"{shop.base}/sandbox/providers/wms/{name}"}, **owner)
    try:
        secrets = {key: told[key] for key in ("secret", "answers_secret")}
        shop.send("POST", system, {**secrets, "answers_url": f"{shop.base}/v1/webhooks/wms/main"})
        heard = all_told(shop, system)
        shop.send("POST", system, {"faults": {"http_500": 3}})
        order, own = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
        answered(shop, system, heard, order, own)
    finally:
        shop.send("DELETE", path, None, 204, **owner)


def answered(shop: Shop, system: str, heard: int, order: Any, own: Any) -> None:
    owner = shop.staff()
    assert tried(shop, system, heard + 1) == heard + 1
    with shop.another_time() as set_to:
        for before, minutes in ((1, 2), (2, 6)):
            set_to(shop.now() + timedelta(minutes=minutes))
            assert tried_again(shop, system, heard + before + 1) == heard + before + 1
        letters = eventually(lambda: dead_letters(shop, order), bool)
        assert (letters[0]["failures"], [one["status"] for one in letters[0]["attempts"]]) == (3, [500] * 3)
        replay = f"/v1/admin/webhook_endpoints/{letters[0]['endpoint_id']}/deliveries/{letters[0]['id']}/replay"
        shop.send("POST", replay, None, 202, **owner)
        (message,) = eventually(lambda: told_of(shop, system, order), bool)
        assert message["id"] == letters[0]["id"]
        pick = message["body"]["data"]
        line = {"line_id": pick["lines"][0]["line_id"], "quantity": 2}
        packed = {"answer": "pick.packed", "pick_id": pick["pick_id"], "lines": [line]}
        assert shop.send("POST", system, {**packed, "faults": {"wrong_key": True}})["webhooks"] == [401]
        assert shop.send("POST", system, packed)["webhooks"] == [200]
    assert shop.get(f"/v1/admin/picks/{pick['pick_id']}", **owner)["state"] == "packed"
    eventually(lambda: dead_letters(shop, order), lambda found: not found)
    (parcel,) = shop.get(f"/v1/orders/{order['id']}", **own)["shipments"]
    called_back = shop.call("POST", f"/v1/admin/orders/{order['id']}/shipments/{parcel['id']}/cancel", **owner)
    assert called_back.status < 300, called_back.text
    changed = eventually(lambda: told_of(shop, system, order), lambda found: len(found) == 2)
    assert (changed[1]["body"]["type"], changed[1]["body"]["data"]["state"]) == ("pick.changed", "cancelled")


def all_told(shop: Shop, system: str) -> int:
    """How often the system was called for what waits in the warehouse from before, once nothing more comes."""
    calls = -1
    while calls != (calls := shop.get(system)["calls"]):
        time.sleep(_NOTHING_MORE)
    return calls


def told_of(shop: Shop, system: str, order: Any) -> list[Any]:
    return [one for one in shop.get(system)["messages"] if one["body"]["data"]["order_id"] == order["id"]]


def tried(shop: Shop, system: str, times: int) -> Any:
    """How often the system was called, once that is so many times."""
    return eventually(lambda: shop.get(system)["calls"], lambda calls: calls >= times)


def tried_again(shop: Shop, system: str, times: int) -> Any:
    """The system was called before it is written what came of that: a sweep in between finds nothing due, and a minute later there is
    another one."""

    def swept() -> Any:
        shop.run("webhooks-sweep")
        return shop.get(system)["calls"]

    return eventually(swept, lambda calls: calls >= times, seconds=90)


def dead_letters(shop: Shop, order: Any) -> list[Any]:
    """Those of this order."""
    found = []
    for one in shop.get("/v1/admin/webhook_dead_letters", **shop.staff())["data"]:
        path = f"/v1/admin/webhook_endpoints/{one['endpoint_id']}/deliveries/{one['id']}"
        if shop.get(path, **shop.staff())["body"]["data"]["order_id"] == order["id"]:
            found.append(one)
    return found
