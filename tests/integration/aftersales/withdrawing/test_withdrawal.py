"""R01: withdrawal in two steps, before and after the goods have left, and what goes back."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.store.records import AftersalesTable
from functions.orders.store.records import OrdersTable
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.withdrawing.stating import (
    A,
    B,
    cases_of,
    first,
    germany,
    second,
    sent_back,
    to_germany,
    withdrawn,
)
from tests.integration.orders.buyer import staff, stock_of
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture
def order(sold: Sold) -> Sold:
    """A for 40.00 and B for 20.00, by express for 15.00 where standard is 5.00; delivered in Berlin."""
    germany()
    return to_germany(sold, (4000, 1), (2000, 1), by="express")


def test_two_steps(order: Sold) -> None:
    """The first changes nothing; the second is acknowledged by an event with content, date and time."""
    step = first(order)
    shown = step.json
    assert (step.status, shown["status"], shown["amount"]["amount"]) == (200, "to_be_confirmed", 6500)
    assert (shown["labels"]["withdraw"], shown["labels"]["confirm"]) == ("withdraw from contract here", "confirm withdrawal")
    assert (cases_of(order), events_in(AftersalesTable, "withdrawal.declared")) == ([], [])
    done = second(order, step)
    assert (done.status, done.json["status"], done.json["whole"], len(done.json["returns"])) == (201, "declared", True, 1)
    told = events_in(AftersalesTable, "withdrawal.declared")[0].data
    assert (told["declared_at"], told["way"], [line["quantity"] for line in told["lines"]]) == (done.json["declared_at"], "api", [1, 1])
    case = cases_of(order)[0]
    assert (case["kind"], case["status"], case["statement_id"]) == ("withdrawal", "approved", done.json["id"])


def test_in_two_halves_standard_delivery_once_and_never_the_surcharge(order: Sold) -> None:
    """Case 19 (a), Article 13: 40.00, then 20.00 and 5.00."""
    with later(days=3):
        sent_back(order, withdrawn(order, (A, 1)))
    assert order.given_back() == 4000
    with later(days=5):
        sent_back(order, withdrawn(order, (B, 1)))
    assert order.given_back() == 6500
    assert [case["status"] for case in cases_of(order)] == ["refunded", "refunded"]


def test_no_fee_for_what_falls_under_the_limit_of_free_delivery(sold: Sold) -> None:
    """Case 19 (b)"""
    germany(free_over=5000)
    order = to_germany(sold, (4000, 1), (2000, 1))
    assert order.order["totals"]["shipping"]["amount"] == 0
    sent_back(order, withdrawn(order, (B, 1)))
    assert order.given_back() == 2000


def test_money_waits_for_the_goods_or_the_proof_that_they_were_sent(order: Sold) -> None:
    """Article 13(3). Goods that were paid back on proof are still taken in, once."""
    case = {"id": withdrawn(order, (A, 1))["returns"][0]}
    order.news()
    with later(days=13):
        order.due()
        assert (order.given_back(), order.seen(case)["status"]) == (0, "approved")
    sent = order.mine(case, "ship", {"carrier": "dhl", "waybill": "1"})
    assert sent.json["status"] == "in_transit"
    order.news()
    assert (order.given_back(), order.seen(case)["status"]) == (4000, "refunded")
    before = stock_of(order.variants[A])
    assert order.graded(case, (A, 1, "as_new")).json["status"] == "refunded"
    assert order.graded(case, (A, 1, "as_new")).code == "already_received"
    order.news()
    assert (order.given_back(), stock_of(order.variants[A])[0]) == (4000, before[0] + 1)


def test_goods_that_come_without_a_word_are_paid_when_they_are_graded(order: Sold) -> None:
    case = {"id": withdrawn(order, (B, 1))["returns"][0]}
    assert order.graded(case, (B, 1, "used")).json["status"] == "inspected"
    order.news()
    assert (order.given_back(), order.seen(case)["status"]) == (2000, "refunded")


def test_a_contract_that_ended_does_not_come_back_to_life(order: Sold) -> None:
    """No goods in time: people see it. Neither side ends it by itself."""
    case = {"id": withdrawn(order, (B, 1))["returns"][0]}
    assert order.mine(case, "cancel").code == "illegal_transition"
    assert order.staff(case, "reject", {"reason": "no"}).code == "illegal_transition"
    with later(days=15):
        order.due(times=2)
    assert (order.seen(case)["status"], order.seen(case)["stuck"]) == ("approved", "not_sent")


def test_before_it_has_left_it_does_not_leave(sold: Sold) -> None:
    """A part: paid back at once, on sale again; the rest is sent. Then the rest: nothing is left, the order ends."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), sent=(), by="express")
    before = stock_of(order.variants[A])[0]
    stated = withdrawn(order, (A, 1))
    order.news()
    assert (order.given_back(), stock_of(order.variants[A])[0]) == (4000, before + 1)
    assert events_in(OrdersTable, "order.refunded")[-1].data["withdrawn"] == {order.order["lines"][A]["id"]: 1}
    assert order.seen({"id": stated["returns"][0]})["status"] == "refunded"
    withdrawn(order)
    order.news()
    seen = staff().get(f"/v1/admin/orders/{order.id}").json
    assert (order.given_back(), seen["status"], seen["cancel_reason"]) == (10_500, "cancelled", "refunded")


