"""Campaigns that hold customers out, and customers of either part."""

from __future__ import annotations

import uuid
from typing import Any

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.promotions.model.holdout import held_out
from functions.promotions.store import live_rules
from functions.shared.events.envelope import Envelope
from tests.integration.orders.buyer import Buyer, captured
from tests.integration.promotions.shop import a_campaign, a_promotion, customer_of, staff
from tests.support.events import events_in, sqs_of_events

DONE: dict[str, Any] = {"batchItemFailures": []}


def a_trial(share: int = 50, **fields: Any) -> str:
    """A launched campaign that takes 10.00 off for all but this share of customers."""
    campaign = str(a_campaign(holdout=share, **fields)["id"])
    a_promotion(campaign)
    assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
    live_rules.forget()
    return campaign


def somebody(campaign: str, *, held: bool, share: int = 50) -> str:
    while True:
        subject = str(uuid.uuid4())
        if held_out(campaign, share, customer_of(subject)) is held:
            return subject


def off(buyer: Buyer) -> int:
    return int(buyer.preview()["totals"]["discount"]["amount"])


def placed_and_paid(buyer: Buyer) -> Any:
    placed = buyer.place(buyer.preview()["preview_hash"])
    assert placed.status == 201, placed.text
    pay(placed.json)
    return placed.json


def pay(order: Any) -> None:
    assert apply_payments(sqs_of_events([captured(order, f"pay_{order['id']}")]), None) == DONE


def paid_event(order_id: str) -> Envelope:
    return next(one for one in events_in(OrdersTable, "order.paid") if one.subject == order_id)


def heard(*orders: Any) -> None:
    """Promotions are told that they are paid."""
    assert react(sqs_of_events([paid_event(one["id"]) for one in orders]), None) == DONE


def bought(buyer: Buyer) -> Any:
    order = placed_and_paid(buyer)
    heard(order)
    return order


def results(campaign: str) -> Any:
    return staff().get(f"/v1/admin/campaigns/{campaign}").json["holdout_results"]


def counts(campaign: str) -> dict[str, tuple[int, int, int]]:
    """(buyers, orders, value) of each part."""
    found = results(campaign)
    return {part: (of["buyers"], of["orders"], of["value"]["amount"]) for part in ("held_out", "exposed") if (of := found[part])}
