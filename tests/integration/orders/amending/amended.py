"""Orders that are amended, and what must be true of each afterwards."""

from __future__ import annotations

from typing import Any

from functions.orders.app import app, run_timers
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import Envelope
from tests.integration.orders.buyer import ADDRESS, a_guest, staff
from tests.integration.orders.money_moves import told, took
from tests.support.events import events_in, sqs
from tests.support.http import Answer, Client


def an_order_of(*wanted: tuple[str, int], pay: bool = True) -> tuple[Any, Client]:
    """A guest's order, and their client."""
    buyer = a_guest()
    for variant, quantity in wanted:
        assert buyer.add(variant, quantity).status == 201
    order = buyer.ready().place()
    assert order.status == 201, order.text
    if pay:
        told(took(order.json, "pay_1", total(order.json)))
    return order.json, Client(app, {"x-order-token": order.json["token"]})


def total(order: Any) -> int:
    return int(order["totals"]["total"]["amount"])


def line(order: Any, number: int = 0) -> str:
    return str(order["lines"][number]["id"])


def preview(order: Any, client: Client | None = None, **wish: Any) -> Answer:
    return (client or staff()).post(f"/v1/orders/{order['id']}/preview", wish)


def amend(order: Any, client: Client | None = None, **wish: Any) -> Answer:
    headers = {name: wish.pop(name) for name in ("if_match", "idempotency_key") if name in wish}
    return (client or staff()).patch(f"/v1/orders/{order['id']}", wish, **headers)


def less(order: Any, quantity: int, number: int = 0) -> dict[str, Any]:
    return {"lines": [{"line_id": line(order, number), "quantity": quantity}]}


def more(variant: str, quantity: int = 1) -> dict[str, Any]:
    return {"lines": [{"variant_id": variant, "quantity": quantity}]}


def at(**parts: str) -> dict[str, Any]:
    return {"address": ADDRESS | parts}


def errors_of(answer: Answer) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json["errors"]]


def read(order: Any) -> Any:
    answer = staff().get(f"/v1/admin/orders/{order['id']}")
    assert answer.status == 200, answer.text
    return answer.json


def ring(order: Any, kind: str = "amendment") -> None:
    """A timer of it has come."""
    due = {"pk": order_pk(order["id"]), "sk": f"TIMER#{kind}", "due_at": "2025-01-01T00:00:00.000Z"}
    assert run_timers(sqs([due]), None) == {"batchItemFailures": []}


def said(order: Any, *kinds: str) -> list[Envelope]:
    return [one for one in events_in(OrdersTable, *kinds) if one.subject == order["id"]]


def sound(order: Any) -> bool:
    """Its records agree, and its price adds up."""
    parcels = parcels_of(order["id"])
    sums, lines = parcels.order.totals, parcels.order.lines
    assert sums.subtotal - sums.discount + sums.shipping + sums.tax == sums.total
    assert (sums.subtotal, sums.discount) == (sum(one.subtotal for one in lines), sum(one.discount for one in lines))
    assert (parcels.record.amending is None) == (parcels.amendment is None)
    return findings(parcels) == []
