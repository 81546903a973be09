"""A parcel that a simulated courier knows, and what a test does with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from functions.orders.app import app, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment
from functions.orders.shipping.follow_parcels import follow_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import SUBSCRIBE, Due
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from functions.shared.store.records import find
from functions.shipping.app import app as shipping
from tests.support.courier import queued
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.simulated_couriers import Couriers, Hook

STAFF = bearer("owner")
PLACED = "2025-01-02T00:00:00.000Z"


@dataclass(frozen=True)
class Kind:
    """`writes`: the courier makes the number. `signed`: its messages are; else the token of its address is all."""

    courier: str
    carrier: str
    setting: dict[str, Any]
    writes: bool = False


KINDS = {
    "17track": Kind("17track", "chinapost", {"adapter": "manual", "tracker": "17track", "company": "3011", "name": {"en": "China Post"}}),
    "easypost": Kind("easypost", "easypost", {}, writes=True),
    "kuaidi100": Kind("kuaidi100", "yto", {}),
    "sf_express": Kind("sf_express", "sf", {}, writes=True),
}


@dataclass(frozen=True)
class Sent:
    kind: Kind
    order: Order
    shipment_id: str
    number: str

    def parcel(self) -> Shipment:
        found = parcels_of(self.order.id).find(self.shipment_id)
        assert found is not None
        return found

    def due(self) -> Due:
        return Due(order_pk(self.order.id), f"TIMER#{SUBSCRIBE}", "")

    def timer(self) -> str:
        found = find(OrdersTable, order_pk(self.order.id), f"TIMER#{SUBSCRIBE}")
        return (found.due_at or "") if found else ""

    def heard(self) -> list[TraceEvent]:
        """What the courier said; that a parcel with a number was handed over, staff said."""
        return [event for event in self.parcel().events if event.code]


def switched_on(kind: Kind) -> None:
    answer = Client(shipping, STAFF).put(f"/v1/admin/carriers/{kind.carrier}", {"enabled": True, **kind.setting})
    assert answer.status == 200, answer.text


def ask_to_ship(kind: Kind, order: Order, number: str, key: str = "") -> Answer:
    body = {"carrier": kind.carrier, "lines": [{"line_id": "line_0", "quantity": 1}], "weight_g": 900}
    headers = STAFF | ({"idempotency-key": key} if key else {})
    return Client(app).call(
        "POST", f"/v1/admin/orders/{order.id}/shipments", body | ({} if kind.writes else {"waybill": number}), headers
    )  # fmt: skip


def sent(code: str, number: str = "") -> Sent:
    """A parcel with that courier, which follows it."""
    kind = KINDS[code]
    switched_on(kind)
    order = store_order(replace(an_order(quantities=(2, 1)), placed_at=PLACED))
    with clock.frozen(times.parse("2025-01-02T00:30:00Z")):
        return _sent(kind, order, number)


def _sent(kind: Kind, order: Order, number: str) -> Sent:
    answer = ask_to_ship(kind, order, number or f"T{fresh.new_id('shp')[-12:]}")
    assert answer.status == 201, answer.text
    made = Sent(kind, order, answer.json["id"], answer.json["waybill"])
    if made.timer():
        follow_by_timer(made.due())
    return made


def work() -> int:
    """How many messages could not be worked on."""
    return len(process_courier_webhooks(queued(), None)["batchItemFailures"])


def told(couriers: Couriers, parcel: Sent, status: str, hour: int = 1, **more: Any) -> Hook:
    return couriers.moved(parcel.kind.courier, parcel.number, status, at=f"2025-01-02T{hour:02d}:00:00Z", **more)
