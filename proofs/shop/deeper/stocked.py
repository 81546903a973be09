"""What lives need beyond goods: a coupon, points, somebody who sells by invoice, a bundle, points to collect at, further providers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.sealing import key_for
from proofs.shop import inpost, lives, stripe
from proofs.shop.offers import make_offers
from proofs.shop.world import POINTS_HOST, World, forget, give_keys
from tests.integration.invoices.billing import ENTITY

WHO = "11111111-2222-4333-8444-555555555555"
WORN, AHEAD, PARTS, BUNDLE, CARDS = "worn", "ahead", "parts", "bundle", "cards"
"""On the shelf: what is repaired for money, what is sold before it is there, the parts of a bundle, it, gift cards."""


def stocked(world: World) -> None:
    make_offers(world)
    with_an_account(WHO)
    lives.done(world.staff().put("/v1/admin/invoice_settings", {"entities": [ENTITY]}))
    give_keys("PAYMENTS", stripe=stripe.KEYS)
    give_keys("COURIERS", inpost={"token": inpost.TOKEN, "url": f"http://{POINTS_HOST}"})
    _on_the_shelf(world)
    _collected_in_poland(world)
    world.rest()
    forget()


def with_an_account(subject: str) -> None:
    """As somebody who registered."""
    buyer = Customer(ids.customer_id(subject), "ada@example.com", "Ada", "en", times.iso(clock.now()))
    key_for(buyer.id)
    CustomerRecord(pk=customer_pk(buyer.id), sk=CUSTOMER_SK, kind="customer", body=customer_body(buyer)).save()


def _on_the_shelf(world: World) -> None:
    owner = world.staff()
    world.shelf[WORN] = lives.a_product(world, 100)
    worn = lives.done(owner.get("/v1/admin/products"))["data"][0]["id"]
    lives.done(owner.put("/v1/admin/return_policies", {"policies": [{"id": "all"}], "warranty_of": {worn: 0}}))
    world.shelf[AHEAD] = lives.a_product(world, 1)
    lives.done(owner.post(f"/v1/admin/stock/{world.shelf[AHEAD][0]}/adjust", {"delta": -1, "reason": "counted"}))
    world.shelf[CARDS] = lives.a_product(world, 100, price=2000, tax_class="gift_card")
    world.shelf[PARTS] = lives.a_product(world, 100, variants=2)
    world.shelf[BUNDLE] = [_a_bundle(world, world.shelf[PARTS])]


def _a_bundle(world: World, parts: list[str]) -> str:
    manager, begun = world.staff("manager"), clock.now()
    until = {"starts_at": times.iso(begun), "ends_at": times.iso(begun + timedelta(days=3_000))}
    campaign = lives.done(manager.post("/v1/admin/campaigns", {"name": {"zh": "套装", "en": "Sets"}} | until))["id"]
    components = [{"variant_id": variant, "quantity": 1} for variant in parts]
    rule: dict[str, Any] = {"name": {"zh": "套装", "en": "Set"}, "kind": "combination", "class": "product"}
    rule |= {"currency": "CNY", "amount": 9000}
    made = lives.done(manager.post(f"/v1/admin/campaigns/{campaign}/promotions", rule | {"components": components}))
    lives.done(manager.post(f"/v1/admin/campaigns/{campaign}/launch"))
    return str(made["promotions"][-1]["id"])


def _collected_in_poland(world: World) -> None:
    """To the door and to points."""
    rate = {"carrier": "sandbox", "currency": "CNY", "first_fee": 900}
    rates = [{"id": "standard", "kind": "home"} | rate, {"id": "locker", "kind": "pickup_point"} | rate]
    lives.done(world.staff().post("/v1/admin/shipping_zones", {"name": "zone", "areas": [{"country": "PL"}], "rates": rates}))
