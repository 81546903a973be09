"""Schedule `recommend-nightly`: what goes with what is counted anew."""

from __future__ import annotations

from typing import Any

from functions.recommendations.counting.run import count_night
from functions.shared.events.runs import by_the_clock


@by_the_clock
def recommend_nightly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"products": count_night()}
