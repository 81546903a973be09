"""The same against the shop that `make serve` runs: over HTTP only, every queue, trigger and right as deployed (rows D06, D11).

Orders are placed, then paid all at once; a poisoned message is put into the planner's queue in between. From then on nothing is called but
to look, until every order has its waybill and the poison is the only new dead letter.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.envelope import SYSTEM, Envelope
from infra.cli.redrive import Target, depths, target
from infra.cli.running_shop import running_shop
from infra.deploy import LOCAL
from tests.journeys.shopper import Answer, Headers, Shop, somebodys_address

POISONED = "order-planner"
SHELVES = 10
LOOK_SECONDS = 3.0


class CountedShop(Shop):
    """Counts what is asked of it, by what is being done."""

    doing = "to prepare"

    def __init__(self, base_url: str, users: dict[str, dict[str, str]]) -> None:
        super().__init__({"base_url": base_url, "users": users})
        self.asked = Counter[str]()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        self.asked[self.doing] += 1
        return super().call(method, path, body, **headers)


@dataclass(frozen=True)
class Bought:
    id: str
    own: Headers
    reference: str
    """Of its payment at the provider."""


def play_served(url: str, number: int, in_flight: int, patience: float) -> list[str]:
    """What is wrong. `patience`: minutes."""
    running = running_shop()
    if running.base_url.rpartition(":")[2] != url.rstrip("/").rpartition(":")[2]:
        return [f"the shop of SHOP_FOLDER is {running.base_url}, not {url}"]
    shop, place = CountedShop(url.rstrip("/"), running.users), target(LOCAL)
    letters = depths(place)
    with ThreadPoolExecutor(in_flight) as pool:
        shelves = list(pool.map(lambda _: shop.a_variant(stock=number)["id"], range(min(SHELVES, number))))
        shop.doing = "to place and pay"
        started = time.monotonic()
        bought = list(pool.map(lambda n: _placed(shop, shelves[n % len(shelves)]), range(number)))
        print(f"{len(bought)} orders placed at {url} in {time.monotonic() - started:.0f} s", flush=True)
        half = number // 2
        paid_at = dict(pool.map(lambda one: _paid(shop, one), bought[:half]))
        _poison(place)
        paid_at |= dict(pool.map(lambda one: _paid(shop, one), bought[half:]))
    shop.doing = "to look"
    reached = _watched(shop, place, paid_at, letters, patience * 60)
    booked = {one.id: at for one in bought if one.id in reached and (at := _waybill_at(shop, one))}
    waited = sorted((booked[order_id] - paid_at[order_id]).total_seconds() for order_id in booked)
    new = _new(letters, depths(place))
    each = ", ".join(f"{count} {what}" for what, count in shop.asked.items())
    print(f"{len(booked)} of {number} orders have their waybill; new dead letters: {new or 'none'}")
    if waited:
        print(f"from payment to waybill {median(waited):.1f} s in the median, {waited[-1]:.1f} s the slowest")
    print(f"HTTP requests: {each}; {shop.asked['to place and pay'] / number:.1f} per order, none after its payment")
    wrong = [] if len(booked) == number else [f"{len(booked)} of {number} orders have a waybill"]
    return wrong + ([] if new == {POISONED: 1} else [f"dead letters {new}"])


def _placed(shop: CountedShop, variant_id: str) -> Bought:
    wish = {"currency": "CNY", "lines": [{"variant_id": variant_id, "quantity": 1}], "address": somebodys_address()}
    offered = shop.send("POST", "/v1/carts", wish, 201)
    chosen = wish | {"delivery_option_id": offered["delivery_options"][0]["id"]}
    cart = shop.send("PUT", f"/v1/carts/{offered['id']}", chosen, X_Cart_Token=offered["token"])
    wanted = {"cart_id": cart["id"], "preview_hash": cart["preview_hash"]}
    order = shop.send("POST", "/v1/orders", wanted, 201, X_Cart_Token=offered["token"], Idempotency_Key=cart["id"])
    own = {"X-Order-Token": order["token"]}
    return Bought(order["id"], own, shop.payment(order, own, "sandbox")["reference"])


def _paid(shop: CountedShop, one: Bought) -> tuple[str, datetime]:
    at = datetime.now(UTC)
    shop.customer_does({"provider": "sandbox", "reference": one.reference})
    return one.id, at


def _poison(place: Target) -> None:
    """An order was paid that nobody placed."""
    at = datetime.now(UTC).isoformat()
    envelope = Envelope(f"evt_{uuid.uuid4().hex}", OrderPaid.TYPE, OrderPaid.VERSION, at, "ord_nobodys", SYSTEM, {})
    body = {"source": "shop", "detail-type": envelope.type, "detail": asdict(envelope)}
    place.session.client("sqs").send_message(QueueUrl=place.outputs.queues[POISONED], MessageBody=json.dumps(body))


def _watched(shop: CountedShop, place: Target, paid_at: dict[str, datetime], letters: dict[str, int], seconds: float) -> set[str]:
    """Which are at fulfilment: all of them and the poison dead, or what there is when the time is over."""
    since = min(paid_at.values()) - timedelta(hours=1)
    started, shown = time.monotonic(), -1
    while True:
        reached, new = paid_at.keys() & set(_fulfilling(shop, since)), _new(letters, depths(place))
        took = time.monotonic() - started
        if len(reached) != shown:
            shown = len(reached)
            print(f"{took:5.0f} s: {shown} at fulfilment, new dead letters: {new or 'none'}", flush=True)
        if took > seconds or (len(reached) == len(paid_at) and new):
            return reached
        time.sleep(LOOK_SECONDS)


def _fulfilling(shop: CountedShop, since: datetime) -> Iterator[str]:
    cursor = ""
    while True:
        path = f"/v1/admin/orders?status=fulfilling&limit=100&from={since:%Y-%m-%dT%H:%M:%SZ}{cursor}"
        page = shop.get(path, **shop.staff())
        yield from (order["id"] for order in page["data"])
        if not page.get("next_cursor"):
            return
        cursor = f"&cursor={page['next_cursor']}"


def _waybill_at(shop: CountedShop, one: Bought) -> datetime | None:
    """When the order came to fulfilment; None if a parcel of it has no waybill."""
    parcels = shop.get(f"/v1/orders/{one.id}", **one.own)["shipments"]
    if not parcels or not all(parcel["waybill"] for parcel in parcels):
        return None
    told = shop.get(f"/v1/orders/{one.id}/timeline", **one.own)["data"]
    return next(datetime.fromisoformat(event["at"]) for event in told if event["type"] == "order.fulfilling")


def _new(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    return {name: count - before.get(name, 0) for name, count in now.items() if count > before.get(name, 0)}
