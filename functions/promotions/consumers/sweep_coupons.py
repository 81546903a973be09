"""Schedule `coupons-expire`: what is due goes onto the queue `promotion-due`."""

from __future__ import annotations

from typing import Any

from functions.promotions.coupons import expire_coupons
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_coupons(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"sent": expire_coupons.sweep()}
