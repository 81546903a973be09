"""Goods that do not go from the shelf to the door: collected at a point or not, sold before they are there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.shared.outside import clock
from proofs.shop import lives
from proofs.shop.deeper.steps import follows
from proofs.shop.deeper.stocked import AHEAD as NOT_THERE
from proofs.shop.inpost import POINT
from proofs.shop.world import World
from tests.integration.orders.points.point_shop import POLAND


def _to_a_point(world: World, variants: list[str], subject: str) -> lives.Bought:
    there: list[tuple[str, Any]] = [("address", POLAND), ("delivery_option", {"id": "locker", "pickup_point": POINT})]
    bought = lives.buy(world, variants, subject=subject, edits=there)
    bought.pay()
    bought.travel("PICKED_UP", "AVAILABLE_FOR_PICKUP")
    return bought


def collected(world: World, variants: list[str], subject: str) -> lives.Bought:
    bought = _to_a_point(world, variants, subject)
    world.later(hours=20)
    bought.travel("DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    return bought


def not_collected(world: World, variants: list[str], subject: str) -> lives.Bought:
    """It waits there until its term is over, goes back, and its money, too."""
    bought = _to_a_point(world, variants, subject)
    world.later(hours=24 * 8)
    lives.minutes(world, 2)
    bought.travel("EXPIRED", "RETURNING", "RETURNED")
    lives.minutes(world, 2)
    lives.done(world.staff("finance").post(f"/v1/admin/orders/{bought.order['id']}/refunds", {"reason": "not collected"}))
    follows(world)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["payment_status"] == "refunded")
    return bought


def _sold_ahead(world: World, subject: str, **terms: str) -> lives.Bought:
    [variant] = world.shelf[NOT_THERE]
    promised = f"{clock.now() + timedelta(days=30):%Y-%m-%d}"
    body = {"mode": "backorder", "limit": 5, "promised_on": promised} | terms
    lives.done(world.staff().put(f"/v1/admin/stock/{variant}/ahead", body))
    world.rest()
    bought = lives.buy(world, [variant], quantity=2, subject=subject, coupons=[])
    bought.pay()
    follows(world)
    return bought


def _arrives(world: World, pieces: int) -> None:
    [variant] = world.shelf[NOT_THERE]
    lives.done(world.staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": pieces, "reason": "received"}))
    follows(world)
    lives.minutes(world, 2)


def before_it_is_there(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """One piece arrives, later the other; then all of it is delivered."""
    bought = _sold_ahead(world, subject)
    _arrives(world, 1)
    _arrives(world, 1)
    bought.travel("PICKED_UP", "DELIVERED")
    return bought


def ordered_before_its_day(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """A pre-order: what arrives before its day waits for it."""
    bought = _sold_ahead(world, subject, mode="preorder", until=f"{clock.now() + timedelta(days=2):%Y-%m-%d}")
    _arrives(world, 2)
    world.later(hours=24 * 3)
    world.table.schedule("stock-check")
    follows(world)
    lives.minutes(world, 2)
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    return bought


def never_there(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """Its buyer does not want to wait any longer: the money goes back, nobody is owed a piece."""
    bought = _sold_ahead(world, subject)
    lives.done(world.staff().post(f"{bought.url}/cancel", {}))
    follows(world)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["status"] == "cancelled")
    return bought


AHEAD = {
    "collected at a point": collected,
    "not collected": not_collected,
    "before it is there": before_it_is_there,
    "ordered before its day": ordered_before_its_day,
    "never there": never_there,
}
