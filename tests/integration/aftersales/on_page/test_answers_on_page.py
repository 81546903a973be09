"""G05, G03: what a case is offered is answered on the order's page, by guests too: which offer it was, once, and no other one."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.aftersales.returns import buyer_steps
from functions.orders.app import app as orders
from tests.integration.aftersales.on_page.test_cases_on_page import FORM, page, path_of
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_repairs import BACK, no_warranty, price, taken_in
from tests.support.http import Answer, Client
from tests.support.races import in_between


def offered(sold: Sold, case: Any, amount: int, note: str = "A chip <b> only.") -> Any:
    made = sold.staff(case, "counter_offer", {"amount": {"amount": amount, "currency": "CNY"}, "note": note})
    assert made.status == 200, made.text
    return made.json


def press(sold: Sold, case: Any, answer: str, offer: str = "0", **more: str) -> Answer:
    fields = {"lang": "en", "case": case["id"], "answer": answer, "offer": offer} | more
    return Client(orders, FORM).post(f"{path_of(sold)}/answer", urlencode(fields).encode())


def test_an_offer_is_taken_once(sold: Sold) -> None:
    case = sold.opened((0, 1))
    assert "/answer" not in page(sold)
    offered(sold, case, 900)
    shown = page(sold)
    assert ("Take the money, keep the goods" in shown, "A chip <b> only." in shown) == (True, True)
    assert "接受退款，保留商品" in page(sold, "zh")
    for _ in range(2):
        told = press(sold, case, "accept")
        assert (told.status, told.headers["location"].endswith("?lang=en")) == (303, True), told.text
    sold.news()
    assert (press(sold, case, "accept").status, press(sold, case, "decline").status) == (303, 409)
    assert (sold.seen(case)["status"], sold.given_back(), "/answer" in page(sold)) == ("refunded", 900, False)


def test_an_answer_is_to_the_offer_that_was_seen(sold: Sold) -> None:
    """A page that stood open takes no offer that came after."""
    case = sold.opened((0, 1))
    offered(sold, case, 900)
    assert [press(sold, case, "decline").status for _ in range(2)] == [303, 303]
    assert sold.seen(case)["status"] == "requested"
    offered(sold, case, 100)
    late = press(sold, case, "accept")
    assert (late.status, "something else is offered by now" in html.unescape(late.text)) == (409, True)
    assert [press(sold, case, "decline").status, sold.seen(case)["status"]] == [303, "counter_offered"]
    assert press(sold, case, "accept", "1").status == 303
    assert sold.seen(case)["offered"]["amount"] == 100


def test_two_presses_at_once_are_one(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sold.opened((0, 1))
    offered(sold, case, 900)
    in_between(monkeypatch, buyer_steps, "buyers_case", lambda: press(sold, case, "decline"))
    assert press(sold, case, "accept").status == 409
    assert sold.seen(case)["status"] == "requested"


@pytest.mark.parametrize(
    ("answer", "offer"),
    [("", "0"), ("yes", "0"), ("accept", ""), ("accept", "-1"), ("accept", "\uff10"), ("accept", "9" * 5000), ("accept", "1e0")],
)
def test_what_is_no_answer(sold: Sold, answer: str, offer: str) -> None:
    case = sold.opened((0, 1))
    offered(sold, case, 900)
    refused = press(sold, case, answer, offer)
    # Forms have their own limit.
    assert refused.status == (413 if len(offer) > 4000 else 422), refused.text
    assert sold.seen(case)["status"] == "counter_offered"


def test_nobody_answers_for_another_order(sold: Sold) -> None:
    case = sold.opened((0, 1))
    assert press(sold, case, "accept").status == 409
    offered(sold, case, 900)
    assert [press(sold, {"id": one}, "accept").status for one in ("", "ret_x", "ret_" + "0" * 26)] == [409] * 3
    forged = path_of(sold)[:-1] + ("a" if path_of(sold)[-1] != "a" else "b")
    fields = urlencode({"case": case["id"], "answer": "accept", "offer": "0"}).encode()
    assert Client(orders, FORM).post(f"{forged}/answer", fields).status == 404
    assert sold.seen(case)["status"] == "counter_offered"


def test_the_price_of_a_repair_is_declined(sold: Sold) -> None:
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (0, 1))
        assert sold.staff(case, "diagnose", price(4900)).status == 200
        assert ("No repair: send it back as it is" in page(sold), press(sold, case, "accept").status) == (True, 409)
        assert [press(sold, case, "decline").status for _ in range(2)] == [303, 303]
        assert sold.seen(case)["status"] == "repaired"
        assert sold.staff(case, "send_back", BACK, role="warehouse").json["status"] == "sent_back"
