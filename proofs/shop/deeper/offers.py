"""Bought by what the shop offers one buyer: coupon and points, a gift card, a flash sale."""

from __future__ import annotations

from datetime import timedelta

from functions.shared.outside import clock
from functions.shared.plain import ids, times
from proofs.shop import lives
from proofs.shop.deeper.steps import cancelled, follows
from proofs.shop.deeper.stocked import CARDS
from proofs.shop.offers import CODE
from proofs.shop.world import World
from tests.support.identity import bearer

_POINTS = 500


def with_all_offers(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Bought with a coupon and points, delivered, invoiced; one piece comes back, and all of it in part."""
    given = {"points": _POINTS, "reason": "welcome"}
    lives.done(world.staff().post(f"/v1/admin/points_accounts/{ids.customer_id(subject)}/adjustments", given))
    follows(world)
    world.coupons, world.points = [CODE], _POINTS
    bought = lives.given_back(world, variants, subject)
    world.coupons, world.points = [], 0
    world.later(hours=24 * 15)
    lives.minutes(world, 2)
    return bought


def by_gift_card(world: World, variants: list[str], subject: str) -> lives.Bought:
    """A card pays a part, money the rest; then the order is cancelled, and each goes back where it came from."""
    worth = {"worth": {"amount": 2000, "currency": "CNY"}, "count": 1, "reason": "goodwill"}
    card = lives.done(world.staff().post("/v1/admin/gift_cards", worth))["cards"][0]
    follows(world)
    bought = lives.buy(world, variants, subject=subject, edits=[("gift_cards", {"code": card["code"]})])
    bought.pay()
    follows(world)
    cancelled(world, bought)
    return bought


def beside_a_gift_card(world: World, variants: list[str], subject: str) -> lives.Bought:
    """A card is bought beside goods, and issued; before the goods leave their money goes back, and the order is done with the card."""
    bought = lives.buy(world, [*world.shelf[CARDS], *variants[:1]], subject=subject, coupons=[])
    bought.pay()
    follows(world)
    lives.minutes(world, 1)
    goods = [{"line_id": line["id"], "quantity": 1} for line in bought.order["lines"] if line["variant_id"] in variants]
    given = {"lines": goods, "reason": "not wanted any more"}
    lives.done(world.staff("finance").post(f"/v1/admin/orders/{bought.order['id']}/refunds", given))
    follows(world)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["status"] == "completed")
    return bought


def in_a_flash_sale(world: World, variants: list[str], subject: str) -> lives.Bought:
    """At its price, and paid; another buyer's is never paid, so its piece can be bought again."""
    opens = clock.now() + timedelta(minutes=10)
    body = {"name": {"zh": "秒杀", "en": "Flash"}, "variant_id": variants[0], "price": {"amount": 1900, "currency": "CNY"}, "quota": 2}
    body |= {"per_customer": 1, "opens_at": times.iso(opens), "closes_at": times.iso(opens + timedelta(hours=1)), "shards": 1}
    sale = lives.done(world.staff("manager").post("/v1/admin/flash_sales", body))
    world.later(minutes=11)
    follows(world)
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


OFFERS = {
    "coupon, points and invoice, sent back": with_all_offers,
    "by gift card, cancelled": by_gift_card,
    "in a flash sale": in_a_flash_sale,
    "beside a gift card": beside_a_gift_card,
}
