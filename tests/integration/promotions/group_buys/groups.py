"""A group buy and its members."""

from __future__ import annotations

import uuid
from typing import Any

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react, run_due
from functions.promotions.store.records import PromotionsTable
from functions.shared.events.envelope import Envelope
from tests.integration.orders.buyer import Buyer, a_variant, captured
from tests.integration.promotions.shop import a_cart, shopper, staff
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Answer

DONE: dict[str, Any] = {"batchItemFailures": []}


def a_group_buy(variant: str, **fields: Any) -> Any:
    """Three members within 24 hours from noon on, at 80.00; 70.00 for who begins it."""
    body = {"name": {"en": "Mug", "zh": "杯"}, "variant_id": variant, "price": {"amount": 8000, "currency": "CNY"}, "leader_price": 7000}
    times = {"size": 3, "hours": 24, "opens_at": "2026-11-11T12:00:00", "closes_at": "2026-11-21T12:00:00"}
    made = staff().post("/v1/admin/group_buys", body | times | fields)
    assert made.status == 201, made.text
    return made.json


def a_mug(stock: int = 20) -> str:
    return a_variant(stock=stock, price=10000)


def wishing(deal: Any, group_id: str | None = None, *, subject: str = "", quantity: int = 1) -> Buyer:
    """A cart that could be placed for the group; to begin one without `group_id`."""
    buyer = a_cart(subject=subject, variant=deal["variant_id"], quantity=quantity)
    wish = {"group_buy_id": deal["id"]} | ({"group_id": group_id} if group_id else {})
    answer = buyer.client.put(f"{buyer.cart}/group_buy", wish)
    assert answer.status == 200, answer.text
    return buyer


def placed(buyer: Buyer) -> Any:
    answer = buyer.place()
    assert answer.status == 201, answer.text
    return answer.json


def ordered(deal: Any, group_id: str | None = None, **how: Any) -> Any:
    return placed(wishing(deal, group_id, **how))


def paid(order: Any, number: int = 1) -> None:
    """Its money has come; nobody but orders was told."""
    assert apply_payments(sqs_of_events([captured(order, f"pay_{number}_{order['id']}")]), None) == DONE


def told(*, times: int = 1) -> None:
    """Promotions hear what orders say, and orders what promotions say, `times` times each."""
    for _ in range(times):
        assert react(sqs_of_events(of_orders()), None) == DONE
        assert apply_payments(sqs_of_events(of_groups()), None) == DONE


def of_orders() -> list[Envelope]:
    return events_in(OrdersTable, "order.paid", "order.released", "order.refunded")


def of_groups() -> list[Envelope]:
    return events_in(PromotionsTable, "group_buy.succeeded", "group_buy.failed")


def joined(deal: Any, group_id: str | None = None, **how: Any) -> Any:
    """A member who has paid."""
    order = ordered(deal, group_id, **how)
    paid(order)
    told()
    return order


def over(group_id: str) -> None:
    """The sweep found the group."""
    assert run_due(sqs([{"keys": [[f"GROUP#{group_id}", "GROUP"]]}]), None) == DONE


def progress(group_id: str) -> Any:
    answer: Answer = shopper().get(f"/v1/groups/{group_id}")
    assert answer.status == 200, answer.text
    return answer.json


def somebody() -> str:
    return str(uuid.uuid4())
