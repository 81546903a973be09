"""One trace from the request to the mail: whatever an order sets going says whose it is, in every function that has a part in it."""

from __future__ import annotations

import json
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import signatures
from infra.functions.model import Streams
from proofs.monitoring.bells import Heard
from proofs.shop import lives
from proofs.shop.table import ROWS
from proofs.shop.world import World
from tests.integration.orders.buyer import ADDRESS
from tests.integration.payments.sandbox_double import SECRET

_WORK = ("request", "record")
_READERS = {row.name for row in ROWS.values() if isinstance(row.trigger, Streams)}
"""They read what changed in tables, of many causes at once: an event tells its own trace, a row of stock has none."""


def traces(world: World, heard: Heard) -> tuple[str, list[str]]:
    """An order is placed, then paid by what the provider tells: each is a trace of its own."""
    placed_in, paid_in = (f"{world.chance.getrandbits(128) | 1:032x}" for _ in range(2))
    door = world.door()
    cart = lives.done(door.post("/v1/carts", {"currency": "CNY"}))
    door, url = world.door({"x-cart-token": cart["token"]}), f"/v1/carts/{cart['id']}"
    lives.done(door.post(f"{url}/lines", {"variant_id": world.variants[0], "quantity": 1}))
    lives.done(door.put(f"{url}/address", ADDRESS))
    lives.done(door.put(f"{url}/delivery_option", {"id": "standard"}))
    world.rest()
    order = lives.done(_traced(door, "POST", "/v1/orders", {"cart_id": cart["id"]}, placed_in, world, heard))
    first = _followed("placing", placed_in, heard)
    buyer = world.door({"x-order-token": order["token"]})
    payment = lives.done(buyer.post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}))
    world.rest()
    world.provider.pay(payment["reference"])
    charge, now = world.provider.charges[payment["reference"]], int(clock.now().timestamp())
    raw = json.dumps({"id": "evt_traced", "type": "charge.succeeded", "created": now, "data": charge}).encode()
    provider = world.door({"X-Sandbox-Signature": signatures.sign(SECRET, now, raw)})
    lives.done(_traced(provider, "POST", "/v1/webhooks/payments/sandbox", raw, paid_in, world, heard))
    second = _followed("paying", paid_in, heard)
    return f"{first[0]}; {second[0]}", first[1] + second[1]


def _traced(door: Any, method: str, url: str, body: Any, trace: str, world: World, heard: Heard) -> Any:
    heard.lines.clear()
    answer = door.call(method, url, body, {"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    world.rest()
    return answer


def _followed(what: str, trace: str, heard: Heard) -> tuple[str, list[str]]:
    lines = [line for line in heard.as_told() if line.get("consumer") not in _READERS]
    work = [line for line in lines if line["msg"] in _WORK]
    mails = [line for line in lines if line["msg"] == "message.sent"]
    who = {line["span_id"]: line.get("consumer") or line.get("operation") for line in work if line["trace_id"] != trace}
    strange = [f"{what}: {one} works in another trace" for one in who.values()]
    wrong = sorted(set(strange)) + [f"{what}: a mail of another trace" for one in mails if one["trace_id"] != trace]
    wrong += [] if mails else [f"{what}: no mail"]
    spans = [line["span_id"] for line in work]
    wrong += [] if all(spans) else [f"{what}: work without a span"]
    return f"{what}: {len(work)} requests and records, {len(mails)} mails", wrong
