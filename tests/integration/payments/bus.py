"""Orders and payments hear of each other, as rule and queue would bring it: until nobody has anything new to tell."""

from __future__ import annotations

from functions.orders import app as orders
from functions.orders.store.records import OrdersTable
from functions.payments import app as payments
from functions.payments.store.records import PaymentsTable
from functions.shared.events.envelope import Envelope
from tests.support.events import events_in, sqs_of_events


class Bus:
    """`times`: how often each event is delivered; `newest_first`: in the wrong order; `planning`: orders are planned, too."""

    def __init__(self, *, times: int = 1, newest_first: bool = False, planning: bool = False) -> None:
        self.times, self.newest_first, self.planning, self.delivered = times, newest_first, planning, set[str]()

    def pump(self) -> None:
        while fresh := self._fresh():
            self.delivered |= {event.id for event in fresh}
            for _ in range(self.times):
                self._deliver(orders.apply_payments, [event for event in fresh if event.type.startswith("payment.")])
                if self.planning:
                    self._deliver(orders.plan_orders, [event for event in fresh if event.type.startswith("order.")])
                self._deliver(
                    payments.follow_orders, [event for event in fresh if event.type.startswith(("order.", "shipment.", "payment_method."))]
                )

    def _fresh(self) -> list[Envelope]:
        found = [event for event in (*events_in(PaymentsTable), *events_in(OrdersTable)) if event.id not in self.delivered]
        return found[::-1] if self.newest_first else found

    def deliver(self, events: list[Envelope]) -> None:
        """These, in this order."""
        self._deliver(orders.apply_payments, events)

    def _deliver(self, consumer: object, events: list[Envelope]) -> None:
        assert callable(consumer)
        waiting = events
        for _ in range(5):
            queued = sqs_of_events(waiting)
            failed = {item["itemIdentifier"] for item in consumer(queued, None)["batchItemFailures"]}
            pairs = zip(waiting, queued["Records"], strict=True)
            waiting = [event for event, record in pairs if record["messageId"] in failed]
            if not waiting:
                return
        raise AssertionError(f"never handled: {[event.type for event in waiting]}")
