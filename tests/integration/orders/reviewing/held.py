"""Orders that rules hold, and what staff do about them."""

from __future__ import annotations

from typing import Any

from functions.orders.app import fulfil, plan_orders, run_timers
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import REVIEW
from functions.shared.auth.caller import staff_caller
from tests.integration.orders.buyer import staff
from tests.integration.orders.planning.shelves import bought, lying, planned
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Answer

RULES = "/v1/admin/review_rules"
OWNER = staff_caller("usr_1", "owner")
DONE: dict[str, Any] = {"batchItemFailures": []}


def a_rule(code: str = "large", **names: Any) -> Any:
    names = names or {"amount_from": {"amount": 1, "currency": "CNY"}}
    made = staff().post(RULES, {"code": code, "reason": f"Look at it: {code}.", **names})
    assert made.status == 201, made.text
    return made.json


def a_held_order(quantity: int = 1) -> Any:
    """Of one variant in w1, paid, and held by a rule."""
    a_rule()
    order = bought(lying(w1=5), quantity=quantity)
    planned()
    assert shown(order)["on_hold"] is True
    return order


def booked() -> None:
    """Planned parcels get their waybills."""
    assert fulfil(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None) == DONE


def a_booked_order(variant: str) -> Any:
    order = bought(variant)
    planned()
    booked()
    assert shown(order)["shipments"][0]["waybill"] == "SBX001"
    return order


def cases() -> list[Any]:
    rows: list[Any] = staff("support").get("/v1/admin/exceptions").json["data"]
    return rows


def shown(order: Any) -> Any:
    answer = staff().get(f"/v1/admin/orders/{order['id']}")
    assert answer.status == 200, answer.text
    return answer.json


def said(order: Any, step: str, body: Any = None, role: str = "manager", **headers: str) -> Answer:
    given = {"hold": {"reason": "The buyer called."}}.get(step, {}) if body is None else body
    return staff(role).post(f"/v1/admin/orders/{order['id']}/{step}", given, **headers)


def ring(order: Any, kind: str = REVIEW) -> None:
    """A timer of it has come."""
    due = {"pk": order_pk(order["id"]), "sk": f"TIMER#{kind}", "due_at": "2025-01-01T00:00:00.000Z"}
    assert run_timers(sqs([due]), None) == DONE


def replanned() -> None:
    """What the planner hears of releases."""
    assert plan_orders(sqs_of_events(events_in(OrdersTable, "order.review_released")), None) == DONE


def told(order: Any, *kinds: str) -> list[str]:
    return [one.type for one in events_in(OrdersTable, *kinds) if one.subject == order["id"]]
