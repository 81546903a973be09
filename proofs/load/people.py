"""Who comes to the shop at the same time: each is a loop of small errands until the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from proofs.load.client import Client, GaveUp, Refused
from proofs.load.told import Placed, Told
from tests.journeys.shopper import ADDRESS

WORDS = ("杯", "mug", "tea", "shirt", "灯", "book", "xyzzy")


@dataclass
class Room:
    """What all of them share: goods, staff's tokens, and what was told."""

    told: Told
    variants: list[str]
    users: dict[str, Any]
    tokens: dict[str, str]
    lock: Lock

    def staff(self, client: Client, role: str) -> dict[str, str]:
        with self.lock:
            if role not in self.tokens:
                user = self.users[role]
                made = client.ask("POST", "/v1/auth/login", {"login": user["login"], "password": user["password"]})
                self.tokens[role] = f"Bearer {made['access_token']}"
            return {"Authorization": self.tokens[role]}


def buys(client: Client, room: Room) -> None:
    """A guest looks at goods, fills a cart, places it, and pays; one of ten thinks better of it, one of ten never pays."""
    looks(client, room)
    cart = client.ask("POST", "/v1/carts", {"currency": "CNY"})
    own, url = {"X_Cart_Token": cart["token"]}, f"/v1/carts/{cart['id']}"
    for variant in client.chance.sample(room.variants, client.chance.randint(1, 2)):
        client.ask("POST", f"{url}/lines", {"variant_id": variant, "quantity": client.chance.randint(1, 2)}, **own)
    client.ask("PUT", f"{url}/address", {**ADDRESS, "email": f"{client.key()[:12]}@example.com"}, **own)
    option = client.get(f"{url}/delivery_options", **own)["data"][0]
    client.ask("PUT", f"{url}/delivery_option", {"id": option["id"]}, **own)
    key = client.key()
    room.told.asked[key] = cart["id"]
    order = client.ask("POST", "/v1/orders", {"cart_id": cart["id"]}, key=key, **own)
    mine = {"X_Order_Token": order["token"]}
    lines = [{"line_id": one["id"], "quantity": one["quantity"]} for one in order["lines"]]
    placed = Placed(key, cart["id"], order["id"], order["totals"]["total"]["amount"], mine, lines, time.time())
    room.told.order(placed)
    mind = client.chance.random()
    if mind < 0.1:
        client.ask("POST", f"/v1/orders/{order['id']}/cancel", {}, **mine)
        placed.wants = "cancelled"
        room.told.did("cancelled")
    elif mind < 0.9:
        _pays(client, room, placed)


def _pays(client: Client, room: Room, placed: Placed) -> None:
    payment = client.ask("POST", f"/v1/orders/{placed.id}/payments", {"provider": "sandbox"}, **placed.own)
    client.ask("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    placed.wants = "paid"
    room.told.paid.append(placed)
    room.told.did("paid")


def looks(client: Client, room: Room) -> None:
    page = client.get(f"/v1/products?limit={client.chance.randint(1, 10)}")
    if page["data"]:
        client.get(f"/v1/products/{client.chance.choice(page['data'])['id']}")
    if client.chance.random() < 0.5:
        client.get(f"/v1/products?limit=10&q={client.chance.choice(WORDS)}")
    else:
        client.get("/v1/categories")
    room.told.did("looked around")


def gives_back(client: Client, room: Room) -> None:
    """Somebody whose order has arrived sends a piece back; staff approve it, look at it, and the money goes back."""
    if (placed := _next(room.told.arrived)) is None:
        looks(client, room)
        return
    if client.get(f"/v1/orders/{placed.id}", **placed.own)["status"] != "delivered":
        room.told.arrived.append(placed)
        time.sleep(1)
        return
    line = placed.lines[0]["line_id"]
    wish = {"kind": "return", "lines": [{"line_id": line, "quantity": 1, "reason": "changed_mind"}]}
    case = client.ask("POST", f"/v1/orders/{placed.id}/returns", wish, **placed.own)
    url = f"/v1/admin/returns/{case['id']}"
    client.ask("POST", f"{url}/approve", {}, **room.staff(client, "support"))
    client.ask("POST", f"/v1/returns/{case['id']}/ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"}, **placed.own)
    graded = {"lines": [{"line_id": line, "quantity": 1, "grade": "as_new"}]}
    client.ask("POST", f"{url}/receive", graded, **room.staff(client, "warehouse"))
    placed.wants = "refunded"
    room.told.did("given back")


def sends(client: Client, room: Room) -> None:
    """Staff look at lists and at an order whose parcel waits; its courier takes it and brings it."""
    owner = room.staff(client, "owner")
    lists = ("orders?limit=20", "orders?limit=20&payment_status=paid", "products?limit=20", "returns?limit=20")
    client.get(f"/v1/admin/{client.chance.choice(lists)}", **owner)
    client.get(f"/v1/admin/stock/{client.chance.choice(room.variants)}", **owner)
    room.told.did("looked at a list")
    if (placed := _next(room.told.paid)) is None:
        return
    order = client.get(f"/v1/admin/orders/{placed.id}", **owner)
    waybills = [one["waybill"] for one in order["shipments"] if one.get("waybill")]
    if not waybills:
        room.told.paid.append(placed)
        return
    for status in ("PICKED_UP", "DELIVERED"):
        client.ask("POST", f"/sandbox/couriers/sandbox/{waybills[0]}", {"status": status})
    room.told.arrived.append(placed)
    room.told.did("delivered")


def _next(waiting: Any) -> Placed | None:
    try:
        found: Placed = waiting.popleft()
    except IndexError:
        return None
    return found


ERRANDS: tuple[Callable[[Client, Room], None], ...] = (buys, sends, looks, buys, gives_back, buys, looks, buys)
"""Of every eight clients so many."""


def lives(client: Client, room: Room) -> None:
    errand = ERRANDS[client.number % len(ERRANDS)]
    while not client.ending.is_set():
        try:
            errand(client, room)
        except Refused as refused:
            if not room.told.killed or refused.status not in (404, 409):
                room.told.complain(f"refused {refused}")
            room.told.did("refused")
            time.sleep(1)
        except GaveUp as error:
            room.told.complain(f"no answer for a quarter of an hour: {error}")
            return
        time.sleep(client.chance.uniform(0.1, 1))
