"""What comes in by files and messages of other systems, by searches, and what goes out to others."""

from __future__ import annotations

import json
import uuid
from urllib.parse import quote

from tests.journeys.people.planter import World
from tests.journeys.shopper import eventually


def listen(world: World) -> None:
    """An address outside that never answers: what it would be told is kept."""
    events = [one["type"] for one in world.shop.get("/v1/admin/webhook_event_types", **world.staff())["data"]]
    wish = {"url": f"{world.shop.base}/nowhere", "events": events[:100]}
    world.send("POST", "/v1/admin/webhook_endpoints", wish, 201, **world.staff())


def plant_outside(world: World) -> None:
    _files(world)
    _searches(world)
    _subscription(world)


def _files(world: World) -> None:
    """Of another system: of them as a customer, with an order of before; once with a line that cannot be taken in."""
    say = world.say
    customer = {"email": world.person.login, "name": say.text("import.name"), "phone": say.phone("import.phone")}
    _import(world, "customers", [customer, {"email": say.text("import.broken"), "name": say.text("import.broken")}])
    address = {name: one for name, one in say.address("import").items() if name != "email"}
    order = {
        "number": f"OLD-{uuid.uuid4().hex[:8]}", "placed_at": "2026-01-05T08:00:00Z", "email": world.person.login, "currency": "CNY",
        "address": address, "lines": [{"title": "Cup", "quantity": 1, "unit_price": 1000}], "total": 1000,
        "payment_status": "paid", "note": say.text("import.note"), "metadata": say.notes("import.metadata"),
    }  # fmt: skip
    _import(world, "orders", [order, {"number": say.text("import.broken")}])


def _import(world: World, kind: str, rows: list[object]) -> None:
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    job = world.send("POST", f"/v1/admin/data_imports?kind={kind}", data, 202, **world.staff(), Content_Type="application/x-ndjson")
    done = eventually(lambda: world.shop.get(f"/v1/admin/jobs/{job['id']}", **world.staff()), lambda one: one["finished_at"], 60)
    world.orders[f"import {kind}"] = done


def _searches(world: World) -> None:
    say = world.say
    for path in ("/v1/products", "/v1/products/suggest", "/v1/faq"):
        for value in (say.text(f"query {path}"), world.person.login, say.phone(f"query {path}")):
            world.shop.call("GET", f"{path}?q={quote(value)}")
    for path in ("/v1/admin/customers", "/v1/admin/orders", "/v1/admin/invoices"):
        world.shop.call("GET", f"{path}?q={quote(world.person.login)}", **world.staff())


def _subscription(world: World) -> None:
    world.send("POST", "/v1/subscriptions", {"email": world.person.login, "text_version": "1"}, 202)
    wish = {"variant_id": world.shop.a_variant(stock=0)["id"], "email": world.person.login}
    world.send("POST", "/v1/stock_notices", wish, 202)
