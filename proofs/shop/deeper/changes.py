"""Orders that change after they were paid."""

from __future__ import annotations

from typing import Any

from proofs.shop import lives
from proofs.shop.deeper.steps import follows
from proofs.shop.world import World


def changed_after_payment(world: World, variants: list[str], subject: str) -> lives.Bought:
    """Staff take a piece out, which goes back, then put more in, which the buyer pays."""
    bought = lives.buy(world, variants[:1], quantity=2, subject=subject)
    bought.pay()
    follows(world)
    _amend(world, bought, {"line_id": bought.order["lines"][0]["id"], "quantity": 1})
    lives.until(world, lambda: bought.now()["payment_status"] != "paid" or not _waits(bought))
    _amend(world, bought, {"variant_id": variants[-1], "quantity": 2})
    bought.pay()
    follows(world)
    bought.travel("PICKED_UP", "DELIVERED")
    lives.until(world, lambda: bought.now()["status"] == "delivered")
    return bought


def _amend(world: World, bought: lives.Bought, line: dict[str, Any]) -> None:
    version = lives.done(world.staff().get(f"/v1/admin{bought.url.removeprefix('/v1')}"))["version"]
    lives.done(world.staff().call("PATCH", bought.url, {"lines": [line]}, {"if-match": f'"{version}"'}))
    follows(world)


def _waits(bought: lives.Bought) -> bool:
    return any(one["status"] == "pending" for one in bought.now()["amendments"])


CHANGES = {"changed after payment": changed_after_payment}
