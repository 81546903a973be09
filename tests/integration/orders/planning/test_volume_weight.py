"""F07: what a parcel takes up counts where a service bills it, as far as the size of its pieces is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functions.catalog import sellables
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.store.records import CART_SK, ORDER_SK, CartRecord, OrderRecord, OrdersTable, cart_pk, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shipping.couriers.port import Quote
from tests.integration.orders.buyer import a_guest, a_variant, staff
from tests.integration.orders.planning.quoting import quoter
from tests.integration.orders.planning.shelves import bought, lying, planned, sized
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil

# 5.00 for a kilogram, 1.00 for each half beyond; the shop's other carrier costs 10.00.
BY_VOLUME = {
    "code": "standard", "names": {"en": "Standard"}, "days": 1, "volume_divisor": 6000, "step_g": 500,
    "prices": [{"currency": "CNY", "first_fee": 500, "first_g": 1000, "step_g": 500, "step_fee": 100}],
}  # fmt: skip
LITRES_12, LITRES_30 = (300, 200, 200), (500, 300, 200)


@pytest.mark.parametrize(
    ("sizes", "carrier", "grams", "cost"),
    [
        ([None], "quoter", 500, 500),
        ([LITRES_12], "quoter", 2000, 700),
        ([LITRES_30], "sandbox", 5000, 1000),
        # What is not known is not held against the parcel; what is known counts.
        ([LITRES_12, None], "quoter", 2000, 700),
        ([LITRES_12, LITRES_12], "sandbox", 4000, 1000),
    ],
)
def test_volume_weight_decides_who_brings_it_and_what_it_costs(tmp_path: Path, sizes: Any, carrier: str, grams: int, cost: int) -> None:
    with quoter(tmp_path, services=[BY_VOLUME]):
        order = bought(*(sized(lying(main=1, weight_g=200), *size) if size else lying(main=1, weight_g=200) for size in sizes))
        planned()
        (parcel,) = parcels_of(order["id"]).shipments
        assert parcel.carrier == carrier
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        (shown,) = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
        if carrier == "quoter":
            assert shown["quoted"] == {"weight_g": grams, "amount": cost, "currency": "CNY"}
            assert (shown["billed"]["weight_g"], shown["billed_difference_g"]) == (1500, 1500 - grams)


def test_a_courier_is_asked_with_the_volume_that_is_known(tmp_path: Path) -> None:
    with quoter(tmp_path, Quote("standard", 620, "CNY", 2)) as courier:
        order = bought(sized(lying(main=1, weight_g=200), *LITRES_12), lying(main=1, weight_g=100))
        planned()
        assert [(one.measures.weight_g, one.measures.volume_mm3) for one in courier.asked] == [(300, 12_000_000)]
        (said,) = staff().get(f"/v1/admin/orders/{order['id']}/plan").json["allocation"]["quotes"]
        assert said["volume_mm3"] == 12_000_000


def test_a_courier_is_asked_with_the_sides_of_a_box_where_those_of_all_are_known(tmp_path: Path) -> None:
    """F03, F07: when it is planned and when it is booked; one piece as it is, several in a box that holds them."""
    with quoter(tmp_path, Quote("standard", 620, "CNY", 2)) as courier:
        for goods, quantity, box in (
            ([sized(lying(main=1, weight_g=200), 300, 200, 100)], 1, (300, 200, 100)),
            ([sized(lying(main=4, weight_g=200), 300, 200, 50)], 4, (300, 200, 200)),
            ([sized(lying(main=1, weight_g=200), 300, 200, 100), lying(main=1, weight_g=10)], 1, (0, 0, 0)),
        ):
            courier.asked.clear()
            courier.booked.clear()
            bought(*goods, quantity=quantity)
            planned()
            fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
            seen = [*(one.measures for one in courier.asked), *(one.measures for one in courier.booked)]
            asked = [(one.length_mm, one.width_mm, one.height_mm) for one in seen]
            assert asked == [box, box]


def test_what_was_stored_before_there_were_sizes_stays_readable() -> None:
    """Carts, orders and variants of 0.1.0."""
    buyer, variant = a_guest(), a_variant()
    buyer.add(variant)
    order = buyer.ready().place().json
    for record, lines in ((OrderRecord.get(order_pk(order["id"]), ORDER_SK), 1), (CartRecord.get(cart_pk(buyer.cart_id), CART_SK), 1)):
        body = json.loads(record.body)
        assert [line.pop("sides_mm") for line in body["lines"]] == [[]] * lines
        body["lines"] = [line | {"volume_mm3": 0} for line in body["lines"]]
        record.update([type(record).body.set(json.dumps(body))])
    stored = VariantRecord.get(variant_pk(variant), VARIANT_SK)
    stored.update([VariantRecord.body.set(json.dumps({k: v for k, v in json.loads(stored.body).items() if k != "size_mm"}))])
    assert parcels_of(order["id"]).order.lines[0].volume_mm3 == 0
    assert sellables([variant])[variant].sides_mm == ()
    assert buyer.client.get(buyer.cart).status == 200
