"""R01, Article 14(2): what withdrawn goods have lost by being used is taken off, with a reason, of a buyer who was told of their right."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.app import app
from functions.orders.app import app as orders
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.withdrawing.stating import A, B, germany, sent_back, to_germany, withdrawn
from tests.support.http import Answer, Client
from tests.support.identity import bearer


@pytest.fixture
def order(sold: Sold) -> Sold:
    """A for 40.00 and two B for 20.00, and 5.00 for their way to Berlin; the buyer was told."""
    germany()
    order = to_germany(sold, (4000, 1), (2000, 2))
    assert told(order, order.order["placed_at"]).status == 200
    return order


def told(order: Sold, at: str | None) -> Answer:
    return Client(orders, bearer("owner")).put(f"/v1/admin/orders/{order.id}/withdrawal_notice", {"told_at": at})


def received(order: Sold, case: Any, *lost: tuple[int, int], role: str = "owner", reason: str = "Worn outdoors.", **more: Any) -> Answer:
    """`lost`: (line, amount)"""
    rows = [{"line_id": order.order["lines"][n]["id"], "quantity": count, "grade": "used"} for n, count in ((A, 1), (B, 2))]
    off = [
        {"line_id": order.order["lines"][n]["id"], "amount": {"amount": amount, "currency": "CNY"}, "reason": reason} for n, amount in lost
    ]
    body = {"lines": rows, "deductions": off} | more
    return Client(app, bearer(role)).post(f"/v1/admin/returns/{case['id']}/receive", body)


def test_taken_off_within_the_price_of_the_pieces(order: Sold) -> None:
    case = {"id": withdrawn(order)["returns"][0]}
    assert received(order, case, (A, 4001)).code == "deduction_too_high"
    assert received(order, case, (A, 1), (A, 1)).code == "line_named_twice"
    assert received(order, case, (A, 1500), role="warehouse").status == 403
    assert received(order, case, (A, 0)).json["errors"][0]["code"] == "deducts_nothing"
    assert received(order, case, (A, -1)).status == received(order, case, (A, 1), reason=" ").status == 422
    unknown = {"line_id": "line_x", "amount": {"amount": 1, "currency": "CNY"}, "reason": "x"}
    assert received(order, case, deductions=[unknown]).code == "unknown_line"
    other = {"line_id": order.order["lines"][A]["id"], "amount": {"amount": 1, "currency": "EUR"}, "reason": "x"}
    assert received(order, case, deductions=[other]).code == "currency_mismatch"
    done = received(order, case, (A, 1500), (B, 4000))
    assert (done.status, done.json["amount"]["amount"]) == (200, 2500 + 500), done.text
    assert (done.json["lines"][0]["lost"]["amount"], done.json["lines"][0]["lost_because"]) == (1500, "Worn outdoors.")
    order.news()
    assert (order.seen(case)["status"], order.given_back()) == ("refunded", 3000)


def test_all_of_it_is_lost(order: Sold) -> None:
    with later(days=1):
        withdrawn(order, (B, 2))
        case = {"id": withdrawn(order, (A, 1))["returns"][0]}
    rows = [{"line_id": order.order["lines"][A]["id"], "quantity": 1, "grade": "damaged"}]
    done = received(order, case, (A, 4000), lines=rows)
    assert (done.status, done.json["amount"]["amount"]) == (200, 500)
    order.news()
    assert (order.seen(case)["status"], order.given_back()) == ("refunded", 500)


def test_not_of_who_was_not_told_nor_after_it_was_paid_nor_of_a_return(order: Sold, sold: Sold) -> None:
    case = {"id": withdrawn(order)["returns"][0]}
    assert told(order, None).status == 200
    assert received(order, case, (A, 1)).code == "not_informed"
    assert told(order, order.order["placed_at"]).status == 200
    sent_back(order, {"returns": [case["id"]]})
    assert order.given_back() == 8500
    assert received(order, case, (A, 1)).code == "already_paid_back"
    other = sold.sent_back((0, 1))
    line = sold.order["lines"][0]["id"]
    off = [{"line_id": line, "amount": {"amount": 1, "currency": "CNY"}, "reason": "x"}]
    refused = sold.staff(other, "receive", {"lines": [{"line_id": line, "quantity": 1, "grade": "used"}], "deductions": off})
    assert (refused.status, refused.code) == (409, "no_deduction")
