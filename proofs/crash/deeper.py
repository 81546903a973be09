"""Lives that go through more of the shop than an order alone: coupon, points and invoice; an exchange; a change after payment; a gift card;
a flash sale. Played in a shop that has all of that (`stocked`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.sealing import key_for
from proofs.rebuild.offers import CODE, make_offers
from proofs.shop import lives
from proofs.shop.world import World, forget
from tests.integration.invoices.billing import ENTITY
from tests.support.identity import bearer

WHO = "11111111-2222-4333-8444-555555555555"
_POINTS = 500


def _next(world: World) -> None:
    """What follows has followed, and people take a minute for their next step."""
    world.rest()
    world.later(minutes=1)


def stocked(world: World) -> None:
    """What the lives below need: a coupon, a programme of points, somebody who sells by invoice."""
    make_offers(world)
    buyer = Customer(ids.customer_id(WHO), "ada@example.com", "Ada", "en", times.iso(clock.now()))
    key_for(buyer.id)
    CustomerRecord(pk=customer_pk(buyer.id), sk=CUSTOMER_SK, kind="customer", body=customer_body(buyer)).save()
    lives.done(world.staff().put("/v1/admin/invoice_settings", {"entities": [ENTITY]}))
    world.rest()
    forget()


def with_all_offers(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Bought with a coupon and points, delivered, invoiced; one piece comes back, and all of it in part."""
    given = {"points": _POINTS, "reason": "welcome"}
    lives.done(world.staff().post(f"/v1/admin/points_accounts/{ids.customer_id(subject)}/adjustments", given))
    _next(world)
    world.coupons, world.points = [CODE], _POINTS
    bought = lives.given_back(world, variants, subject)
    world.coupons, world.points = [], 0
    world.later(hours=24 * 15)
    lives.minutes(world, 2)
    return bought


def exchanged(world: World, variants: list[str], subject: str) -> lives.Bought:
    """One piece for another one at the same price: it comes back, the other one goes out."""
    bought = lives.delivered(world, variants[:1], subject, signed_in=True)
    line = {"line_id": bought.order["lines"][0]["id"], "quantity": 1, "reason": "wrong_size", "variant_id": variants[-1]}
    case = lives.done(bought.door.post(f"{bought.url}/returns", {"kind": "exchange", "lines": [line]}))
    _next(world)
    lives.done(world.staff("support").post(f"/v1/admin/returns/{case['id']}/approve", {}))
    lives.done(bought.door.post(f"/v1/returns/{case['id']}/ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"}))
    _next(world)
    rows = {"lines": [{"line_id": line["line_id"], "quantity": 1, "grade": "as_new"}]}
    lives.done(world.staff("warehouse").post(f"/v1/admin/returns/{case['id']}/receive", rows))
    _next(world)
    new = f"/v1/orders/{case['exchange']['order_id']}"
    lives.until(world, lambda: bool(lives.done(bought.door.get(new))["shipments"]))
    return bought


def changed_after_payment(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Staff take a piece out, which goes back, then put more in, which the buyer pays."""
    bought = lives.buy(world, variants[:1], quantity=2, subject=subject)
    bought.pay()
    _next(world)
    _amend(world, bought, {"line_id": bought.order["lines"][0]["id"], "quantity": 1})
    lives.until(world, lambda: bought.now()["payment_status"] != "paid" or not _waits(bought))
    _amend(world, bought, {"variant_id": variants[-1], "quantity": 2})
    bought.pay()
    _next(world)
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    return bought


def _amend(world: World, bought: lives.Bought, line: dict[str, Any]) -> None:
    version = lives.done(world.staff().get(f"/v1/admin{bought.url.removeprefix('/v1')}"))["version"]
    lives.done(world.staff().call("PATCH", bought.url, {"lines": [line]}, {"if-match": f'"{version}"'}))
    _next(world)


def _waits(bought: lives.Bought) -> bool:
    return any(one["status"] == "pending" for one in bought.now()["amendments"])


def by_gift_card(world: World, variants: list[str], subject: str) -> lives.Bought:
    """A card pays a part, money the rest; then the order is cancelled, and each goes back where it came from."""
    worth = {"worth": {"amount": 2000, "currency": "CNY"}, "count": 1, "reason": "goodwill"}
    card = lives.done(world.staff().post("/v1/admin/gift_cards", worth))["cards"][0]
    _next(world)
    bought = lives.buy(world, variants, subject=subject, edits=[("gift_cards", {"code": card["code"]})])
    bought.pay()
    _next(world)
    lives.done(world.staff().post(f"{bought.url}/cancel", {}))
    _next(world)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["status"] == "cancelled")
    return bought


def in_a_flash_sale(world: World, variants: list[str], subject: str) -> lives.Bought:
    """At its price, and paid; another buyer's is never paid, so its piece can be bought again."""
    opens = clock.now() + timedelta(minutes=10)
    body = {"name": {"zh": "秒杀", "en": "Flash"}, "variant_id": variants[0], "price": {"amount": 1900, "currency": "CNY"}, "quota": 2}
    body |= {"per_customer": 1, "opens_at": times.iso(opens), "closes_at": times.iso(opens + timedelta(hours=1)), "shards": 1}
    sale = lives.done(world.staff("manager").post("/v1/admin/flash_sales", body))
    world.later(minutes=11)
    _next(world)
    entered = lives.done(world.door(bearer(subject=subject)).post(f"/v1/flash_sales/{sale['id']}/tokens"))
    token = {"flash_sale_id": sale["id"], "token": entered["token"]}
    lives.buy(world, variants[:1], subject=subject, edits=[("flash_token", token)])
    world.later(minutes=30)
    lives.minutes(world, 2)
    entered = lives.done(world.door(bearer(subject=subject)).post(f"/v1/flash_sales/{sale['id']}/tokens"))
    bought = lives.buy(world, variants[:1], subject=subject, edits=[("flash_token", token | {"token": entered["token"]})])
    bought.pay()
    world.later(hours=1)
    lives.minutes(world, 2)
    return bought


DEEPER = {
    "coupon, points and invoice, sent back": with_all_offers,
    "exchanged": exchanged,
    "changed after payment": changed_after_payment,
    "by gift card, cancelled": by_gift_card,
    "in a flash sale": in_a_flash_sale,
}
