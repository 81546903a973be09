"""G06, G08: a case that goes on only with people stands among the exceptions, says what to do, and leaves them by itself."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.returns import pay_back, send_again
from functions.aftersales.store import cases
from functions.aftersales.store.records import AftersalesTable
from functions.orders.app import app as orders_app
from functions.orders.store.parcels import stuck_returns
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_recall_pieces import paid_back_by_hand
from tests.integration.orders.buyer import staff, stock_of
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS = 0


def exceptions(**asked: str) -> list[Any]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = Client(orders_app, bearer("support")).get(f"/v1/admin/exceptions?{query}")
    assert answer.status == 200, answer.text
    return [one for one in answer.json["data"] if one["kind"] == "return_stuck"]


def test_goods_that_do_not_arrive_are_shown_until_they_do(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 1))
    assert exceptions() == []
    with later(days=31):
        assert (sold.due(times=3), sold.due()) == (1, 0)
        (shown,) = exceptions(kind="return_stuck")
        assert (shown["return_id"], shown["order_id"], shown["detail"]) == (case["id"], sold.id, f"{case['id']}: not_arrived")
        assert "Ask the carrier" in shown["suggested_action"]
        # What else happens to the order does not close it.
        assert staff().post(f"/v1/admin/orders/{sold.id}/hold", {"reason": "x"}).status in (200, 409)
        assert exceptions(order=sold.id) == [shown]
        assert sold.graded(case, (MUGS, 1, "as_new")).status == 200
        assert exceptions() == []
        (closed,) = exceptions(state="closed")
        assert (closed["id"], closed["closed_because"]) == (shown["id"], "inspected")
    told = [event.type for event in events_in(OrdersTable, "shipment.exception", "case.closed") if event.data["kind"] == "return_stuck"]
    assert sorted(told) == ["case.closed", "shipment.exception"]


def test_closed_by_hand_it_does_not_come_again_for_the_same(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sold.sent_back((MUGS, 1))
    with later(days=31):
        sold.due()
        (shown,) = exceptions()

        def resolve() -> None:
            path = f"/v1/admin/exceptions/{shown['id']}/resolve"
            assert Client(orders_app, bearer("warehouse")).post(path, {"outcome": "asked"}).status == 200

        in_between(monkeypatch, stuck_returns, "case_put", resolve)
        assert sold.graded(case, (MUGS, 1, "used")).status == 200
    (closed,) = exceptions(state="all")
    assert (closed["closed_because"], closed["outcome"]) == ("resolved", "asked")


def test_money_that_cannot_go_is_shown_and_ended_by_people(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 3))
    total = sold.order["totals"]["total"]["amount"]
    refund = {"amount": {"amount": total, "currency": "CNY"}, "reason": "all of it"}
    assert sold.graded(case, (MUGS, 3, "as_new")).status == 200
    assert Client(payments_app, bearer("finance")).post(f"/v1/admin/orders/{sold.id}/refunds", refund).status == 201
    pay_back.pay_back(case["id"])
    (shown,) = exceptions()
    assert (sold.seen(case)["stuck"], shown["detail"].split(": ")[1]) == ("refund_exceeds_captured", "refund_exceeds_captured")
    assert "close the return" in shown["suggested_action"]
    assert sold.staff(case, "close").json["status"] == "closed"
    assert (exceptions(), sold.open((MUGS, 1)).code) == ([], "line_quantity_exceeded")
    assert sold.staff(case, "close").code == "illegal_transition"


def test_what_is_not_stuck_is_not_settled(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 1))
    assert sold.staff(case, "close").code == "illegal_transition"
    sold.graded(case, (MUGS, 1, "as_new"))
    assert sold.staff(case, "close").code == "illegal_transition"


def test_one_that_was_stuck_before_there_was_this_list_goes_on(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sold.sent_back((MUGS, 1))
    with later(days=31), monkeypatch.context() as before:
        before.setattr(cases, "_shown_to_people", lambda *_: [])
        sold.due()
    assert exceptions() == []
    assert sold.graded(case, (MUGS, 1, "as_new")).status == 200


@pytest.mark.parametrize("by_hand", [3, 2])
def test_goods_whose_money_went_by_hand_meanwhile_are_taken_in(sold: Sold, by_hand: int) -> None:
    """All of it, or a part; what is still owed is for people to say."""
    case, before = sold.sent_back((MUGS, 3)), stock_of(sold.variants[MUGS])[0]
    paid_back_by_hand(sold, MUGS, by_hand)
    assert sold.graded(case, (MUGS, 3, "as_new")).status == 200
    assert stock_of(sold.variants[MUGS])[0] == before + 3
    sold.news()
    assert (sold.seen(case)["status"], sold.seen(case)["stuck"]) == ("inspected", "line_quantity_exceeded")
    assert [one["return_id"] for one in exceptions()] == [case["id"]]
    assert sold.staff(case, "close").json["status"] == "closed"
    assert (exceptions(), sold.given_back()) == ([], 5900 * by_hand)


def test_time_sends_nothing_again_whose_money_went_by_hand(sold: Sold) -> None:
    case = sold.opened((1, 1), kind="reship", reason="not_received")
    paid_back_by_hand(sold, 1, 2)
    with later(hours=49):
        assert sold.due(times=2) == 1
        sold.news()
        assert (sold.seen(case)["status"], sold.seen(case)["stuck"]) == ("approved", "line_quantity_exceeded")
    assert (events_in(AftersalesTable, "return.reshipped"), sold.given_back()) == ([], 6666)


@pytest.mark.parametrize("kind", ["reship", "claim"])
def test_staff_send_nothing_again_whose_money_went_by_hand_unless_they_say_so(sold: Sold, kind: str) -> None:
    case = sold.opened((1, 2), kind=kind, reason="not_received")
    asked = {"reship": [{"line_id": sold.order["lines"][1]["id"], "quantity": 2}]}
    paid_back_by_hand(sold, 1, 1)
    assert sold.staff(case, "approve", asked).code == "already_paid_back"
    assert (sold.seen(case)["status"], events_in(AftersalesTable, "return.approved")) == ("requested", [])
    approved = sold.staff(case, "approve", asked | {"despite_refund": True})
    assert (approved.status, approved.json["despite_refund"]) == (200, True), approved.text
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("reshipped", 3333)


@pytest.mark.parametrize("by", ["staff", "arbiter", "time"])
def test_the_money_goes_in_the_moment_of_the_decision(sold: Sold, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not both: it is decided again, by what is so by then."""
    case = sold.opened((1, 2), kind="reship", reason="not_received")
    if by == "arbiter":
        assert sold.staff(case, "reject", {"reason": "no"}, role="manager").status == 200
        assert sold.mine(case, "escalate").status == 200
    in_between(monkeypatch, send_again, "is_money_gone", lambda: paid_back_by_hand(sold, 1, 2))
    with later(days=30):
        if by == "time":
            assert sold.due(times=2) == 1
            sold.news()
            assert (sold.seen(case)["status"], sold.seen(case)["stuck"]) == ("approved", "line_quantity_exceeded")
        else:
            said = ("approve", {}, "owner") if by == "staff" else ("rule", {"outcome": "for_buyer", "note": "It is lost."}, "arbiter")
            refused = sold.staff(case, said[0], said[1], role=said[2])
            assert (refused.status, refused.code) == (409, "already_paid_back")
    assert (events_in(AftersalesTable, "return.reshipped"), len(events_in(OrdersTable, "order.placed"))) == ([], 1)


