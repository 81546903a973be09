"""Returned and open pieces never exceed what was sent, and money goes once, whoever is faster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.aftersales.app import app
from functions.aftersales.evidence import announce
from functions.aftersales.returns import open_case, pay_back, staff_steps
from functions.aftersales.store import rules
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.payments.store.records import PaymentsTable
from tests.integration.aftersales.sold import Sold
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
MUGS, PLATES = 0, 1


def test_twenty_at_once_for_three_pieces(sold: Sold) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: sold.open((MUGS, 1)), range(20)))
    won = [answer for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 422, 503}
    assert len(won) <= 3
    while (one := sold.open((MUGS, 1))).status == 201:
        won.append(one)
    taken = pieces_of(sold.id).taken()
    assert (len(won), one.code, dict(taken)) == (3, "line_quantity_exceeded", {sold.order["lines"][MUGS]["id"]: 3})


def test_the_last_piece_goes_into_another_case_in_between(sold: Sold, monkeypatch: Patch) -> None:
    sold.opened((MUGS, 2))
    in_between(monkeypatch, open_case, "pieces_of", lambda: sold.opened((MUGS, 1)))
    answer = sold.open((MUGS, 1))
    assert (answer.status, answer.code) == (422, "line_quantity_exceeded")


def test_staff_say_no_while_the_buyer_takes_it_back(sold: Sold, monkeypatch: Patch) -> None:
    case = sold.opened((MUGS, 1))
    in_between(monkeypatch, staff_steps, "check_version", lambda: sold.mine(case, "cancel"))
    assert sold.staff(case, "reject", {"reason": "x"}).code == "illegal_transition"
    assert (sold.seen(case)["status"], len(events_in(AftersalesTable, "return.rejected"))) == ("cancelled", 0)


def test_two_workers_ask_for_the_money_once(sold: Sold, monkeypatch: Patch) -> None:
    case = sold.opened((PLATES, 1), kind="refund_only", reason="missing")
    sold.staff(case, "approve", {})
    in_between(monkeypatch, pay_back, "is_last_of", lambda: pay_back.pay_back(case["id"]))
    pay_back.pay_back(case["id"])
    assert sold.mine(case, "cancel").code == "already_paid_back"
    sold.news()
    assert (sold.given_back(), len(events_in(PaymentsTable, "payment.refunded"))) == (3333, 1)


def test_policies_that_change_at_once(monkeypatch: Patch) -> None:
    def put(name: str) -> Answer:
        return Client(app, bearer("owner")).put("/v1/admin/return_policies", {"policies": [{"id": name}]})

    in_between(monkeypatch, rules, "check_version", lambda: put("first"))
    assert put("second").status == 503
    assert rules.case_rules()[0].policies[0].id == "first"


def test_no_more_files_than_a_day_has(sold: Sold, monkeypatch: Patch) -> None:
    monkeypatch.setattr(announce, "MOST_A_DAY", 2)
    in_between(monkeypatch, announce, "bought_pieces", lambda: [sold.evidence(sent=False) for _ in range(2)])
    answer = sold.buyer.post(f"/v1/orders/{sold.id}/evidence", {"filename": "a.jpg", "content_type": "image/png"})
    assert (answer.status, answer.code) == (429, "too_many_uploads")
