"""X07: what the goods that have left cost, whatever the parcels and their order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from functions.orders.model.goods_value import value_of
from functions.orders.model.order import Totals
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.shipment import Shipment, ShipmentLine, traced
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.plain.tracking import TraceEvent
from tests.support.orders import an_order

_PLAIN = an_order(quantities=(3, 2))
ORDER = replace(
    _PLAIN,
    lines=[replace(line, total=total) for line, total in zip(_PLAIN.lines, (10_000, 5_003), strict=True)],
    totals=Totals(15_003, 0, 700, 0, 15_703),
)


def parcel(name: str, *quantities: int, status: str = "PICKED_UP") -> Shipment:
    lines = [ShipmentLine(f"line_{number}", "var", "sku", quantity) for number, quantity in enumerate(quantities)]
    bare = Shipment(name, ORDER.id, ORDER.number, "manual", lines, "2025-01-01T00:00:00.000Z", "2025-01-04", waybill="W")
    return traced(bare, [TraceEvent("2025-01-02T00:00:00.000Z", status)])


PARCELS = [parcel("shp_1", 1, 0), parcel("shp_2", 1, 1), parcel("shp_3", 1, 1)]


def test_nothing_has_left_before_a_parcel_is_handed_over() -> None:
    assert value_of(ORDER, []) == 0
    assert value_of(ORDER, [parcel("shp_1", 3, 2, status="INFO_RECEIVED")]) == 0


@pytest.mark.parametrize("order", list(permutations(PARCELS)))
def test_every_parcel_costs_something_and_all_of_them_the_total(order: tuple[Shipment, ...]) -> None:
    values = [value_of(ORDER, order[:count]) for count in range(4)]
    assert values == sorted(set(values))
    assert (values[0], values[3]) == (0, 15_703)


def test_the_delivery_goes_with_the_first_parcel_and_what_is_back_from_the_courier_does_not_count() -> None:
    assert value_of(ORDER, [PARCELS[0]]) == 700 + 3_333
    assert value_of(ORDER, [PARCELS[0], parcel("shp_9", 2, 2, status="CANCELLED")]) == 700 + 3_333


def test_a_parcel_that_is_made_up_counts_where_what_is_prepared_is_asked_for() -> None:
    waits = parcel("shp_1", 1, 1, status="INFO_RECEIVED")
    assert (value_of(ORDER, [waits]), value_of(ORDER, [waits], prepared=True)) == (0, 700 + 3_333 + 2_501)
    assert value_of(ORDER, [parcel("shp_1", 1, 1, status="CANCELLED")], prepared=True) == 0


def test_pieces_that_were_paid_back_before_they_were_sent_cost_nothing() -> None:
    whole = parcel("shp_1", 3, 2)
    less = replace(whole, lines=[replace(line, paid_back=1) for line in whole.lines])
    assert value_of(ORDER, [less]) == 700 + 6_666 + 2_501


def test_what_does_not_leave_because_of_a_refund_counts_where_refunds_are_asked_for() -> None:
    refund = OrderRefund("ref_1", "pay_1", 6_666, "", RefundState.SUCCEEDED, withdrawn={"line_0": 2})
    assert value_of(ORDER, [], refunds=[refund]) == 6_666
    assert value_of(ORDER, [PARCELS[0]], refunds=[refund]) == 700 + 10_000


def test_gift_cards_count_with_the_first_parcel_or_at_once_where_there_is_nothing_else() -> None:
    card = replace(ORDER.lines[1], tax_class=GIFT_CARD)
    mixed = replace(ORDER, lines=[ORDER.lines[0], card])
    assert value_of(mixed, []) == 0
    assert value_of(mixed, [PARCELS[0]]) == 700 + 3_333 + 5_003
    back = OrderRefund("ref_1", "pay_1", 2_501, "", RefundState.SUCCEEDED, withdrawn={"line_1": 1})
    assert value_of(mixed, [PARCELS[0]], refunds=[back]) == 700 + 3_333 + 5_003, "each of its pieces counts once"
    alone = replace(ORDER, lines=[card], totals=Totals(5_003, 0, 0, 0, 5_003))
    assert value_of(alone, []) == 5_003
