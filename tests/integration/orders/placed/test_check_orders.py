"""The nightly check of orders: every difference is told, nothing is repaired, and it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import check_orders
from functions.orders.placed import check_orders as module
from functions.orders.placed.check_orders import check_orders as check
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.batches import SomeFailed
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from tests.integration.orders.buyer import NOON, a_variant, an_order, staff
from tests.integration.orders.money_moves import asked, gone, pieces, told, took
from tests.integration.orders.payment.test_refunds_and_parcels import bought, ship
from tests.support.events import events_in
from tests.support.races import in_between

URL = "/v1/admin/orders/check"
Plant = Callable[[Any], None]


def item(order: Any) -> OrderRecord:
    return OrderRecord.get(order_pk(order["id"]), ORDER_SK)


def said(name: str, value: Any) -> Plant:
    def plant(order: Any) -> None:
        item(order).update([getattr(OrderRecord, name).set(value)])

    return plant


def without(prefix: str) -> Plant:
    def plant(order: Any) -> None:
        for one in OrdersTable.query(order_pk(order["id"]), OrdersTable.sk.startswith(prefix)):
            one.delete()

    return plant


def parcel_twice(order: Any) -> None:
    """A parcel with more pieces than were ordered."""
    (parcel,) = parcels_of(order["id"]).shipments
    for one in OrdersTable.query(order_pk(order["id"]), OrdersTable.sk.startswith("SHP#")):
        one.update([OrdersTable.body.set(dump(parcel).replace('"quantity":2', '"quantity":9'))])


PLANTED: dict[str, tuple[Plant, str]] = {
    "status of its money": (said("payment_status", "paid"), "payment status is paid"),
    "what was taken": (said("captured", 1), "captured is 1"),
    "what was given back": (said("refunded", 7), "refunded is 7"),
    "a payment that is gone": (without("PAY#"), "captured is"),
    "status of its way": (said("fulfilment_status", "delivered"), "fulfilment status is delivered"),
    "a parcel that is gone": (without("SHP#"), "fulfilment status is"),
    "too much in a parcel": (parcel_twice, "fewer than no pieces"),
    "cancelled with a parcel": (said("status", "cancelled"), "cancelled with a parcel that is not"),
    "the order itself": (without(ORDER_SK), "it is not there"),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_difference_is_told_and_stays(kind: str) -> None:
    """F-A3, F-A12: of three pieces two are sent and one is paid back; then somebody writes what cannot be."""
    _, order, _ = bought()
    assert ship(order, 2).status == 201
    told(gone(order, asked(order, pieces(order, 1))))
    an_order(a_variant())
    assert check_orders({}, None) == {"checked": 2, "differences": 0, "complete": True}
    plant, finding = PLANTED[kind]
    plant(order)
    before = {(one.sk, one.version, one.body) for one in OrdersTable.query(order_pk(order["id"]))}
    report = check()
    assert report.checked == 2
    assert any(order_id == order["id"] and finding in one for order_id, one in report.differences), report.differences
    assert {order_id for order_id, _ in report.differences} == {order["id"]}
    assert {(one.sk, one.version, one.body) for one in OrdersTable.query(order_pk(order["id"]))} == before
    events = events_in(OrdersTable, "order.difference_found")
    assert [(one.data["order_id"], one.data["finding"]) for one in events] == report.differences
    page = staff().get(URL).json
    assert (page["complete"], page["difference_count"], page["differences"][0]["order_id"]) == (True, len(events), order["id"])


def test_before_the_first_check_there_is_no_report_and_only_staff_read_it() -> None:
    assert (staff().get(URL).code, an_order(a_variant())[1].get(URL).status) == ("not_found", 401)


def test_an_order_that_nobody_ended_is_told() -> None:
    """F-A12: the timer is gone, the stock is set aside for ever."""
    with clock.frozen(NOON):
        order, _ = an_order(a_variant())
        assert check().differences == []
    with clock.frozen(NOON + timedelta(days=2)):
        ((order_id, finding),) = check().differences
    assert (order_id, "waits for its payment" in finding) == (order["id"], True)


def test_a_check_that_runs_out_of_time_or_dies_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over months and many orders, each once; an order that cannot be read fails the run and keeps no other from its turn."""
    orders = []
    for day in (NOON - timedelta(days=40), NOON):
        with clock.frozen(day):
            orders += [an_order(a_variant())[0] for _ in range(3)]
    with clock.frozen(NOON):
        budget = iter([True, True, False])
        assert (check(lambda: next(budget)).checked, staff().get(URL).json["complete"]) == (2, False)
        assert [(one.checked, one.complete) for one in (check(), check())] == [(4, True), (6, True)]
        item(orders[1]).update([OrderRecord.body.set("{")])
        with pytest.raises(SomeFailed):
            check()
        assert (staff().get(URL).json["checked"], staff().get(URL).json["complete"]) == (6, True)

        class Killed(BaseException):
            pass

        looked: list[str] = []

        def dies_at_the_third(order_id: str) -> Any:
            if len(looked) == 4:
                raise Killed
            looked.append(order_id)
            return parcels_of(order_id)

        monkeypatch.setattr(module, "_KEPT_EVERY", 2)
        monkeypatch.setattr(module, "parcels_of", dies_at_the_third)
        item(orders[1]).delete()
        with pytest.raises(Killed):
            check()
        monkeypatch.setattr(module, "parcels_of", parcels_of)
        assert (check().checked, check().checked) == (4, 6)


def test_what_changed_between_two_looks_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Query may meet a transaction half way."""
    _, order, _ = bought()
    said("captured", 1)(order)
    in_between(monkeypatch, module, "parcels_of", lambda: said("captured", order["totals"]["total"]["amount"])(order))
    assert check().differences == []


def test_money_of_an_order_that_was_never_heard_of_is_no_difference() -> None:
    order, _ = an_order(a_variant())
    told(took(order, "pay_1", 1))
    assert check().differences == []
