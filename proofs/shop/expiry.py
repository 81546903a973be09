"""What DynamoDB does by itself: items are gone when their `ttl` is over."""

from __future__ import annotations

from functions.shared.outside import clock
from proofs.shop.engine import plain
from tests.support.tables import kept_tables


def expire() -> int:
    """How many went. On AWS it takes up to some days; here none is late."""
    gone, now = 0, int(clock.now().timestamp())
    for table in kept_tables().values():
        for item in list(table.all_items()):
            shown = plain(item)
            if (ttl := shown.get("ttl")) and int(ttl["N"]) < now:
                table.delete_item(item.hash_key, item.range_key)
                gone += 1
    return gone
