"""What people do in the shop of a proof, by its API alone: goods come in, orders are placed, paid, sent, delivered, given back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain import signatures, times
from infra.functions.model import Schedule
from proofs.shop.table import ROWS, Door
from proofs.shop.world import World
from tests.integration.orders.buyer import ADDRESS
from tests.integration.payments.sandbox_double import SECRET
from tests.support import courier as couriers
from tests.support.http import Answer
from tests.support.identity import bearer


def done(answer: Answer) -> Any:
    """The body of an answer that must be a good one."""
    assert answer.status < 300, f"{answer.status} {answer.text[:600]}"
    return answer.json if answer.headers.get("content-type", "").startswith("application/json") else answer.text


def a_product(world: World, pieces: int, price: int = 5900, variants: int = 1, **more: Any) -> list[str]:
    """Published and in stock; the ids of its variants. `more`: of the product."""
    owner, cost = world.staff(), {"amount": price, "currency": "CNY"}
    rows = [{"sku": f"MUG-{uuid.uuid4()}", "price": cost, "options": {"no": str(n)}} for n in range(variants)]
    body = {"title": {"zh": "杯子", "en": "Mug"}, "description": {"zh": "白杯子"}, "images": [{"url": "https://example.com/mug.jpg"}]}
    body |= {"options": [{"name": "no", "values": [str(n) for n in range(variants)]}], "variants": rows}
    made = done(owner.post("/v1/admin/products", body | more))
    for one in made["variants"]:
        done(owner.post(f"/v1/admin/stock/{one['id']}/adjust", {"delta": pieces, "reason": "received"}))
    done(owner.post(f"/v1/admin/products/{made['id']}/publish"))
    world.rest()
    return [one["id"] for one in made["variants"]]


@dataclass
class Bought:
    """An order and whoever placed it: `door` sends what opens it."""

    world: World
    door: Door
    order: dict[str, Any]

    @property
    def url(self) -> str:
        return f"/v1/orders/{self.order['id']}"

    def now(self) -> dict[str, Any]:
        found: dict[str, Any] = done(self.door.get(self.url))
        return found

    def pay(self) -> str:
        """Starts a payment, pays at the provider, which tells the shop. The payment's id."""
        payment = done(self.door.post(f"{self.url}/payments", {"provider": "sandbox"}))
        self.world.provider.pay(payment["reference"])
        tell(self.world, "charge.succeeded", self.world.provider.charges[payment["reference"]])
        self.world.rest()
        until(self.world, lambda: self.now()["payment_status"] == "paid")
        return str(payment["id"])

    def _waybills(self) -> list[str]:
        return [one["waybill"] for one in self.now()["shipments"] if one["waybill"] and one["status"] != "CANCELLED"]

    def travel(self, *statuses: str) -> None:
        """The courier tells of the first parcel that goes out, an hour later each time."""
        until(self.world, lambda: bool(self._waybills()))
        [number, *_] = self._waybills()
        for status in statuses:
            self.world.later(hours=1)
            told = [{"at": times.iso(clock.now()), "status": status, "text": status, "place": "上海"}]
            raw = json.dumps({"id": f"trace-{uuid.uuid4()}", "waybill": number, "events": told}).encode()
            header = signatures.sign(couriers.SECRET, int(clock.now().timestamp()), raw)
            done(self.world.door({couriers.HEADER: header}).call("POST", "/v1/webhooks/couriers/sandbox", raw))
            self.world.rest()


def tell(world: World, kind: str, charge: dict[str, Any]) -> None:
    now = int(clock.now().timestamp())
    raw = json.dumps({"id": f"evt_{uuid.uuid4()}", "type": kind, "created": now, "data": charge}).encode()
    header = signatures.sign(SECRET, now, raw)
    done(world.door({"X-Sandbox-Signature": header}).call("POST", "/v1/webhooks/payments/sandbox", raw))


