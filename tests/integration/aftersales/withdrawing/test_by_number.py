"""R01: who has no link withdraws by number and e-mail address; the answer tells nothing, and the order's own address is told everything."""

from __future__ import annotations

import os
from typing import Any

import boto3
import pytest

from functions.aftersales.app import follow_returns
from functions.aftersales.store.records import AftersalesTable
from functions.orders.app import answer_lookups, app
from functions.orders.store.records import OrdersTable
from tests.integration.aftersales.sold import Sold, later, taken
from tests.integration.aftersales.withdrawing.stating import A, cases_of, first, germany, to_germany
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client

PAGE = Client(app)
URL = "/v1/orders/withdrawal"
MAIL = "buyer@example.com"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def order(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> Sold:
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", boto3.client("sqs").create_queue(QueueName="order-lookups")["QueueUrl"])
    germany()
    return to_germany(sold, (4000, 2), (2000, 1))


def state(number: str, email: str = MAIL, page: Client = PAGE, **more: Any) -> Answer:
    """Both steps; the second answer."""
    step = page.post(URL, {"number": number, "email": email, **more})
    assert (step.status, step.json.get("confirm")) == (200, "confirm withdrawal"), step.text
    return page.post(URL, {"confirm_token": step.json["confirm_token"]})


def work(order: Sold, times: int = 1) -> None:
    messages = waiting()
    for _ in range(times):
        assert answer_lookups({"Records": messages}, None) == {"batchItemFailures": []}
    stated = [one for one in events_in(OrdersTable, "order.withdrawal_stated") if one.id not in order.heard]
    order.heard |= {one.id for one in stated}
    for _ in range(times):
        assert follow_returns(sqs_of_events(stated), None) == {"batchItemFailures": []}


def waiting() -> list[dict[str, Any]]:
    return taken(os.environ["QUEUE_ORDER_LOOKUPS"])


def told(kind: str) -> list[Any]:
    return [event.data for event in events_in(AftersalesTable, kind)]


def test_it_is_taken_in_once_and_told_to_the_order(order: Sold) -> None:
    """The message comes twice, and the same is stated again on the same day: one statement, one acknowledgement."""
    done = state(order.order["number"])
    assert (done.status, done.json["status"]) == (202, "accepted")
    work(order, times=2)
    state(order.order["number"], "Buyer@Example.com")
    work(order)
    assert [(one["way"], one["whole"], one["order_id"]) for one in told("withdrawal.declared")] == [("number", True, order.id)]
    assert ([case["kind"] for case in cases_of(order)], told("withdrawal.refused")) == (["withdrawal"], [])


def test_the_answer_is_the_same_whoever_asks_for_whatever(order: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked up, so its time tells nothing either; what does not fit is forgotten."""
    with monkeypatch.context() as patch:
        patch.setattr(OrdersTable, "_get_connection", lambda: pytest.fail("it looked"))
        right = state(order.order["number"])
        wrong = [state(order.order["number"], "somebody@example.com"), state("26112699999999"), state("😀"), state("ORD#x")]
    assert [(one.status, one.text) for one in wrong] == [(right.status, right.text)] * 4
    work(order)
    assert (len(told("withdrawal.declared")), told("withdrawal.refused")) == (1, [])


def test_pieces_by_sku(order: Sold) -> None:
    state(order.order["number"], lines=[{"sku": "SKU-0", "quantity": 1}])
    work(order)
    assert [line["quantity"] for line in told("withdrawal.declared")[0]["lines"]] == [1]
    state(order.order["number"], lines=[{"sku": "SKU-0", "quantity": 2}])
    state(order.order["number"], lines=[{"sku": "none", "quantity": 1}])
    work(order)
    assert sorted(one["because"] for one in told("withdrawal.refused")) == ["line_quantity_exceeded", "unknown_line"]


def test_what_comes_too_late_is_acknowledged_with_the_end(order: Sold) -> None:
    """By the moment it was stated, not the one it was worked on."""
    with later(days=500):
        state(order.order["number"])
        work(order, times=2)
        refused = told("withdrawal.refused")
        assert [(one["because"], bool(one["last_day"]), bool(one["ended_at"])) for one in refused] == [("withdrawal_over", True, True)]
        assert cases_of(order) == []
    state(order.order["number"])
    with later(days=500):
        work(order)
    assert len(told("withdrawal.declared")) == 1


def test_after_a_refusal_it_can_still_be_stated(order: Sold) -> None:
    with later(days=500):
        state(order.order["number"])
        work(order)
    assert first(order, (A, 1)).status == 200


def test_bad_input(order: Sold) -> None:
    bodies: list[Any] = [
        {}, {"number": "1"}, {"email": MAIL}, {"number": "1", "email": "x"}, {"number": "1", "email": MAIL, "lines": []},
        {"number": "1", "email": MAIL, "lines": [{"sku": "a", "quantity": 0}]},
        {"confirm_token": "x", "number": "1"}, {"confirm_token": "x"},
        {"number": "1", "email": MAIL, "lines": [{"sku": "a", "quantity": 1}, {"sku": "a", "quantity": 1}]},
    ]  # fmt: skip
    for body in bodies:
        assert PAGE.post(URL, body).status == 422, body
    step = first(order).json["confirm_token"]
    assert PAGE.post(URL, {"confirm_token": step}).code == "unknown_confirm_token"
    assert waiting() == []


def test_by_a_form(order: Sold) -> None:
    """Without a script: the form, the statement to confirm, and that it was taken in."""
    shown = PAGE.get("/o/withdrawal?lang=en")
    assert (shown.status, ">withdraw from contract here</button>" in shown.text, "<script" in shown.text) == (200, True, False)
    assert "/withdrawal?lang=" in PAGE.get("/o/lookup").text.replace('href="withdrawal', 'href="/withdrawal')

    def press(**fields: str) -> Answer:
        raw = "&".join(f"{name}={text}" for name, text in {"lang": "en", **fields}.items()).replace("@", "%40").replace("+", "%2B")
        return PAGE.call("POST", "/o/withdrawal", raw.encode(), FORM)

    for wrong in ({}, {"number": "1"}, {"number": "1", "email": "x"}, {"confirm": "x"}):
        assert press(**wrong).status == 422
    step = press(number=order.order["number"], email=MAIL, name="<b>")
    assert (step.status, ">confirm withdrawal</button>" in step.text, "<b>" in step.text) == (200, True, False)
    token = step.text.split('name="confirm" value="')[1].split('"')[0]
    assert press(confirm=token.replace("&#43;", "+")).status == 202
    work(order)
    assert len(told("withdrawal.declared")) == 1
