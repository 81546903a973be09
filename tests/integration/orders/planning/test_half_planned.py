"""D11, X12: a plan that takes several transactions, and what people do between two of them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.planning import carry_out, plan_order
from functions.orders.planning.plan_order import plan_order as plan_now
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.plain.errors import Unavailable
from tests.integration.orders.buyer import a_guest, captured, filled_straight, staff
from tests.integration.orders.money_moves import told
from tests.integration.orders.planning.shelves import a_warehouse, followed, in_parcels, lying, planned, sums_hold
from tests.support.events import events_in


@pytest.fixture
def half_planned(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[str]]:
    """A paid order of 90 variants, and those variants; a part of its one parcel is taken from the shelf."""
    a_warehouse("w1", -1)
    variants = [lying(w1=1) for _ in range(90)]
    buyer = a_guest()
    filled_straight(buyer, variants)
    order = buyer.ready().place().json
    told(captured(order, f"pay_{order['id']}"))
    steps = iter([False, True])
    taken = carry_out.take_step

    def dies(*given: Any, **known: Any) -> bool:
        if next(steps, False):
            raise Unavailable("The wire is cut.")
        return taken(*given, **known)

    with monkeypatch.context() as cut:
        cut.setattr(plan_order, "take_step", dies)
        with pytest.raises(Unavailable):
            plan_now(order["id"], "order.paid")
    return order, variants


@pytest.mark.parametrize("share", ["some", "the whole half", "of both halves"])
def test_staff_send_pieces_that_a_plan_is_just_taking(half_planned: tuple[Any, list[str]], share: str) -> None:
    """F-A8: what lies in a parcel that is not whole yet was refused as more than was ordered."""
    order, variants = half_planned
    [begun] = parcels_of(order["id"]).shipments
    there = [line.line_id for line in begun.lines]
    rest = [line["id"] for line in order["lines"] if line["id"] not in there]
    chosen = {"some": there[:11], "the whole half": there, "of both halves": there[:5] + rest[:5]}[share]
    lines = [{"line_id": one, "quantity": 1} for one in chosen]
    sent = staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "M1", "lines": lines})
    assert sent.status == 201, sent.text
    again = staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "M2", "lines": lines})
    assert (again.status, again.code) == (409, "quantity_exceeds_ordered")
    followed()
    sums_hold(variants, [order])
    planned()
    by_hand, by_plan = sorted((pieces for _, pieces in in_parcels(order)), key=lambda pieces: len(pieces) != len(chosen))
    assert (len(by_hand), len(by_plan), by_hand | by_plan) == (len(chosen), 90 - len(chosen), dict.fromkeys(variants, 1))
    assert len(events_in(OrdersTable, "shipment.planned")) == 1
    sums_hold(variants, [order])


def test_an_order_is_cancelled_while_its_plan_is_carried_out(half_planned: tuple[Any, list[str]]) -> None:
    order, variants = half_planned
    assert staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
    planned()
    assert in_parcels(order) == []
    sums_hold(variants, [order])
