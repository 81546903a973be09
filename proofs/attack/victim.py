"""Somebody who has something of everything, and what must never be told of them or changed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from proofs.shop import lives
from proofs.shop.engine import every_item
from proofs.shop.lives import done
from proofs.shop.table import Door
from proofs.shop.world import World
from tests.integration.orders.buyer import ADDRESS
from tests.support.identity import bearer

SUBJECT = "aaaaaaaa-1111-4222-8333-444444444444"
_OWN = ("orders", "returns", "payments", "carts", "complaints", "invoice_titles", "me")
"""Words of paths below which everything is somebody's."""
_MAY_MOVE = ("limits", "audit-facts", "audit", "audit-heads")


@dataclass
class Victim:
    """`ids`: by the word of the path before them, and by the name of the parameter."""

    door: Door
    ids: dict[str, str]
    marks: tuple[str, ...]

    def filled(self, path: str) -> str:
        """The path with the victim's own ids."""
        before, parts = "", []
        for part in path.strip("/").split("/"):
            named = part.strip("{}")
            parts.append(self.ids.get(named, self.ids.get(before, "x")) if part.startswith("{") else part)
            before = part
        return "/" + "/".join(parts)

    def rows(self) -> dict[str, str]:
        """Everything that is stored and names one of the ids, except what counts calls and notes them."""
        found = {}
        for table, item in every_item():
            text = json.dumps(item, sort_keys=True, default=str)
            if table not in _MAY_MOVE and item.get("kind", {}).get("S") != "idem" and any(one in text for one in self.ids.values()):
                found[f"{table} {item['pk']['S']} {item['sk']['S']}"] = text
        return found


def is_somebodys(path: str) -> bool:
    return path.startswith("/v1/") and path.split("/")[2] in _OWN and "{" in path


def a_victim(world: World) -> Victim:
    variants = lives.a_product(world, 100, variants=2)
    world.variants = variants
    door = world.door(bearer(subject=SUBJECT))
    bought = lives.delivered(world, variants, SUBJECT, signed_in=True)
    line = bought.order["lines"][0]["id"]
    case = done(door.post(f"{bought.url}/returns", {"kind": "return", "lines": [{"line_id": line, "quantity": 1, "reason": "other"}]}))
    shown = bought.now()
    payment = done(door.get(f"{bought.url}/payments"))["data"][0]
    cart = done(door.post("/v1/carts", {"currency": "CNY"}))
    kept = done(door.post(f"/v1/carts/{cart['id']}/lines", {"variant_id": variants[0], "quantity": 1}))
    done(door.put(f"/v1/carts/{cart['id']}/address", ADDRESS))
    world.rest()
    ids = {
        "orders": bought.order["id"],
        "order_id": bought.order["id"],
        "returns": case["id"],
        "payments": payment["id"],
        "carts": cart["id"],
        "line_id": kept["lines"][0]["id"],
        "shipment_id": shown["shipments"][0]["id"],
    }
    return Victim(door, ids, (ADDRESS["phone"], ADDRESS["email"], ADDRESS["street"], shown["shipments"][0]["waybill"]))
