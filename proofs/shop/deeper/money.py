"""Money that does not simply come: disputed at the payer's bank, held and taken in parts, paid by credit that a return gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from functions.shared.plain import ids
from proofs.shop import lives, stripe
from proofs.shop.deeper.steps import cancelled, follows
from proofs.shop.world import World

_PART = 2000


def _told_by_stripe(world: World) -> None:
    for raw, signature in world.stripe.messages():
        lives.done(world.door({stripe.HEADER: signature}).call("POST", "/v1/webhooks/payments/stripe", raw))
    follows(world)


def _disputed(world: World, variants: list[str], subject: str, *, outcome: str, part: int) -> lives.Bought:
    """Paid by card, sent; the payer's bank takes it back, the shop answers with what it knows, the bank decides."""
    bought = lives.buy(world, variants, subject=subject)
    reference = lives.done(bought.door.post(f"{bought.url}/payments", {"provider": "stripe"}))["reference"]
    world.stripe.pay(reference)
    _told_by_stripe(world)
    lives.until(world, lambda: bought.now()["payment_status"] == "paid")
    bought.travel("PICKED_UP", "DELIVERED")
    world.stripe.dispute(reference, "created", "needs_response")
    _told_by_stripe(world)
    lives.until(world, lambda: bought.now()["payment_status"] == "disputed")
    finance = world.staff("finance")
    case = next(one for one in lives.done(finance.get("/v1/admin/disputes"))["data"] if one["order_id"] == bought.order["id"])
    proof = {"evidence": {"shipping_carrier": "sandbox"}, "submit": True}
    lives.done(finance.post(f"/v1/admin/disputes/{case['id']}/evidence", proof))
    world.later(hours=24)
    world.stripe.dispute(reference, "closed", outcome, part)
    _told_by_stripe(world)
    lives.until(world, lambda: bought.now()["payment_status"] != "disputed")
    return bought


def _taken_in_part(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Money is held, and a part of it taken by hand."""
    bought = lives.buy(world, variants, subject=subject)
    payment = lives.done(bought.door.post(f"{bought.url}/payments", {"provider": "sandbox", "capture": "manual"}))
    world.provider.pay(payment["reference"])
    lives.tell(world, "charge.authorized", world.provider.charges[payment["reference"]])
    follows(world)
    lives.until(world, lambda: bought.now()["payment_status"] == "authorized")
    finance, part = world.staff("finance"), {"amount": {"amount": _PART, "currency": "CNY"}}
    lives.done(finance.post(f"/v1/admin/payments/{payment['id']}/capture", part))
    follows(world)
    return bought


def held_and_taken_in_parts(world: World, variants: list[str], subject: str) -> lives.Bought:
    """What is held is taken in part by hand, and the rest when the goods leave; then one piece's money goes back."""
    bought = _taken_in_part(world, variants, subject)
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["payment_status"] == "paid")
    _given_back(world, bought)
    return bought


def held_and_let_go(world: World, variants: list[str], subject: str) -> lives.Bought:
    """A part is taken, then the order is cancelled: the part goes back, and the rest is let go."""
    bought = _taken_in_part(world, variants, subject)
    cancelled(world, bought)
    return bought


def by_credit(world: World, variants: list[str], subject: str) -> lives.Bought:
    """A piece's money was given back as credit: it pays a part of the next order, money the rest, and one piece's goes back again."""
    before = lives.delivered(world, variants[:1], subject, signed_in=True)
    _given_back(world, before, to="store_credit")
    mine = f"/v1/admin/store_credit/{ids.customer_id(subject)}"
    lives.until(world, lambda: bool(lives.done(world.staff().get(mine))["credits"]))
    bought = lives.buy(world, variants, subject=subject, edits=[("store_credit", {})])
    bought.pay()
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    _given_back(world, bought)
    return bought


def _given_back(world: World, bought: lives.Bought, **to: str) -> None:
    """By finance, without a case."""
    lines = [{"line_id": bought.order["lines"][0]["id"], "quantity": 1}]
    lives.done(world.staff("finance").post(f"/v1/admin/orders/{bought.order['id']}/refunds", {"lines": lines, "reason": "kindness"} | to))
    follows(world)
    lives.minutes(world, 2)


_DISPUTES: dict[str, Callable[..., lives.Bought]] = {
    f"dispute {name}": partial(_disputed, outcome=outcome, part=part)
    for name, outcome, part in (("lost", "lost", 0), ("won", "won", 0), ("won in part", "won", _PART))
}
MONEY: dict[str, Callable[..., lives.Bought]] = _DISPUTES | {
    "held and taken in parts": held_and_taken_in_parts,
    "held and let go": held_and_let_go,
    "by credit of a return": by_credit,
}
