"""Queue `agent-orders`: what happened to orders, for the agents that placed them. Who does not take it is tried again by the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.sending.tell_order import tell_order
from functions.shared.events.batches import each_record
from functions.shared.events.events import from_queue
from functions.shared.outside import guarded
from functions.shared.outside.time_left import in_time

_OF_AGENTS = "agent:"


@in_time
def tell_agents(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: Mapping[str, Any]) -> None:
        told = from_queue(record)
        order = told.data.get("order")
        whole = order if isinstance(order, dict) else told.data
        # Where it is told through which channel it came, most are not looked up.
        if str(whole.get("channel", _OF_AGENTS)).startswith(_OF_AGENTS):
            tell_order(str(whole["order_id"]), told.id)

    return each_record(event, handle, consumer="agent-orders", needs=guarded.SECONDS + 5)