def test_some_have_left_and_some_have_not(sold: Sold) -> None:
    """One statement, two cases: the one is paid back at once, the other waits for its goods and takes the delivery fee with it."""
    germany()
    order = to_germany(sold, (4000, 3), (2000, 1), sent=(2, 0), delivered=False)
    stated = withdrawn(order)
    order.news()
    assert (len(stated["returns"]), stated["amount"]["amount"], order.given_back()) == (2, 14_500, 6000)
    sent_back(order, {"returns": [case["id"] for case in cases_of(order) if case["status"] == "approved"]})
    assert (order.given_back(), {case["status"] for case in cases_of(order)}) == (14_500, {"refunded"})


def test_withdrawal_twice(order: Sold) -> None:
    """Bad input. The same token is the same statement; the same pieces are withdrawn once."""
    step, other = first(order), first(order)
    done, again = second(order, step), second(order, step)
    assert (again.status, again.json) == (201, done.json)
    twice = second(order, other)
    assert (twice.status, twice.code, twice.json["withdrawal_id"]) == (409, "already_withdrawn", done.json["id"])
    assert first(order).code == "already_withdrawn"
    assert first(order, (A, 1)).code == "already_withdrawn"
    assert len(events_in(AftersalesTable, "withdrawal.declared")) == 1


def test_bad_input(order: Sold) -> None:
    url = f"/v1/orders/{order.id}/withdrawal"
    assert first(order, (A, 2)).code == "line_quantity_exceeded"
    unknown = order.buyer.post(url, {"lines": [{"line_id": "line_x", "quantity": 1}]})
    assert (unknown.status, unknown.code) == (422, "unknown_line")
    bodies: list[Any] = [{"lines": []}, {"lines": [{"line_id": "x", "quantity": 0}]}, {"confirm_token": ""}, {"lines": "x"}, {"other": 1}]
    for body in bodies:
        assert order.buyer.post(url, body).status == 422, body
    for token in ("x", "😀", "a" * 19_000, first(order).json["confirm_token"][:-2] + "zz"):
        refused = order.buyer.post(url, {"confirm_token": token})
        assert (refused.status, refused.code) == (422, "unknown_confirm_token"), token
    assert order.buyer.post(f"/v1/orders/{order.id}/returns", {"kind": "withdrawal", "lines": order.lines((A, 1))}).status == 422


def test_whose_it_is(order: Sold, sold: Sold) -> None:
    """Another's order is not there; a token of one order does not confirm another; staff write down what they were told, if they may."""
    url, step = f"/v1/orders/{order.id}/withdrawal", first(order)
    for headers in ({}, bearer(), {"x-order-token": "another"}):
        assert Client(app, headers).post(url, {}).status == 404
    assert (
        sold.buyer.post(f"/v1/orders/{sold.id}/withdrawal", {"confirm_token": step.json["confirm_token"]}).code
    ) == "unknown_confirm_token"
    assert Client(app, bearer("analyst")).post(url, {}).status in (403, 404)
    assert Client(app, bearer("support")).post(url, {}).status == 200


def test_where_no_law_gives_it(sold: Sold) -> None:
    from tests.integration.orders.buyer import ADDRESS

    abroad = sold_order(
        sold.shop, sold.queue, (1000, 1), to=ADDRESS | {"country": "US", "province": "NY", "city": "New York", "postal_code": "10001"}
    )
    refused = first(abroad)
    assert (refused.status, refused.code, refused.json["country"]) == (409, "no_withdrawal_right", "US")


def test_excluded_goods(order: Sold) -> None:
    """Article 16: named with the reason. What may be excluded once it was unsealed is not while it is sealed."""
    owner = Client(app, bearer("owner"))
    assert owner.put("/v1/admin/return_policies", {"policies": [{"id": "all", "exclusion": "custom_made"}]}).status == 200
    refused = first(order)
    assert (refused.status, refused.code, set(refused.json["exclusions"].values())) == (409, "withdrawal_excluded", {"custom_made"})
    assert "2011/83" in refused.json["norm"]
    assert owner.put("/v1/admin/return_policies", {"policies": [{"id": "all", "exclusion": "unsealed_hygiene"}]}).status == 200
    assert first(order, (A, 1)).code == "withdrawal_excluded"
    assert first(order, (A, 1), sealed=True).status == 200


def test_an_idempotency_key_keeps_each_step(order: Sold) -> None:
    url = f"/v1/orders/{order.id}/withdrawal"
    one, two = (order.buyer.post(url, {}, Idempotency_Key="k1") for _ in range(2))
    assert one.text == two.text
    body = {"confirm_token": one.json["confirm_token"]}
    done, again = (order.buyer.post(url, body, Idempotency_Key="k2") for _ in range(2))
    assert (done.status, again.status, again.text) == (201, 201, done.text)
    assert order.buyer.post(url, body, Idempotency_Key="k1").code == "idempotency_key_reused"
