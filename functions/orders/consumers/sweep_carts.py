"""Schedule `carts-left`: carts that were left are told of."""

from __future__ import annotations

from typing import Any

from functions.orders.carts.left.tell_left import sweep_left
from functions.shared.events.runs import by_the_clock


@by_the_clock
def sweep_carts(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"told": sweep_left()}
