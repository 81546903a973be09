"""F-A3, F-A5: what is paid back does not leave, and what has left is not taken back."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.model.pieces import faults, pieces_of
from functions.orders.payment import hold_refund
from functions.orders.shipping import ship_order, tracking
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from tests.integration.orders.buyer import a_variant, an_order, staff, stock_of
from tests.integration.orders.money_moves import asked, gone, pieces, refused, told, took
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil


def bought(stock: int = 5, quantity: int = 3, price: int = 1000) -> tuple[str, Any, Any]:
    """Paid: (variant, order, guest)."""
    variant = a_variant(stock=stock, price=price)
    order, guest = an_order(variant, quantity)
    told(took(order, "pay_1", order["totals"]["total"]["amount"]))
    return variant, order, guest


def everything(order: Any) -> RefundedPart:
    return RefundedPart("amount", order["totals"]["total"]["amount"])


def read(order: Any) -> Any:
    sums = pieces_of(parcels_of(order["id"]).holding)
    assert faults(sums) == []
    return staff().get(f"/v1/admin/orders/{order['id']}").json


def ship(order: Any, quantity: int, **more: Any) -> Any:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": quantity}]
    body = {"carrier": "manual", "waybill": f"SF{quantity}", "lines": lines} | more
    return staff().post(f"/v1/admin/orders/{order['id']}/shipments", body)


def scan(order: Any, shipment_id: str, status: str) -> None:
    """Now: what is dated before the order is not believed."""
    tracking.take_in(order["id"], shipment_id, [TraceEvent(times.iso(clock.now()), status)], actor=SYSTEM)


def test_a_full_refund_before_the_pick_up_stops_the_parcel_and_ends_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A3 (a)"""
    variant, order, _ = bought()
    with courier_double(monkeypatch):
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
    (parcel,) = read(order)["shipments"]
    refund = asked(order, everything(order))
    assert (read(order)["status"], read(order)["shipments"][0]["status"], stock_of(variant)) == ("fulfilling", "CANCELLED", (2, 0))
    told(gone(order, refund), gone(order, refund))
    after = read(order)
    assert (after["status"], after["cancel_reason"], after["payment_status"], stock_of(variant)) == (
        "cancelled", "refunded", "refunded", (5, 0),
    )  # fmt: skip
    assert [e.type for e in events_in(OrdersTable)][-2:] == ["order.refunded", "order.cancelled"]
    (event,) = events_in(OrdersTable, "order.refunded")
    total = order["totals"]["total"]["amount"]
    assert (event.data["fully"], event.data["amount"], event.data["total_refunded"]) == (True, total, total)
    assert event.data["withdrawn"] == {order["lines"][0]["id"]: 3}
    assert parcel["status"] == "PENDING"


def test_pieces_that_are_being_paid_back_are_not_shipped_by_hand() -> None:
    """F-A3 (b)"""
    variant, order, _ = bought()
    refund = asked(order, pieces(order, 2))
    assert ship(order, 2).code == "quantity_exceeds_ordered"
    told(gone(order, refund))
    assert (ship(order, 2).code, stock_of(variant)) == ("pieces_refunded", (4, 0))
    anyway = ship(order, 2, ship_refunded=True)
    assert (anyway.status, stock_of(variant)) == (201, (3, 0))
    line = read(order)["lines"][0]
    assert (line["refunded_quantity"], line["shipped_quantity"], line["cancelled_quantity"]) == (2, 2, 1)


def test_what_failed_to_go_back_is_free_again() -> None:
    """F-A3"""
    _, order, _ = bought()
    refund = asked(order, pieces(order, 3))
    assert ship(order, 1).code == "quantity_exceeds_ordered"
    told(refused(order, refund))
    assert (ship(order, 3).status, read(order)["refunds"][0]["status"]) == (201, "failed")


def test_without_restock_the_pieces_are_gone() -> None:
    variant, order, _ = bought()
    told(gone(order, asked(order, pieces(order, 1), restock=False)))
    assert (stock_of(variant), ship(order, 1, ship_refunded=True).status, stock_of(variant)) == ((2, 0), 201, (2, 0))


@pytest.mark.parametrize("late", [False, True])
def test_the_rest_that_arrives_makes_the_order_delivered(late: bool) -> None:
    """F-A3 (c): also when the money goes back after the last scan."""
    _, order, _ = bought()
    parcel = ship(order, 2).json["shipment_id"]
    refund = asked(order, pieces(order, 1))
    if late:
        scan(order, parcel, "DELIVERED")
        assert read(order)["status"] == "shipped"
    told(gone(order, refund))
    scan(order, parcel, "DELIVERED")
    after = read(order)
    assert (after["status"], after["fulfilment_status"], after["payment_status"]) == ("delivered", "delivered", "partially_refunded")
    assert after["delivered_at"] is not None


def test_an_amount_covers_no_pieces_until_everything_is_back() -> None:
    """F-A3"""
    variant, order, _ = bought()
    total = order["totals"]["total"]["amount"]
    first = asked(order, RefundedPart("amount", 100))
    told(gone(order, first))
    assert parcels_of(order["id"]).remaining()[order["lines"][0]["id"]] == 3
    rest = asked(order, RefundedPart("amount", total - 100))
    assert parcels_of(order["id"]).remaining()[order["lines"][0]["id"]] == 0
    told(gone(order, rest, total=total))
    assert (read(order)["status"], stock_of(variant)) == ("cancelled", (5, 0))


