"""An event becomes one message to each endpoint that wants it, however often it is told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from functions.notifications.model.delivery import Delivery
from functions.notifications.model.endpoint import Endpoint
from functions.notifications.store.deliveries import delivery_put
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact

QUEUE = "webhook-messages"


def hand_out(event: Envelope, to: Sequence[Endpoint]) -> None:
    """The message is kept first: what the queue does not take is found by the sweep."""
    for one in to:
        if not one.wants(event.type, event.data):
            continue
        now = times.iso(clock.now())
        # It is there already: told before.
        with suppress(Overtaken):
            transact([delivery_put(Delivery(one.id, event.id, event.type, dump(event), now, now))])
            fact("webhook.handed_out", endpoint_id=one.id, event_id=event.id, type=event.type)
            send_all(QUEUE, [Message({"endpoint_id": one.id, "event_id": event.id})])
