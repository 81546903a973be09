"""People send a message again: with the same id and body, so that who had it already knows it."""

from __future__ import annotations

from functions.notifications.deliveries.hand_out import QUEUE
from functions.notifications.model.delivery import Delivery, replayed
from functions.notifications.model.endpoint import EndpointState
from functions.notifications.store.deliveries import delivery, delivery_as_written, delivery_put
from functions.notifications.store.endpoints import endpoint
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def replay(endpoint_id: str, id_: str, *, remember: Remember[Delivery]) -> Delivery:
    """Raises NotFound, Conflict (409 `endpoint_disabled`). One under way is due at once."""

    def attempt() -> Delivery:
        found = delivery(endpoint_id, id_)
        if endpoint(endpoint_id).state is EndpointState.DISABLED:
            raise Conflict("The endpoint is disabled; enable it first.", code="endpoint_disabled")
        after = replayed(found, times.iso(clock.now()))
        transact([delivery_put(after), *remember(delivery_as_written(after))])
        return delivery_as_written(after)

    done = again(attempt)
    fact("webhook.replayed", endpoint_id=endpoint_id, event_id=id_)
    send_all(QUEUE, [Message({"endpoint_id": endpoint_id, "event_id": id_})])
    return done