def buy(world: World, variants: list[str], quantity: int = 1, subject: str = "", **cart: Any) -> Bought:
    """A guest, or the customer with that subject, fills a cart and places it. `edits`: what else is put to it (path, body); `posts`: what
    is posted to it."""
    door = world.door(bearer(subject=subject) if subject else None)
    made = done(door.post("/v1/carts", {"currency": "CNY"}))
    if not subject:
        door = world.door({"x-cart-token": made["token"]})
    url = f"/v1/carts/{made['id']}"
    for variant in variants:
        done(door.post(f"{url}/lines", {"variant_id": variant, "quantity": quantity}))
    for path, body in cart.get("posts", []):
        done(door.post(f"{url}/{path}", body))
    done(door.put(f"{url}/address", ADDRESS))
    done(door.put(f"{url}/delivery_option", {"id": "standard"}))
    for code in cart.get("coupons", world.coupons):
        done(door.put(f"{url}/coupons/{code}"))
    for path, body in [*cart.get("edits", []), *([("points", {"points": world.points})] if world.points else [])]:
        done(door.put(f"{url}/{path}", body))
    done(door.get(f"{url}/preview"))
    order = done(door.post("/v1/orders", {"cart_id": made["id"]}))
    world.orders.append(order["id"])
    world.rest()
    return Bought(world, door if subject else world.door({"x-order-token": order["token"]}), order)


def delivered(world: World, variants: list[str], subject: str, *, signed_in: bool = False) -> Bought:
    """Placed, paid, sent by itself, delivered."""
    bought = buy(world, variants, subject=subject if signed_in else "")
    bought.pay()
    bought.travel("PICKED_UP", "DELIVERED")
    until(world, lambda: bought.now()["status"] == "delivered")
    return bought


def delivered_to_customer(world: World, variants: list[str], subject: str) -> Bought:
    return delivered(world, variants, subject, signed_in=True)


def given_back(world: World, variants: list[str], subject: str) -> Bought:
    """One of the pieces comes back, is looked at, and its money goes back."""
    bought = delivered(world, variants, subject, signed_in=True)
    line = bought.order["lines"][0]["id"]
    asked = {"kind": "return", "lines": [{"line_id": line, "quantity": 1, "reason": "changed_mind"}]}
    case = done(bought.door.post(f"{bought.url}/returns", asked))
    world.rest()
    done(world.staff("support").post(f"/v1/admin/returns/{case['id']}/approve", {}))
    done(bought.door.post(f"/v1/returns/{case['id']}/ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"}))
    world.rest()
    rows = {"lines": [{"line_id": line, "quantity": 1, "grade": "as_new"}]}
    done(world.staff("warehouse").post(f"/v1/admin/returns/{case['id']}/receive", rows))
    world.rest()
    minutes(world, 2)
    until(world, lambda: done(bought.door.get(f"/v1/returns/{case['id']}"))["status"] == "refunded")
    return bought


def cancelled(world: World, variants: list[str], subject: str) -> Bought:
    """By staff, when the provider has told of the payment and nobody has worked on it yet: all money goes back, all pieces."""
    bought = buy(world, variants, subject=subject)
    payment = done(bought.door.post(f"{bought.url}/payments", {"provider": "sandbox"}))
    world.provider.pay(payment["reference"])
    tell(world, "charge.succeeded", world.provider.charges[payment["reference"]])
    done(world.staff().post(f"{bought.url}/cancel", {}))
    world.rest()
    minutes(world, 2)
    until(world, lambda: bought.now()["status"] == "cancelled")
    return bought


def never_paid(world: World, variants: list[str], subject: str) -> Bought:
    bought = buy(world, variants, subject=subject)
    world.later(minutes=30)
    minutes(world, 2)
    until(world, lambda: bought.now()["status"] == "cancelled")
    return bought


def until(world: World, so: Callable[[], bool]) -> None:
    """What somebody died at is done when its turn comes again; where nobody did no time goes by."""
    for minute in (0, 1, 1, 2, 4, 8, 16, 32, 60, 60):
        if minute:
            world.later(minutes=minute - 1)
            minutes(world, 1)
        if so():
            return
    raise AssertionError("it never comes to that")


def retold(world: World, told: Iterable[Envelope]) -> None:
    """As `shop republish` tells what the bus lost."""
    world.engine.told += [{"DetailType": one.type, "Source": "shop", "Detail": json.dumps(asdict(one))} for one in told]
    world.rest()


def minutes(world: World, count: int) -> None:
    """So many minutes go by: what runs each minute runs, and everything that follows."""
    for _ in range(count):
        world.later(minutes=1)
        for name in EACH_MINUTE:
            world.table.schedule(name)
        world.rest()


EACH_MINUTE = [row.name for row in ROWS.values() if isinstance(row.trigger, Schedule) and row.trigger.expression == "rate(1 minute)"]

LIVES = {
    "a guest's order, delivered": delivered,
    "a customer's order, delivered": delivered_to_customer,
    "sent back and refunded": given_back,
    "cancelled while its payment arrives": cancelled,
    "never paid": never_paid,
}
