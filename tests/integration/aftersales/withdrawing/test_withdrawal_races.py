"""Withdrawn, returned and open pieces never exceed what was bought; each is paid back once, whoever is faster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.aftersales.returns import pay_back
from functions.aftersales.returns.unsent import keep_back
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.withdrawing import declare
from functions.orders.app import app as orders
from functions.orders.placed import told_of_right
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.payments.refunds import claim_refunds
from functions.shared.outside import clock
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.withdrawing.stating import A, B, cases_of, first, germany, second, to_germany, withdrawn
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def test_twenty_withdrawals_and_returns_of_three_pieces(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 3))
    steps = [first(order, (A, 1)) for _ in range(10)]
    with ThreadPoolExecutor(20) as pool:
        tried = [pool.submit(second, order, step) for step in steps] + [pool.submit(order.open, (A, 1)) for _ in range(10)]
        answers = [one.result() for one in tried]
    assert {answer.status for answer in answers} <= {201, 409, 422, 503}
    assert sum(answer.status == 201 for answer in answers) <= 3
    while second(order, first(order, (A, 1))).status == 201 if first(order, (A, 1)).status == 200 else False:
        pass
    assert dict(pieces_of(order.id).taken()) == {order.order["lines"][A]["id"]: 3}
    for case in cases_of(order):
        order.mine(case, "ship", {"carrier": "dhl", "waybill": "1"})
    order.news()
    withdrawals = [case for case in cases_of(order) if case["kind"] == "withdrawal"]
    assert {case["status"] for case in withdrawals} <= {"refunded"}
    # The fee for standard delivery goes back with the order's last pieces: with a withdrawal, or never where a return is the last.
    assert order.given_back() in (4000 * len(withdrawals), 4000 * len(withdrawals) + 500)


def test_the_same_statement_at_once(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1))
    step = first(order)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: second(order, step), range(8)))
    assert {answer.status for answer in answers} <= {201, 503}
    assert len({answer.json["id"] for answer in answers if answer.status == 201}) == 1
    assert (len(cases_of(order)), len(events_in(AftersalesTable, "withdrawal.declared"))) == (1, 1)


def test_another_is_stated_in_between(sold: Sold, monkeypatch: Patch) -> None:
    germany()
    order = to_germany(sold, (4000, 1))
    mine, other = first(order), first(order)
    in_between(monkeypatch, declare, "offered", lambda: second(order, other))
    assert second(order, mine).code == "already_withdrawn"


def test_the_same_one_comes_in_between(sold: Sold, monkeypatch: Patch) -> None:
    germany()
    order = to_germany(sold, (4000, 1))
    step = first(order)
    in_between(monkeypatch, declare, "find_statement", lambda: second(order, step))
    assert second(order, step).status == 201
    assert len(cases_of(order)) == 1


def test_a_parcel_leaves_before_the_pieces_are_kept_back(sold: Sold) -> None:
    """One of two has left when the worker comes: it waits for its goods, the other is paid back."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), sent=())
    stated = withdrawn(order, (A, 2))
    order.send(1, 0, delivered=False)
    order.news()
    cases = cases_of(order)
    assert (len(stated["returns"]), {(case["status"], case["amount"]["amount"]) for case in cases}) == (
        1,
        {("refunded", 4000), ("approved", 4000)},
    )
    assert (order.given_back(), dict(pieces_of(order.id).taken())) == (4000, {order.order["lines"][A]["id"]: 1})


def test_a_parcel_leaves_while_the_money_is_asked_for(sold: Sold, monkeypatch: Patch) -> None:
    germany()
    order = to_germany(sold, (4000, 1), (2000, 1), sent=())
    case = {"id": withdrawn(order, (A, 1))["returns"][0]}
    in_between(monkeypatch, claim_refunds, "known_refunds", lambda: order.send(1, 0, delivered=False))
    pay_back.pay_back(case["id"])
    order.news()
    assert (order.given_back(), order.seen(case)["status"]) == (0, "approved")
    assert order.mine(case, "ship", {"carrier": "dhl", "waybill": "1"}).status == 200
    order.news()
    assert order.given_back() == 4000


def test_two_workers_keep_the_same_pieces_back(sold: Sold, monkeypatch: Patch) -> None:
    germany()
    order = to_germany(sold, (4000, 1), (2000, 1), sent=())
    case = withdrawn(order, (A, 1))["returns"][0]
    in_between(monkeypatch, keep_back, "contract_of", lambda: pay_back.pay_back(case))
    pay_back.pay_back(case)
    order.news()
    assert order.given_back() == 4000


def test_a_worker_that_dies_is_followed_by_another(sold: Sold, monkeypatch: Patch) -> None:
    """Between the order's end and the case's, of an order that was never paid; the sweep finds what no event brings."""
    germany()
    order = to_germany(sold, (4000, 1), paid=False)
    case = {"id": withdrawn(order)["returns"][0]}
    with monkeypatch.context() as patch:
        patch.setattr(keep_back, "_end", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pay_back.pay_back(case["id"])
    assert order.due() == 1
    assert order.seen(case)["status"] == "refunded"


def test_the_buyer_is_told_while_staff_say_so(sold: Sold, monkeypatch: Patch) -> None:
    """The word of people counts; that of a mail that is sent meanwhile does not write over it, nor gets lost."""
    url, owner = f"/v1/admin/orders/{sold.id}/withdrawal_notice", Client(orders, bearer("owner"))
    in_between(monkeypatch, told_of_right, "get_order", lambda: owner.put(url, {"told_at": "2026-01-01T00:00:00Z"}))
    told_of_right.note_told(sold.id, clock.now())
    assert OrderRecord.get(order_pk(sold.id), ORDER_SK).told_at == "2026-01-01T00:00:00.000Z"
    assert len(events_in(OrdersTable, "order.withdrawal_told")) == 1


def test_what_has_not_left_is_no_return(sold: Sold) -> None:
    """A withdrawn piece that waits does not stand in the way of a return of one that came, nor the other way round."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), sent=(1, 1))
    withdrawn(order, (A, 1))
    assert order.open((A, 1)).status == 201
    assert first(order, (A, 1)).code == "line_quantity_exceeded"
    assert first(order, (B, 1)).status == 200
