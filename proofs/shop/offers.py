"""What makes orders worth folding: a coupon that may be used so often, and a programme of points."""

from __future__ import annotations

from proofs.shop import lives
from proofs.shop.world import World, forget
from tests.integration.loyalty.shop import PROGRAMME
from tests.integration.promotions.shop import TEN_OFF

CODE, OFTEN = "SAVE10", 100_000


def make_offers(world: World, valid_days: int = 0) -> None:
    """`valid_days`: points end after so many; 0 for those of the programme of tests."""
    owner, path = world.staff(), "/v1/admin/points_programme"
    version = lives.done(owner.get(path))["version"]
    lives.done(owner.put(path, PROGRAMME | ({"valid_days": valid_days} if valid_days else {}), **{"if-match": str(version)}))
    coupon = {"distribution": "code", "code": CODE, "rule": TEN_OFF, "limits": {"uses": OFTEN}}
    lives.done(owner.post("/v1/admin/coupons", coupon))
    world.rest()
    forget()
