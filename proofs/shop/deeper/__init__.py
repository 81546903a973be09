"""Lives that go through more of the shop than an order alone, in a shop that has all they need (`stocked`)."""

from __future__ import annotations

import uuid

from proofs.shop import lives
from proofs.shop.deeper.ahead import AHEAD
from proofs.shop.deeper.cases import CASES
from proofs.shop.deeper.changes import CHANGES
from proofs.shop.deeper.money import MONEY
from proofs.shop.deeper.offers import OFFERS
from proofs.shop.deeper.stocked import WHO, stocked, with_an_account
from proofs.shop.deeper.together import TOGETHER
from proofs.shop.offers import CODE
from proofs.shop.world import World

__all__ = ["DEEPER", "WHO", "any_life", "stocked"]
DEEPER = OFFERS | TOGETHER | CASES | CHANGES | MONEY | AHEAD


def any_life(world: World, variants: list[str]) -> None:
    """As chance has it: which one (of those that the shop has all for), with the coupon or without, of which goods, of whom."""
    world.coupons = [CODE] if world.chance.random() < 0.5 else []
    live = world.chance.choice([*lives.LIVES.values(), *(DEEPER.values() if world.shelf else ())])
    chosen = world.chance.sample(variants, world.chance.randint(1, len(variants)))
    subject = str(uuid.UUID(int=world.chance.getrandbits(128), version=4))
    if world.shelf:
        with_an_account(subject)
    live(world, chosen, subject)
