"""G02: whoever is faster, nothing is exchanged, reserved or paid twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.aftersales.returns.exchanges import follow_exchange
from functions.aftersales.returns.exchanges.follow_exchange import note_covered
from functions.aftersales.returns.pay_back import pay_back
from functions.aftersales.store.cases import find_case, pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.orders.carts import look_up
from functions.orders.checkout import exchange_pieces
from functions.orders.reviewing import case_orders
from functions.orders.store.number import draw
from functions.orders.store.records import OrdersTable
from tests.integration.aftersales.exchanged import asked, bowl, ended, exchange, its_order, pay, sell_out, sent_back
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import staff, stock_of
from tests.support.events import events_in
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
MUGS = 0


def test_the_last_one_is_sold_in_between(sold: Sold, monkeypatch: Patch) -> None:
    variant = bowl(5900, stock=1)
    in_between(monkeypatch, look_up, "find_many", lambda: sell_out(variant))
    answer = asked(sold, variant, (MUGS, 1))
    assert (answer.status, answer.code, pieces_of(sold.id).taken().total()) == (409, "out_of_stock", 0)


def test_twenty_at_once_for_three_pieces_and_two_in_stock(sold: Sold) -> None:
    variant = bowl(5900, stock=2)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: asked(sold, variant, (MUGS, 1)), range(20)))
    assert {answer.status for answer in answers} <= {201, 409, 422, 503}
    won = sum(answer.status == 201 for answer in answers)
    assert (pieces_of(sold.id).taken().total(), stock_of(variant)) == (won, (2 - won, 0))
    assert won <= 2


def test_a_number_that_is_taken_is_drawn_again(sold: Sold, monkeypatch: Patch) -> None:
    drawn = list[str]()

    def taken_first(*args: Any) -> str:
        drawn.append(sold.order["number"] if not drawn else draw(*args))
        return drawn[-1]

    monkeypatch.setattr(exchange_pieces, "draw", taken_first)
    case = exchange(sold, bowl(5900), (MUGS, 1))
    assert (len(drawn), its_order(sold, case)["status"]) == (2, "paid")


def test_it_is_paid_while_the_buyer_takes_it_back(sold: Sold, monkeypatch: Patch) -> None:
    """Whichever counts, the money is either for the exchange or back."""
    variant = bowl(7000)
    case = exchange(sold, variant, (MUGS, 1))
    in_between(monkeypatch, case_orders, "parcels_of", lambda: pay(sold, case))
    assert sold.mine(case, "cancel").status == 200
    ended(sold)
    assert (sold.seen(case)["status"], stock_of(variant), sold.given_back()) == ("cancelled", (5, 0), 1_100)


def test_two_workers_exchange_once(sold: Sold, monkeypatch: Patch) -> None:
    case = exchange(sold, bowl(7000), (MUGS, 1))
    pay(sold, case)
    in_between(monkeypatch, follow_exchange, "find_case", lambda: note_covered(case["id"]))
    note_covered(case["id"])
    sent_back(sold, case)
    sold.graded(case, (MUGS, 1, "as_new"))
    sold.news()
    found = find_case(case["id"])
    assert found is not None
    assert found.state.value == "exchanged"
    assert len(events_in(AftersalesTable, "return.exchanged")) == len(events_in(OrdersTable, "order.review_released")) == 1


def test_people_who_release_it_first(sold: Sold) -> None:
    """It leaves by their word; the case goes on, and cannot be taken back once a parcel has left."""
    case = exchange(sold, bowl(5900), (MUGS, 1))
    order_id = case["exchange"]["order_id"]
    assert staff().post(f"/v1/admin/orders/{order_id}/release", {"note": "vip"}).status == 200
    line = its_order(sold, case)["lines"][0]["id"]
    parcel = staff().post(
        f"/v1/admin/orders/{order_id}/shipments",
        {"carrier": "manual", "waybill": "W1", "lines": [{"line_id": line, "quantity": 1}]},
    )
    assert parcel.status == 201, parcel.text
    taken_back = sold.mine(case, "cancel")
    assert (taken_back.status, sold.seen(case)["status"]) == (409, "requested")


@pytest.mark.parametrize("price", [1_060, 5_000])
def test_its_order_ends_while_the_difference_is_on_its_way(sold: Sold, price: int) -> None:
    """What was paid for the old pieces goes back whole: the difference, then the rest; nothing stays put aside."""
    case = exchange(sold, bowl(price), (MUGS, 2))
    sent_back(sold, case)
    assert sold.graded(case, (MUGS, 2, "as_new")).status == 200
    pay_back(case["id"])
    assert staff().post(f"/v1/orders/{case['exchange']['order_id']}/cancel").status == 200
    for _ in range(3):
        ended(sold)
    with later(minutes=2):
        sold.due(times=2)
        sold.news()
    done = sold.seen(case)
    assert (done["status"], done["stuck"], sold.given_back()) == ("refunded", None, 11_800)
    assert sold.open((MUGS, 2)).code == "line_quantity_exceeded"
