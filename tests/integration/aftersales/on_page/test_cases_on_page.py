"""R01, G01, G06: the order's page shows its cases and what its buyer does next, and takes the waybill of what is sent back, once."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.aftersales.returns import buyer_steps
from functions.orders.app import app as orders
from functions.orders.pages.cases.shown import shown_cases
from functions.orders.store.order_links import bearer_of, link_to
from functions.orders.store.order_page import order_page
from functions.orders.store.repository import get_order
from functions.shared.plain.settings import settings
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.withdrawing.stating import A, B, germany, to_germany, withdrawn
from tests.integration.orders.buyer import counted
from tests.support.http import Answer, Client
from tests.support.races import in_between
from tests.support.tables import snapshot

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def path_of(order: Sold) -> str:
    return link_to(get_order(order.id)).removeprefix(settings().public_base_url)


def page(order: Sold, language: str = "en") -> str:
    shown = Client(orders).get(f"{path_of(order)}?lang={language}")
    assert shown.status == 200, shown.text
    return html.unescape(shown.text)


def tell(order: Sold, case: Any, carrier: str = "DHL", waybill: str = "D 1234", **more: str) -> Answer:
    fields = {"lang": "en", "case": case["id"], "carrier": carrier, "waybill": waybill} | more
    return Client(orders, FORM).post(f"{path_of(order)}/waybill", urlencode(fields).encode())


@pytest.fixture
def order(sold: Sold) -> Sold:
    germany()
    return to_germany(sold, (4000, 1), (2000, 2))


def test_a_withdrawal_waits_for_its_goods_and_takes_their_waybill_once(order: Sold) -> None:
    assert "Returns</h2>" not in page(order)
    (case_id,) = withdrawn(order, (B, 2))["returns"]
    case = {"id": case_id}
    shown = page(order)
    assert 'Withdrawal <span class="station">Please send it back' in shown
    assert "CNY 40.00 go back to you once we know the waybill" in shown
    assert "等待您寄回" in page(order, "zh")
    told = tell(order, case)
    assert (told.status, told.headers["location"].endswith("?lang=en")) == (303, True), told.text
    assert tell(order, case).status == 303
    assert (order.seen(case)["carrier"], order.seen(case)["waybill"]) == ("DHL", "D 1234")
    other = tell(order, case, waybill="D 9")
    assert (other.status, "its waybill was told before" in html.unescape(other.text)) == (409, True)
    assert "Waybill D 1234 (DHL)" in page(order)
    order.news()
    assert "CNY 40.00 went back to you." in page(order)
    assert order.given_back() == 4000


@pytest.mark.parametrize(
    ("carrier", "waybill"),
    [("", "D1"), ("DHL", ""), (" ", "D1"), ("DHL", "\u200b"), ("DHL", "D" * 101), ("DHL", "a\x00b"), ("x" * 101, "1")],
)
def test_what_is_no_waybill_is_asked_for_again(order: Sold, carrier: str, waybill: str) -> None:
    (case_id,) = withdrawn(order, (A, 1))["returns"]
    refused = tell(order, {"id": case_id}, carrier, waybill)
    assert (refused.status, "Fill in the courier and the waybill" in refused.text) == (422, True)
    assert order.seen({"id": case_id})["status"] == "approved"


def test_what_is_typed_is_escaped(order: Sold) -> None:
    (case_id,) = withdrawn(order, (A, 1))["returns"]
    hostile = '"><script>alert(1)</script>{{ 703 * 8641 }}'
    assert tell(order, {"id": case_id}, hostile, "顺丰 📦 1").status == 303
    shown = Client(orders).get(f"{path_of(order)}?lang=zh").text
    assert ("<script>" in shown, str(703 * 8641) in shown, "顺丰 📦 1" in shown) == (False, False, True)


def test_a_case_of_another_order_a_forged_link_and_an_opened_one(order: Sold, sold: Sold) -> None:
    case = sold.opened((0, 1))
    assert sold.staff(case, "approve", {}).status == 200
    assert [tell(order, case).status, tell(order, {"id": "ret_x"}).status, tell(order, {"id": ""}).status] == [409, 409, 409]
    assert sold.seen(case)["status"] == "approved"
    path = path_of(sold)
    forged = path[:-1] + ("a" if path[-1] != "a" else "b")
    fields = urlencode({"case": case["id"], "carrier": "x", "waybill": "y"}).encode()
    assert Client(orders, FORM).post(f"{forged}/waybill", fields).status == 404
    before = snapshot()
    for _ in range(3):
        assert Client(orders).get(path).status == Client(orders).call("HEAD", path, None).status == 200
    assert snapshot() == before
    assert sold.seen(case)["status"] == "approved"


def test_two_presses_at_once_are_one(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sold.opened((0, 1))
    assert sold.staff(case, "approve", {}).status == 200
    in_between(monkeypatch, buyer_steps, "write_step", lambda: tell(sold, case))
    assert tell(sold, case).status == 303
    assert sold.seen(case)["waybill"] == "D 1234"


def test_each_state_says_what_comes_next(sold: Sold) -> None:
    case = sold.opened((0, 1))
    assert 'Return <span class="station">Being looked at' in page(sold)
    assert sold.staff(case, "counter_offer", {"amount": {"amount": 900, "currency": "CNY"}}).status == 200
    assert "We offer CNY 9.00, and you keep the goods" in page(sold)
    assert sold.mine(case, "decline").status == 200
    assert sold.staff(case, "reject", {"reason": "Used for a month <b>"}).status == 200
    assert "Our answer: Used for a month <b>" in page(sold)
    other = sold.sent_back((1, 1))
    assert "On its way back" in page(sold)
    assert "(SF Express)" in page(sold)
    assert sold.graded(other, (1, 1, "as_new")).status == 200
    sold.news()
    assert "CNY 33.33 went back to you." in page(sold)


def test_what_has_not_left_is_not_asked_for(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1), sent=(0,))
    withdrawn(order)
    shown = page(order)
    assert ("Not sent any more" in shown, "/waybill" in shown) == (True, False)
    order.news()
    assert "went back to you" in page(order)


def test_goods_that_never_came(order: Sold) -> None:
    (case_id,) = withdrawn(order, (A, 1))["returns"]
    for days in (20, 80, 140):
        with later(days=days):
            order.due()
    assert order.seen({"id": case_id})["status"] == "closed"
    with later(days=150):
        assert "It did not come" in page(order)


def test_only_an_order_that_has_cases_reads_more(sold: Sold) -> None:
    """One BatchGetItem; where no law lets its buyer withdraw nothing is looked for until a case is open."""
    page(sold)
    with counted() as calls:
        page(sold)
    first = dict(calls)
    known = order_page(sold.id, caller=bearer_of(sold.id), order_token=None)
    with counted() as calls:
        assert shown_cases(known, None, "en") == []
    assert calls == {}
    sold.opened((0, 1))
    with counted() as calls:
        page(sold)
    assert {name: calls[name] - first.get(name, 0) for name in calls if calls[name] != first.get(name, 0)} == {"BatchGetItem": 1}
    opened = order_page(sold.id, caller=bearer_of(sold.id), order_token=None)
    assert [case.kind for case in shown_cases(opened, None, "zh")] == ["退货"]
