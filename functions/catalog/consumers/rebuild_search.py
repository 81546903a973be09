"""Schedule `search-rebuild`, and every deployment: a new search index from the table."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.rebuild_search import rebuild_search as _rebuild_search
from functions.shared.events.runs import by_the_clock


@by_the_clock
def rebuild_search(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return _rebuild_search(event)
