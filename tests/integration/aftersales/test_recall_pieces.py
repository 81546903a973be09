"""R04: of which pieces a recall's buyers are told and what they can choose for: once of each, whatever staff paid back by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.recalls import answer_recall, find_buyers
from functions.payments.app import app as payments_app
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.test_recalls import MUGS, _mailbox, choose, link, look, mails, notices, opened, owner, recalled, seen
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.integration.payments.shop import Shop
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

__all__ = ["_mailbox"]


def paid_back_by_hand(order: Sold, line: int, quantity: int) -> None:
    body = {"lines": [{"line_id": order.order["lines"][line]["id"], "quantity": quantity}], "reason": "called us"}
    refunded = Client(payments_app, bearer("owner")).post(f"/v1/admin/orders/{order.id}/refunds", body)
    assert refunded.status == 201, refunded.text
    order.news()


def links() -> list[str]:
    return [re.search(r"/o/recall/([0-9a-z]+)", mail.body)[1] for mail in mails()]  # type: ignore[index]


@pytest.mark.parametrize("remedy", ["refund", "repair"])
def test_what_staff_paid_back_by_hand_leaves_the_others(sold: Sold, remedy: str) -> None:
    opened(sold.variants[MUGS])
    paid_back_by_hand(sold, MUGS, 1)
    answer = choose(link(), remedy)
    assert answer.status == 200, answer.text
    case = sold.seen({"id": answer.json["return_id"]})
    assert [line["quantity"] for line in case["lines"]] == [2]
    if remedy == "refund":
        assert sold.graded(case, (MUGS, 2, "damaged")).status == 200
        sold.news()
        assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 17700)


def test_beside_a_case_that_was_paid_and_one_that_is_open(sold: Sold) -> None:
    """Three pieces: one came back, one is in a case, one was paid back by hand: none is left; and one of each leaves the third."""
    case = sold.sent_back((MUGS, 1))
    assert sold.graded(case, (MUGS, 1, "as_new")).status == 200
    sold.news()
    waiting = sold.opened((MUGS, 1))
    opened(sold.variants[MUGS])
    text = link()
    paid_back_by_hand(sold, MUGS, 1)
    assert choose(text, "refund").json["code"] == "pieces_in_another_case"
    assert sold.mine(waiting, "cancel").status == 200
    answer = choose(text, "refund")
    assert answer.status == 200, answer.text
    assert [line["quantity"] for line in sold.seen({"id": answer.json["return_id"]})["lines"]] == [1]


def test_all_of_it_was_paid_back_by_hand(sold: Sold) -> None:
    """Its buyer is told all the same, since they may use it; there is nothing to choose."""
    paid_back_by_hand(sold, MUGS, 3)
    recall = opened(sold.variants[MUGS])
    assert [one["pieces"] for one in notices(recall)] == [{sold.order["lines"][MUGS]["id"]: 3}]
    shown = Client(app).get(f"/v1/recalls/{link()}").json
    page = Client(app).get(f"/o/recall/{link()}?lang=en")
    assert (shown["open"], shown["remedies"], "<form" in page.text, "get in touch" in page.text) == (False, [], False, True)
    assert choose(link(), "refund").json["code"] == "pieces_in_another_case"


def test_a_replacement_that_is_not_there_is_not_offered(sold: Sold) -> None:
    """And is again, once it is."""
    other = a_variant(stock=2, price=100, sku="SAFE")
    opened(sold.variants[MUGS], remedies=["refund", "replacement"], replacement_variant_id=other)
    seen = [Client(app).get(f"/v1/recalls/{link()}").json]
    paid_back_by_hand(sold, MUGS, 1)
    seen.append(Client(app).get(f"/v1/recalls/{link()}").json)
    assert [(one["open"], one["remedies"]) for one in seen] == [(True, ["refund"]), (True, ["refund", "replacement"])]
    assert "A safe product instead" in Client(app).get(f"/o/recall/{link()}?lang=en").text


def test_a_piece_that_leaves_later_is_told_too_and_has_its_own_choice(sold: Sold, shop: Shop) -> None:
    order = sold_order(shop, sold.queue, (100, 3), sent=(1,))
    recall = opened(order.variants[0])
    (first,) = links()
    assert staff().post(f"/v1/admin/orders/{order.id}/release", {"note": "checked"}).status == 200
    order.send(2)
    with later(hours=25):
        order.due(times=2)
    line = order.order["lines"][0]["id"]
    assert sorted(one["pieces"][line] for one in notices(recall)) == [1, 2]
    assert seen(recall)["progress"]["told"] == 2
    for text in links():
        answer = choose(text, "refund")
        assert answer.status == 200, answer.text
        case = order.seen({"id": answer.json["return_id"]})
        assert [one["quantity"] for one in case["lines"]] == [1 if text == first else 2]
        assert order.graded(case, (0, case["lines"][0]["quantity"], "damaged")).status == 200
        order.news()
    # With the delivery, since all of it was for nothing.
    assert (order.given_back(), seen(recall)["progress"]) == (1300, {"told": 2, "answered": 2, "remedied": 2})
    with later(hours=50):
        order.due(times=2)
    assert seen(recall)["progress"]["told"] == 2


def test_a_later_piece_is_told_once_by_two_who_look_at_once(sold: Sold, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    order = sold_order(shop, sold.queue, (100, 2), sent=(1,))
    recall = opened(order.variants[0])
    assert staff().post(f"/v1/admin/orders/{order.id}/release", {"note": "checked"}).status == 200
    order.send(1)

    def again() -> Any:
        assert owner().post(f"/v1/admin/recalls/{recall['id']}/look_again").status == 200
        look(recall)

    in_between(monkeypatch, find_buyers, "notice_put", again)
    again()
    assert seen(recall)["progress"]["told"] == 2


def test_what_came_back_and_went_out_again_is_not_told_twice(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 1))
    recall = opened(sold.variants[MUGS])
    assert sold.graded(case, (MUGS, 1, "as_new")).status == 200
    sold.news()
    assert owner().post(f"/v1/admin/recalls/{recall['id']}/look_again").status == 200
    sold.due()
    assert seen(recall)["progress"]["told"] == 1


def test_an_address_that_cannot_be_opened_opens_no_recall(sold: Sold) -> None:
    for url in ("https://[x", "https://a..b/", "https://shop.example\\@other.example/", "https://a:99999/"):
        refused = recalled(sold.variants[MUGS], url=url)
        assert (refused.status, refused.json["errors"][0]["pointer"], refused.json["errors"][0]["code"]) == (422, "/url", "invalid_url")


def test_only_pieces_that_left_in_its_period_are_told_of(sold: Sold, shop: Shop) -> None:
    """A lot is known by the days on which it was sent: the first parcel is before it, the second inside. Who got none of it is not told,
    what has not left is held whenever it would leave. The moment of the end is outside."""
    order = sold_order(shop, sold.queue, (100, 4), sent=(1,))
    with later(days=2):
        order.send(2)
    day = clock.now() + timedelta(days=1)
    with later(days=4):
        recall = opened(order.variants[0], sold.variants[MUGS], sent_from=times.iso(day), sent_until=times.iso(day + timedelta(days=2)))
        assert [one["pieces"] for one in notices(recall)] == [{order.order["lines"][0]["id"]: 2}]
        assert staff().get(f"/v1/admin/orders/{order.id}").json["on_hold"] is not None
        (mail,) = mails()
        assert "发货时间" in mail.body
        answer = choose(link(), "refund")
        assert [line["quantity"] for line in order.seen({"id": answer.json["return_id"]})["lines"]] == [2]
        past = opened(order.variants[0], sent_until=times.iso(clock.now() - timedelta(days=30)))
        assert notices(past) == []
    assert recalled(order.variants[0], sent_from="2026-02-02", sent_until="2026-02-01").json["errors"][0]["code"] == "ends_before_start"


def test_of_pieces_that_came_back_nobody_knows_which_they_were(sold: Sold, shop: Shop) -> None:
    """Two of three are of the period, one came back: both are told of."""
    order = sold_order(shop, sold.queue, (100, 3), sent=(1,))
    with later(days=2):
        order.send(2)
    case = order.sent_back((0, 1))
    assert order.graded(case, (0, 1, "as_new")).status == 200
    order.news()
    with later(days=4):
        recall = opened(order.variants[0], sent_from=times.iso(clock.now() - timedelta(days=3)))
        assert [one["pieces"] for one in notices(recall)] == [{order.order["lines"][0]["id"]: 2}]


def test_staff_pay_them_back_in_the_moment_of_the_choice(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the money and new pieces."""
    new = a_variant(stock=3, price=9900, sku="NEW")
    opened(sold.variants[MUGS], remedies=["refund", "replacement"], replacement_variant_id=new)
    (text,) = links()
    in_between(monkeypatch, answer_recall, "bought_pieces", lambda: paid_back_by_hand(sold, MUGS, 3))
    refused = choose(text, "replacement")
    assert (refused.status, refused.code) == (409, "pieces_in_another_case")
    assert (sold.given_back(), stock_of(new)) == (3 * 5900, (3, 0))
