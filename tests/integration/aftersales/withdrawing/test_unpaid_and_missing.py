"""R01: what is not paid, whose money is only held, what was never sent, and what never comes."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.store.records import AftersalesTable
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.withdrawing.stating import A, B, cases_of, first, germany, held_for, sent_back, to_germany, withdrawn
from tests.integration.orders.buyer import staff, stock_of
from tests.integration.payments.card_double import Card
from tests.support.events import events_in


def exceptions() -> list[Any]:
    return list(staff().get("/v1/admin/exceptions?kind=return_stuck").json["data"])


@pytest.fixture
def order(sold: Sold) -> Sold:
    """A for 40.00 and B for 20.00, by express for 15.00 where standard is 5.00; delivered in Berlin."""
    germany()
    return to_germany(sold, (4000, 1), (2000, 1), by="express")


def test_a_part_of_an_order_that_is_not_paid(sold: Sold) -> None:
    """It leaves the order, which costs less from then on; nothing is paid for it or given back, and nobody has to look."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), paid=False)
    before = stock_of(order.variants[A])[0]
    stated = withdrawn(order, (A, 1))
    assert (stated["amount"]["amount"], events_in(AftersalesTable, "withdrawal.declared")[0].data["unpaid"]) == (0, True)
    order.news()
    seen = staff().get(f"/v1/admin/orders/{order.id}").json
    assert (seen["status"], seen["totals"]["total"]["amount"], seen["lines"][A]["quantity"]) == ("pending_payment", 6_500, 1)
    case = order.seen({"id": stated["returns"][0]})
    assert (case["status"], case["stuck"], stock_of(order.variants[A])[0]) == ("refunded", None, before + 1)
    assert exceptions() == []
    withdrawn(order, (B, 1))
    order.news()
    withdrawn(order)
    order.news()
    seen = staff().get(f"/v1/admin/orders/{order.id}").json
    assert (seen["status"], seen["cancel_reason"], order.given_back()) == ("cancelled", "customer", 0)


def test_a_part_of_an_order_whose_money_is_held(sold: Sold, card: Card) -> None:
    """As much is taken as goes back; the rest stays held for what is sent."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), paid=False)
    held_for(order, card)
    stated = withdrawn(order, (A, 1))
    assert stated["amount"]["amount"] == 4000
    order.news()
    case = order.seen({"id": stated["returns"][0]})
    assert (case["status"], case["stuck"], order.given_back()) == ("refunded", None, 4000)
    assert (list(card.captures.values()), list(card.refunds.values()), card.voided) == ([4000], [4000], False)


def test_the_delivery_fee_of_what_was_never_sent(sold: Sold) -> None:
    """China: it is kept for what was sent, as the law has it, and goes back where nothing was: with the last pieces."""
    order = sold_order(sold.shop, sold.queue, (4000, 1), (2000, 1), sent=())
    fee = order.order["totals"]["shipping"]["amount"]
    withdrawn(order, (A, 1))
    order.news()
    assert (fee > 0, order.given_back()) == (True, 4000)
    stated = withdrawn(order, (B, 1))
    assert stated["amount"]["amount"] == 2000 + fee
    order.news()
    assert order.given_back() == 6000 + fee
    other = sold_order(sold.shop, sold.queue, (4000, 1), (2000, 1))
    sent_back(other, withdrawn(other))
    assert other.graded(cases_of(other)[0], (A, 1, "as_new"), (B, 1, "as_new")).status == 200
    other.news()
    assert other.given_back() == 2 * 6000 + fee


def test_what_leaves_before_the_shop_hears_of_it_keeps_its_delivery_fee(sold: Sold) -> None:
    order = sold_order(sold.shop, sold.queue, (4000, 1), sent=())
    withdrawn(order)
    order.send(1)
    order.news()
    case = cases_of(order)[0]
    assert (case["status"], case["amount"]["amount"], order.given_back()) == ("approved", 4000, 0)
    assert order.graded(case, (A, 1, "as_new")).status == 200
    order.news()
    assert order.given_back() == 4000


def test_goods_that_never_come(order: Sold) -> None:
    """People see it, and thirty days later the case is closed, unpaid; its pieces stay withdrawn. What comes after that is paid, once."""
    case = {"id": withdrawn(order, (B, 1))["returns"][0]}
    with later(days=15):
        assert order.due(times=2) == 1
        assert len(exceptions()) == 1
    with later(days=44):
        assert (order.due(times=2), order.seen(case)["status"]) == (0, "approved")
    with later(days=46):
        assert order.due(times=3) == 1
        assert (order.seen(case)["status"], order.seen(case)["ended_because"], exceptions()) == ("closed", "not_sent", [])
        assert (first(order, (B, 1)).code, order.open((B, 1)).code) == ("line_quantity_exceeded", "line_quantity_exceeded")
        assert order.given_back() == 0
        assert order.graded(case, (B, 1, "not_ours")).code == "illegal_transition"
        assert order.graded(case, (B, 1, "used")).json["status"] == "inspected"
        order.news()
        assert (order.seen(case)["status"], order.given_back()) == ("refunded", 2000)
        assert order.graded(case, (B, 1, "used")).status == 409


def test_what_was_paid_on_proof_and_never_came_is_shown_before_it_is_closed(order: Sold) -> None:
    stated = withdrawn(order, (A, 1))
    sent_back(order, stated)
    case = {"id": stated["returns"][0]}
    assert (order.seen(case)["status"], order.given_back()) == ("refunded", 4000)
    with later(days=31):
        order.due(times=2)
        assert (order.seen(case)["status"], order.seen(case)["stuck"], len(exceptions())) == ("refunded", "not_arrived", 1)
    with later(days=62):
        order.due(times=2)
        assert (order.seen(case)["status"], exceptions(), order.given_back()) == ("closed", [], 4000)


def test_an_order_that_is_not_paid_ends(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1), paid=False)
    before = stock_of(order.variants[A])[0]
    stated = withdrawn(order)
    assert stated["amount"]["amount"] == 0
    order.news()
    seen = staff().get(f"/v1/admin/orders/{order.id}").json
    assert (seen["status"], seen["cancel_reason"], stock_of(order.variants[A])[0]) == ("cancelled", "customer", before + 1)
    assert order.seen({"id": stated["returns"][0]})["status"] == "refunded"
