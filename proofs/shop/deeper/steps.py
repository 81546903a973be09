"""What several lives have in common: waiting for what follows, a piece that comes back, somebody else beside the buyer."""

from __future__ import annotations

import uuid
from typing import Any

from proofs.shop import lives
from proofs.shop.world import World


def follows(world: World) -> None:
    """What follows has followed, and people take a minute for their next step."""
    world.rest()
    world.later(minutes=1)


def somebody_else(subject: str, number: int = 1) -> str:
    """Another customer, the same one for the same buyer."""
    return str(uuid.UUID(int=uuid.UUID(subject).int ^ number))


def sent_to_the_shop(world: World, bought: lives.Bought, asked: dict[str, Any]) -> Any:
    """A case is opened, approved, and its goods are on their way."""
    case = lives.done(bought.door.post(f"{bought.url}/returns", asked))
    follows(world)
    lives.done(world.staff("support").post(f"/v1/admin/returns/{case['id']}/approve", {}))
    lives.done(bought.door.post(f"/v1/returns/{case['id']}/ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"}))
    follows(world)
    return case


def received(world: World, case: Any) -> None:
    rows = [{"line_id": line["line_id"], "quantity": line["quantity"], "grade": "as_new"} for line in case["lines"]]
    lives.done(world.staff("warehouse").post(f"/v1/admin/returns/{case['id']}/receive", {"lines": rows}))
    follows(world)
    lives.minutes(world, 2)


def stands(world: World, bought: lives.Bought, case: Any, status: str) -> None:
    """The case gets there."""
    lives.until(world, lambda: lives.done(bought.door.get(f"/v1/returns/{case['id']}"))["status"] == status)


def a_piece_back(world: World, bought: lives.Bought) -> None:
    """One piece of the first line comes back, and its money is paid back."""
    line = {"line_id": bought.order["lines"][0]["id"], "quantity": 1, "reason": "changed_mind"}
    case = sent_to_the_shop(world, bought, {"kind": "return", "lines": [line]})
    received(world, case)
    stands(world, bought, case, "refunded")


def cancelled(world: World, bought: lives.Bought) -> None:
    """By staff, and all that was paid is where it came from."""
    lives.done(world.staff().post(f"{bought.url}/cancel", {}))
    follows(world)
    lives.minutes(world, 2)
    lives.until(world, lambda: bought.now()["status"] == "cancelled")