def test_a_gift_of_money_beside_it_stops_nothing(sold: Sold) -> None:
    """Nor does what went back for other pieces of the line."""
    case = sold.opened((1, 1), kind="reship", reason="not_received")
    paid_back_by_hand(sold, 1, 1)
    gift = {"amount": {"amount": 500, "currency": "CNY"}, "reason": "sorry"}
    assert Client(payments_app, bearer("finance")).post(f"/v1/admin/orders/{sold.id}/refunds", gift).status == 201
    approved = sold.staff(case, "approve", {})
    assert (approved.status, approved.json["despite_refund"]) == (200, False), approved.text


def test_a_ruling_sends_nothing_again_whose_money_went_by_hand(sold: Sold) -> None:
    case = sold.opened((1, 1), kind="reship", reason="not_received")
    assert sold.staff(case, "reject", {"reason": "no"}, role="manager").status == 200
    assert sold.mine(case, "escalate").status == 200
    paid_back_by_hand(sold, 1, 2)
    with later(days=30):
        ruled = {"outcome": "for_buyer", "note": "It is lost."}
        assert sold.staff(case, "rule", ruled, role="arbiter").code == "already_paid_back"
        assert sold.staff(case, "rule", ruled | {"despite_refund": True}, role="arbiter").json["despite_refund"] is True