def test_a_second_payment_that_goes_back_is_no_refund_of_the_order() -> None:
    """F-A5"""
    _, order, guest = bought()
    total = order["totals"]["total"]["amount"]
    told(took(order, "pay_2", total))
    told(gone(order, asked(order, everything(order), payment_id="pay_2")))
    after = read(order)
    assert (after["status"], after["payment_status"], after["refunds"], after["totals"]["refunded"]["amount"]) == ("paid", "paid", [], 0)
    assert events_in(OrdersTable, "order.refunded") == []
    assert ship(order, 3).status == 201
    assert [e["type"] for e in guest.get(f"/v1/orders/{order['id']}/timeline").json["data"]].count("order.refunded") == 0


def test_cancelling_leaves_out_what_went_back_before() -> None:
    """Each piece goes on sale once, whichever of the two is faster."""
    variant, order, _ = bought()
    told(gone(order, asked(order, pieces(order, 1))))
    pending = asked(order, pieces(order, 1))
    assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    assert stock_of(variant) == (4, 0)
    told(refused(order, pending, total=pending.amount))
    assert stock_of(variant) == (5, 0)


def test_a_parcel_and_a_refund_that_want_the_same_piece_have_one_winner(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A3: the order's version decides."""
    from tests.support.races import in_between

    _, order, _ = bought()
    in_between(monkeypatch, hold_refund, "parcels_of", lambda: ship(order, 3))
    with pytest.raises(Exception, match="change the same data"):
        asked(order, pieces(order, 2))
    refund = asked(order, pieces(order, 2))
    assert parcels_of(order["id"]).refund(refund.refund_id).withdrawn == {}  # type: ignore[union-attr]
    _, other, _ = bought()
    in_between(monkeypatch, ship_order, "carrier", lambda: asked(other, pieces(other, 2)))
    assert ship(other, 3).code == "quantity_exceeds_ordered"


def test_a_refund_shows_on_page_and_timeline() -> None:
    """F-A22"""
    _, order, guest = bought()
    line = order["lines"][0]["id"]
    told(gone(order, asked(order, pieces(order, 1), RefundedPart("shipping", 300), reason="too small")))
    page = guest.get(f"/v1/orders/{order['id']}").json
    (refund,) = page["refunds"]
    assert (refund["status"], refund["amount"]["amount"], refund["shipping"]["amount"], refund["reason"]) == (
        "succeeded", 1300, 300, "too small",
    )  # fmt: skip
    assert refund["lines"] == [{"line_id": line, "quantity": 1, "amount": {"amount": 1000, "currency": "CNY"}}]
    assert page["totals"]["refunded"]["amount"] == 1300
    (entry,) = [e for e in guest.get(f"/v1/orders/{order['id']}/timeline").json["data"] if e["type"] == "order.refunded"]
    assert (entry["details"]["amount"], entry["details"]["reason"], entry["details"]["lines"][0]["line_id"]) == (1300, "too small", line)


def test_money_that_came_back_to_us_is_told_and_its_pieces_stay() -> None:
    variant, order, _ = bought()
    refund = asked(order, everything(order))
    told(gone(order, refund), refused(order, refund, total=0, returned=refund.amount))
    after = read(order)
    assert (after["status"], after["payment_status"], after["refunds"][0]["status"], stock_of(variant)) == (
        "cancelled", "paid", "returned", (5, 0),
    )  # fmt: skip
    (failed,) = events_in(OrdersTable, "order.refund_failed")
    assert failed.data["came_back"] is True


def test_refunds_tell_the_tax_in_them_and_one_that_came_back_takes_it_back() -> None:
    """F-A21, F-A22: by line, delivery and the rest; all of them together are the order's tax to the minor unit."""
    _, order, _ = bought(price=999)
    summary = parcels_of(order["id"]).order.summary()
    fee = summary.shipping
    first = asked(order, pieces(order, 2))
    second = asked(order, RefundedPart("shipping", fee), RefundedPart("amount", summary.total - fee - first.amount - 1))
    third = asked(order, RefundedPart("amount", 1))
    told(gone(order, first), gone(order, second, total=summary.total - 1), gone(order, third, total=summary.total))
    events = [one.data for one in events_in(OrdersTable, "order.refunded")]
    assert [len(events), sum(one["tax_included"] for one in events), sum(one["tax"] for one in events)] == [3, summary.tax_included, 0]
    assert summary.tax_included > 0
    assert sum(tax["amount"] for one in events for tax in one["taxes"]) == summary.taxes[0].amount
    assert sum(tax["base"] for one in events for tax in one["taxes"]) == summary.taxes[0].base
    assert events[0]["lines"][0]["tax_included"] == events[0]["tax_included"] > 0
    assert events[1]["shipping_tax_included"] > 0
    told(refused(order, third, total=summary.total, returned=1))
    (failed,) = events_in(OrdersTable, "order.refund_failed")
    assert (failed.data["came_back"], failed.data["taxes"]) == (True, events[2]["taxes"])
