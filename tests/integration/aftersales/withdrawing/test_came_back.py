"""G02, G05: parcels of exchanged pieces that come back without having arrived, beside refunds by hand."""

from __future__ import annotations

import pytest

from functions.aftersales.app import app
from functions.orders.store.records import OrdersTable
from tests.integration.aftersales.exchanged import bowl, exchange, pay
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.test_exchanged_then_returned import back, by_hand, exchanged, new_order, returned
from tests.integration.aftersales.withdrawing.stating import cases_of
from tests.integration.aftersales.withdrawing.test_exchanged_by_hand import settled
from tests.integration.orders.buyer import staff
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

MUGS = 0


def parcel_of(order: Sold) -> str:
    return str(staff().get(f"/v1/admin/orders/{order.id}/shipments").json["data"][-1]["id"])


def came_back(order: Sold, parcel: str) -> None:
    for status in ("IN_TRANSIT", "RETURNED"):
        answer = staff().post(f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace", {"status": status, "place": "杭州"})
        assert answer.status == 201, answer.text


@pytest.mark.parametrize(("price", "own"), [(7000, 1100), (4000, 0)])
@pytest.mark.parametrize("by_hand_first", [True, False, None])
def test_the_shop_gives_all_of_it_back_once(sold: Sold, price: int, own: int, by_hand_first: bool | None) -> None:
    """By hand goes what the new order brought itself, before or after the parcel is back, or not at all; what stands behind it follows by
    itself."""
    new, _ = exchanged(sold, price, (MUGS, 1), sent=False)
    new.send(1, delivered=False)
    if by_hand_first and own:
        assert by_hand(new, (0, 1)).status == 201
        settled(new)
    came_back(new, parcel_of(new))
    if by_hand_first is False and own:
        assert by_hand(new, (0, 1)).status == 201
        settled(new)
    settled(new)
    assert (back(new) if own else 0, back(sold)) == (own if by_hand_first is not None else 0, 5900)


def told(order: Sold) -> list[dict[str, int]]:
    """What was in parcels that came back, by line."""
    found = [one for one in events_in(OrdersTable, "shipment.came_back") if one.data["order_id"] == order.id]
    return [{line["line_id"]: line["quantity"] for line in one.data["lines"]} for one in found]


def test_what_arrived_is_returned_as_ever(sold: Sold) -> None:
    """Of three pieces of a line one comes back and two arrive; the parcel is told once, however often it is scanned."""
    new, _ = exchanged(sold, 7000, (MUGS, 3), sent=False)
    new.send(1, delivered=False)
    parcel = parcel_of(new)
    new.send(2)
    came_back(new, parcel)
    settled(new)
    came_back(new, parcel)
    settled(new)
    assert (told(new), back(sold), back(new)) == ([{new.order["lines"][0]["id"]: 1}], 5900, 0)
    assert new.open((0, 3)).code == "line_quantity_exceeded"
    assert returned(new, (0, 2))["amount"]["amount"] == 2 * 7000
    assert (back(sold), back(new)) == (3 * 5900, 2 * 1100)
    assert by_hand(new, (0, 1)).status == 201
    settled(new)
    assert (back(sold), back(new)) == (3 * 5900, 3 * 1100)


def test_what_a_case_is_about_comes_with_the_case(sold: Sold) -> None:
    """A buyer who asked for a return while the parcel was on its way: what comes back is what the case waits for."""
    new, _ = exchanged(sold, 7000, (MUGS, 1), sent=False)
    new.send(1, delivered=False)
    case = new.sent_back((0, 1))
    came_back(new, parcel_of(new))
    settled(new)
    assert (back(sold), len(cases_of(new))) == (0, 1)
    assert new.graded(case, (0, 1, "as_new")).status == 200
    settled(new)
    assert (new.seen(case)["status"], back(sold), back(new), len(cases_of(new))) == ("refunded", 5900, 1100, 1)


@pytest.mark.parametrize("by_hand_first", [True, False])
def test_a_case_that_ends_leaves_it_to_nobody_else(sold: Sold, by_hand_first: bool) -> None:
    """Taken back after the parcel was here, with or without a refund by hand before: what stands behind the piece goes by itself."""
    new, _ = exchanged(sold, 7000, (MUGS, 1), sent=False)
    new.send(1, delivered=False)
    case = new.opened((0, 1))
    if by_hand_first:
        assert by_hand(new, (0, 1)).status == 201
        settled(new)
    came_back(new, parcel_of(new))
    settled(new)
    assert back(sold) == 0
    assert new.mine(case, "cancel").status == 200
    settled(new)
    assert (back(sold), back(new)) == (5900, 1100 if by_hand_first else 0)


def test_through_a_chain_it_goes_back_where_it_was_paid(sold: Sold) -> None:
    second, _ = exchanged(sold, 7000, (MUGS, 1))
    third, _ = exchanged(second, 9000, (0, 1), sent=False)
    third.send(1, delivered=False)
    came_back(third, parcel_of(third))
    settled(third)
    assert (back(third), back(second), back(sold)) == (0, 1100, 5900)


def test_before_the_old_pieces_are_back_it_waits(sold: Sold) -> None:
    """Shipped first: nobody gets what was paid for pieces that they still have."""
    rules = {"policies": [{"id": "all"}], "exchange_ships_first": True}
    assert Client(app, bearer("owner")).put("/v1/admin/return_policies", rules).status == 200
    case = exchange(sold, bowl(7000), (MUGS, 1))
    pay(sold, case)
    assert sold.staff(case, "approve", {}).status == 200
    new = new_order(sold, case)
    new.send(1, delivered=False)
    came_back(new, parcel_of(new))
    settled(new)
    assert ([one["stuck"] for one in cases_of(new)], back(sold)) == (["exchange_not_over"], 0)
    assert sold.graded(case, (MUGS, 1, "as_new")).status == 200
    sold.news()
    with later(hours=2):
        new.due(times=2)
        settled(new)
    assert ([one["status"] for one in cases_of(new)], back(sold), back(new)) == (["refunded"], 5900, 0)


def test_of_other_orders_people_decide(sold: Sold) -> None:
    """Their money goes by hand, as ever; nor does anything follow from a parcel that arrived before it came back."""
    plain = sold_order(sold.shop, sold.queue, (3000, 1), delivered=False)
    came_back(plain, parcel_of(plain))
    settled(plain)
    assert (len(told(plain)), cases_of(plain), back(plain)) == (1, [], 0)
    new, _ = exchanged(sold, 7000, (MUGS, 1))
    parcel = parcel_of(new)
    assert staff().post(f"/v1/admin/orders/{new.id}/shipments/{parcel}/trace", {"status": "RETURNED"}).status == 201
    settled(new)
    assert (told(new), cases_of(new), back(sold)) == ([], [], 0)
