"""A parcel that came back without having arrived is sent again on the same order; never a piece that was put right otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.model.pieces import faults, pieces_of
from functions.orders.shipping import tracking
from functions.orders.shipping.again import send_again
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import WATCH, Due
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from functions.shared.store.records import find
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.test_recall_pieces import paid_back_by_hand
from tests.integration.orders.amending.amended import amend, at, less
from tests.integration.orders.buyer import staff
from tests.integration.payments.shop import Shop
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

MUGS, PLATES = 0, 1


@pytest.fixture
def back(sold: Sold, shop: Shop) -> Sold:
    """Of three mugs one arrived; two, and the two plates, are in a parcel that came back."""
    order = sold_order(shop, sold.queue, (5900, 3), (3333, 2), delivered=False, sent=(1, 0))
    order.deliver(parcel(order, 0)["id"])
    order.send(2, 2, delivered=False)
    scanned(order, parcel(order, 1)["id"], "RETURNED")
    return order


def parcel(order: Sold, n: int) -> Any:
    return staff().get(f"/v1/admin/orders/{order.id}/shipments").json["data"][n]


def scanned(order: Sold, shipment_id: str, status: str) -> None:
    tracking.take_in(order.id, shipment_id, [TraceEvent(times.iso(clock.now()), status)], actor=SYSTEM)


def again(order: Sold, shipment_id: str, *wanted: tuple[int, int], **more: Any) -> Answer:
    body = {"lines": [{"line_id": order.order["lines"][n]["id"], "quantity": count} for n, count in wanted]} if wanted else {}
    return staff().post(f"/v1/admin/orders/{order.id}/shipments/{shipment_id}/send_again", body | more)


def read(order: Sold) -> Any:
    return staff().get(f"/v1/admin/orders/{order.id}").json


def sound(order: Sold) -> list[str]:
    found = parcels_of(order.id)
    return [*faults(pieces_of(found.holding)), *findings(found)]


def test_what_came_back_arrives_in_another_parcel(back: Sold) -> None:
    came = parcel(back, 1)["id"]
    refused = again(back, parcel(back, 0)["id"])
    assert (refused.code, refused.json["status"], refused.json["parcel_status"]) == ("not_came_back", 409, parcel(back, 0)["status"])
    assert again(back, came, (MUGS, 3)).code == "pieces_put_right"
    assert again(back, came, (MUGS, 1), lines=[{"line_id": "line_other", "quantity": 1}]).code == "unknown_line"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: again(back, came, (MUGS, 2), (PLATES, 1)), range(20)))
    assert sorted({one.status for one in answers} - {503}) == [200, 409]
    assert [one.status for one in answers].count(200) == 1
    assert [one["quantity"] for one in parcel(back, 1)["sent_again"]] == [2, 1]
    assert [one["waiting_quantity"] for one in read(back)["lines"]] == [2, 1]
    assert again(back, came).json["sent_again"][1]["quantity"] == 2
    assert again(back, came).code == "pieces_put_right"
    due = find(OrdersTable, order_pk(back.id), f"TIMER#{WATCH}")
    assert due is not None
    TIMER_HANDLERS[WATCH](Due(due.pk, due.sk, due.due_at))
    kinds = [row["kind"] for row in staff().get(f"/v1/admin/exceptions?order={back.id}").json["data"]]
    assert "came_back" not in kinds
    with later(days=1):
        back.send(2, 2)
    order = read(back)
    assert (order["status"], order["fulfilment_status"], back.given_back()) == ("delivered", "delivered", 0)
    assert [one.data["lines"][0]["quantity"] for one in events_in(OrdersTable, "shipment.sent_again")] == [2, 1]
    assert sound(back) == []
    with later(days=2):
        assert back.open((MUGS, 4)).code == "line_quantity_exceeded"
        assert back.open((MUGS, 3), (PLATES, 2)).status == 201


def test_the_money_goes_in_the_moment_in_which_it_is_sent_again(back: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    came = parcel(back, 1)["id"]
    in_between(monkeypatch, send_again, "unsettled_pieces", lambda: paid_back_by_hand(back, MUGS, 1))
    refused = again(back, came, (MUGS, 2))
    assert (refused.code, refused.json["free"][0]["quantity"]) == ("pieces_put_right", 1)
    assert again(back, came).json["sent_again"][0]["quantity"] == 1
    back.news()
    # What waits again is kept back, once its money goes, as any piece that has not left.
    paid_back_by_hand(back, PLATES, 2)
    back.news()
    assert [one["waiting_quantity"] for one in read(back)["lines"]] == [1, 0]
    back.send(1, 0)
    assert (read(back)["status"], back.given_back(), sound(back)) == ("delivered", 5900 + 6666, [])


def test_what_a_case_has_put_right_is_not_sent_again(sold: Sold, shop: Shop) -> None:
    order = sold_order(shop, sold.queue, (5900, 2), delivered=False)
    case = order.opened((MUGS, 1), kind="reship", reason="not_received")
    scanned(order, (came := parcel(order, 0)["id"]), "RETURNED")
    assert again(order, came, (MUGS, 2)).code == "pieces_put_right"
    assert order.staff(case, "approve", {}).status == 200
    sent = again(order, came)
    assert [one["quantity"] for one in sent.json["sent_again"]] == [1]


def test_to_a_corrected_address(sold: Sold, shop: Shop) -> None:
    """For the same price; nothing else of an order that has left changes."""
    order = sold_order(shop, sold.queue, (5900, 2), delivered=False)
    came, buyer = parcel(order, 0)["id"], Client(orders_app, {"x-order-token": order.order["token"]})
    scanned(order, came, "RETURNED")
    assert amend(order.order, **at(street="新路 7 号")).code == "order_shipped"
    assert again(order, came).status == 200
    assert amend(order.order, **less(order.order, 1)).code == "order_shipped"
    assert amend(order.order, **at(street="新路 8 号")).status == 200
    changed = amend(order.order, buyer, **at(street="新路 7 号"))
    assert (changed.status, changed.json["address"]["street"]) == (200, "新路 7 号"), changed.text
    order.send(2)
    assert (read(order)["status"], sound(order)) == ("delivered", [])
    assert amend(order.order, **at(street="x 9")).code == "order_shipped"
