"""What becomes of pieces that are not kept as they came: exchanged, repaired for nothing and for money, beyond repair."""

from __future__ import annotations

from typing import Any

from proofs.shop import lives
from proofs.shop.deeper.steps import a_piece_back, follows, received, sent_to_the_shop, stands
from proofs.shop.deeper.stocked import WORN
from proofs.shop.world import World

_PRICE = {"finding": "The handle is worn out.", "price": {"amount": 1500, "currency": "CNY"}}


def exchanged(world: World, variants: list[str], subject: str) -> lives.Bought:
    """One piece for another one at the same price: it comes back, the other one goes out."""
    return _exchanged(world, variants, subject)[0]


def _exchanged(world: World, variants: list[str], subject: str) -> tuple[lives.Bought, Any]:
    world.coupons = []
    bought = lives.delivered(world, variants[:1], subject, signed_in=True)
    line = {"line_id": bought.order["lines"][0]["id"], "quantity": 1, "reason": "wrong_size", "variant_id": variants[-1]}
    case = sent_to_the_shop(world, bought, {"kind": "exchange", "lines": [line]})
    received(world, case)
    new = f"/v1/orders/{case['exchange']['order_id']}"
    lives.until(world, lambda: bool(lives.done(bought.door.get(new))["shipments"]))
    return bought, case


def exchanged_and_sent_back(world: World, variants: list[str], subject: str) -> lives.Bought:
    """The other one is delivered, and comes back, too: its order took no money, what was paid goes back at the first one."""
    bought, case = _exchanged(world, variants, subject)
    other = lives.Bought(world, bought.door, lives.done(bought.door.get(f"/v1/orders/{case['exchange']['order_id']}")))
    other.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: other.now()["status"] == "delivered")
    a_piece_back(world, other)
    return other


def _taken_in(world: World, variants: list[str], subject: str) -> tuple[lives.Bought, Any]:
    """A piece that was delivered yesterday is at the shop to be repaired."""
    bought = lives.delivered(world, variants[:1], subject, signed_in=True)
    world.later(hours=25)
    line = {"line_id": bought.order["lines"][0]["id"], "quantity": 1, "reason": "defective"}
    case = sent_to_the_shop(world, bought, {"kind": "repair", "lines": [line]})
    lives.done(world.staff("warehouse").post(f"/v1/admin/returns/{case['id']}/take_in"))
    follows(world)
    return bought, case


def _done(world: World, case: Any, step: str, body: dict[str, Any], role: str = "support") -> Any:
    after = lives.done(world.staff(role).post(f"/v1/admin/returns/{case['id']}/{step}", body))
    follows(world)
    return after


def _sent_back(world: World, bought: lives.Bought, case: Any) -> lives.Bought:
    _done(world, case, "send_back", {"carrier": "sf", "waybill": f"SFB{case['id'][-8:]}"}, "warehouse")
    stands(world, bought, case, "sent_back")
    return bought


def repaired(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Within its warranty, for nothing."""
    bought, case = _taken_in(world, variants, subject)
    _done(world, case, "diagnose", {"finding": "The glaze is cracked."})
    _done(world, case, "repaired", {})
    return _sent_back(world, bought, case)


def _quoted(world: World, subject: str) -> tuple[lives.Bought, Any, lives.Bought]:
    """Outside of it: what its repair costs is an order of its own."""
    bought, case = _taken_in(world, world.shelf[WORN], subject)
    its = _done(world, case, "diagnose", _PRICE)["repair"]["order_id"]
    return bought, case, lives.Bought(world, bought.door, {"id": its})


def repaired_for_money(world: World, _variants: list[str], subject: str) -> lives.Bought:
    bought, case, price = _quoted(world, subject)
    price.pay()
    stands(world, bought, case, "repairing")
    _done(world, case, "repaired", {"note": "A new handle."})
    return _sent_back(world, bought, case)


def beyond_repair(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """Its repair was paid, and cannot be done: the money goes back, and the piece."""
    bought, case, price = _quoted(world, subject)
    price.pay()
    stands(world, bought, case, "repairing")
    _done(world, case, "give_up", {"note": "It is broken."})
    lives.until(world, lambda: price.now()["payment_status"] == "refunded")
    return _sent_back(world, bought, case)


def repair_not_paid(world: World, _variants: list[str], subject: str) -> lives.Bought:
    """Nobody pays its price in time: the piece goes back as it came."""
    bought, case, _ = _quoted(world, subject)
    world.later(hours=24 * 4)
    lives.minutes(world, 2)
    stands(world, bought, case, "repaired")
    return _sent_back(world, bought, case)


CASES = {
    "exchanged": exchanged,
    "exchanged and sent back": exchanged_and_sent_back,
    "repaired": repaired,
    "repaired for money": repaired_for_money,
    "beyond repair": beyond_repair,
    "repair not paid": repair_not_paid,
}
