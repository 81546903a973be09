"""What was kept for the law is gone when its period is over, and not before; the same for what has a time to live."""

from __future__ import annotations

from collections.abc import Iterator

from functions.orders.store.records import OrderRecord
from functions.privacy.model.retention import Retention
from functions.privacy.store.tombstones import is_erased
from functions.shared.outside import clock
from proofs.rebuild.folds import events
from proofs.shop import lives
from proofs.shop.engine import every_item
from proofs.shop.world import World

LIVED_FOR = 31 * 86_400
"""Seconds: `expire` goes through the tables once in so long."""


def keep_for(world: World, days: int) -> None:
    """From the end of their year."""
    periods = {kind: {"CN": days} for kind in ("order", "payment")}
    lives.done(world.staff().put("/v1/admin/retention", periods))


def retention(days: int) -> tuple[int, list[str]]:
    """How many orders were emptied, and what is wrong."""
    rules, now, emptied, wrong = Retention({"order": {"CN": days}}), clock.now(), 0, list[str]()
    placed = {told.subject: told.occurred_at for told in events() if told.type == "order.placed"}
    for one in OrderRecord.scan(OrderRecord.kind == "order"):
        order_id = one.pk.partition("#")[2]
        over, gone = rules.until("order", "CN", placed[order_id]) <= now, is_erased(order_id)
        emptied += gone
        wrong += [] if over == gone else [f"{one.pk} is {'kept too long' if over else 'gone too early'}"]
    return emptied, wrong + list(_alive())


def _alive() -> Iterator[str]:
    now = int(clock.now().timestamp()) - LIVED_FOR
    yield from (f"{item['pk']['S']} should be gone" for _, item in every_item() if "ttl" in item and int(item["ttl"]["N"]) < now)
