"""C08, D11: random orders over three warehouses, planned, cancelled and paid back in between: every unit in one parcel, all sums right."""

from __future__ import annotations

from random import Random
from typing import Any

from functions.orders.planning.plan_order import plan_order
from functions.orders.store.shipments import parcels_of
from tests.integration.orders.buyer import staff
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.integration.orders.planning.shelves import a_warehouse, bought, followed, lying, planned, sums_hold
from tests.integration.orders.planning.test_plan_orders import ring


def test_every_unit_is_in_one_parcel_and_taken_once() -> None:
    dice = Random(5)
    for n in range(1, 4):
        a_warehouse(f"w{n}", n)
    variants = [lying(**{f"w{n}": 3 + dice.randrange(4) for n in range(1, 4)}) for _ in range(3)]
    orders: list[Any] = []
    for _ in range(8):
        some = dice.sample(variants, 1 + dice.randrange(3))
        orders.append(bought(*some, quantity=1 + dice.randrange(2)))
        planned()
        if dice.random() < 0.3:
            assert staff().post(f"/v1/orders/{orders[-1]['id']}/cancel").status == 200
        elif dice.random() < 0.4:
            refund = asked(orders[-1], pieces(orders[-1], 1), payment_id=f"pay_{orders[-1]['id']}")
            ring(orders[-1], "stock")
            told(gone(orders[-1], refund))
        sums_hold(variants, orders)
    followed()
    sums_hold(variants, orders)
    for order in orders:
        parcels = parcels_of(order["id"])
        before = [(one.id, one.lines) for one in parcels.shipments]
        plan_order(order["id"], "order.paid")
        assert [(one.id, one.lines) for one in parcels_of(order["id"]).shipments] == before
        left = parcels.remaining()
        assert not any(left.values()) or parcels.status.value == "cancelled"
