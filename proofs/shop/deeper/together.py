"""Bought together: by a group that fills up or does not, and as a bundle of which a part comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import times
from proofs.shop import lives
from proofs.shop.deeper.steps import a_piece_back, follows, somebody_else
from proofs.shop.deeper.stocked import BUNDLE
from proofs.shop.world import World


def _a_group_buy(world: World, variant: str) -> Any:
    begins = clock.now() + timedelta(minutes=10)
    body = {"name": {"zh": "拼团", "en": "Together"}, "variant_id": variant, "price": {"amount": 3000, "currency": "CNY"}, "size": 2}
    body |= {"hours": 24, "opens_at": times.iso(begins), "closes_at": times.iso(begins + timedelta(days=2))}
    deal = lives.done(world.staff("manager").post("/v1/admin/group_buys", body))
    world.later(minutes=11)
    follows(world)
    return deal


def _joined(world: World, deal: Any, subject: str, group_id: str = "") -> lives.Bought:
    wish = {"group_buy_id": deal["id"]} | ({"group_id": group_id} if group_id else {})
    bought = lives.buy(world, [deal["variant_id"]], subject=subject, coupons=[], edits=[("group_buy", wish)])
    bought.pay()
    follows(world)
    return bought


def in_a_group(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Two are enough: both are sent."""
    deal = _a_group_buy(world, variants[0])
    first = _joined(world, deal, subject)
    second = _joined(world, deal, somebody_else(subject), first.order["group_id"])
    for one in (second, first):
        one.travel("PICKED_UP", "DELIVERED")
        lives.until(world, lambda: one.now()["status"] == "delivered")  # noqa: B023 — asked at once
    return first


def in_a_group_of_too_few(world: World, variants: list[str], subject: str) -> lives.Bought:
    """One has paid and another has not when the time is over: what was paid goes back."""
    deal = _a_group_buy(world, variants[0])
    bought = _joined(world, deal, subject)
    wish = {"group_buy_id": deal["id"], "group_id": bought.order["group_id"]}
    lives.buy(world, variants[:1], subject=somebody_else(subject), coupons=[], edits=[("group_buy", wish)])
    world.later(hours=24)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["status"] == "cancelled")
    return bought


def a_part_of_a_bundle(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """Two sets are delivered; of one of them a part comes back, at its share of their price."""
    sets = ("bundles", {"bundle_id": world.shelf[BUNDLE][0], "quantity": 2})
    bought = lives.buy(world, [], subject=subject, coupons=[], posts=[sets])
    bought.pay()
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    a_piece_back(world, bought)
    return bought


TOGETHER = {
    "in a group": in_a_group,
    "in a group of too few": in_a_group_of_too_few,
    "a part of a bundle, sent back": a_part_of_a_bundle,
}
