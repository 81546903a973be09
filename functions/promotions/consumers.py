"""What queues and schedules start in this domain. Every handler is idempotent by the conditional writes of its use case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.platform import work_on_jobs
from functions.promotions.campaigns import simulate
from functions.promotions.coupons import expire_coupons, make_codes
from functions.promotions.coupons.welcome import welcome
from functions.promotions.offers.confirm_uses import confirm_uses
from functions.promotions.offers.past_basket import remember_paid
from functions.promotions.offers.return_uses import return_writes
from functions.shared.events.batches import SqsRecord, each_event, each_record
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import data_of
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def react(event: Mapping[str, Any]) -> dict[str, Any]:
    handlers = {
        OrderPaid.TYPE: _paid,
        OrderRefunded.TYPE: _refunded,
        CustomerRegistered.TYPE: lambda envelope: welcome(data_of(envelope, CustomerRegistered)),
    }
    return each_event(event, handlers, consumer="promotion-events")


def _paid(envelope: Envelope) -> None:
    paid = data_of(envelope, OrderPaid)
    again(lambda: confirm_uses(paid.order.order_id))
    remember_paid(paid)


def _refunded(envelope: Envelope) -> None:
    """Only orders know which money was theirs: a second payment that goes back leaves the coupon used."""
    refunded = data_of(envelope, OrderRefunded)
    if refunded.fully:
        again(lambda: transact(return_writes(refunded.order.order_id, actor=SYSTEM, on_refund=True).writes))


def sweep() -> dict[str, Any]:
    return {"sent": expire_coupons.sweep()}


def run_due(event: Mapping[str, Any]) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        expire_coupons.work_on(json.loads(record["body"]))

    return each_record(event, handle, consumer="promotion-due")


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    runners = {make_codes.KIND: make_codes.run_batch, simulate.KIND: simulate.run_simulation}
    return work_on_jobs(event, runners, consumer="promotion-jobs")
