"""R04: a recall stops the sale at once, finds exactly who has recalled pieces, tells each once, and brings the remedy they choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.aftersales.app import app, follow_returns
from functions.aftersales.recalls import answer_recall, find_buyers, open_recall
from functions.aftersales.store.records import AftersalesTable
from functions.notifications.app import notify
from functions.orders.app import apply_payments
from functions.orders.checkout import place_order
from functions.orders.reviewing import recalled_orders
from functions.payments.app import app as payments_app
from functions.payments.store.records import PaymentsTable
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.aftersales.test_exchanged_then_returned import back, exchanged
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS, PLATES = 0, 1
BODY = {
    "product": {"en": "Mug <b>", "zh": "马克杯"},
    "hazard": {"en": "The handle breaks: risk of burns.", "zh": "把手会断裂，有烫伤危险。"},
    "action": {"en": "Do not fill it.", "zh": "请勿使用。"},
    "remedies": ["refund", "repair"],
    "url": "https://shop.example/recall",
}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def owner(role: str = "owner") -> Client:
    return Client(app, bearer(role))


def recalled(*variants: str, **fields: Any) -> Answer:
    return owner().post("/v1/admin/recalls", BODY | {"variant_ids": list(variants)} | fields)


def opened(*variants: str, **fields: Any) -> Any:
    answer = recalled(*variants, **fields)
    assert answer.status == 201, answer.text
    look(answer.json)
    return answer.json


def look(recall: Any) -> None:
    """What its event brings, twice."""
    told = [event for event in events_in(AftersalesTable, "recall.opened") if event.subject == recall["id"]]
    assert follow_returns(sqs_of_events([*told, *told]), None) == {"batchItemFailures": []}


def seen(recall: Any) -> Any:
    return owner("support").get(f"/v1/admin/recalls/{recall['id']}").json


def notices(recall: Any, status: str = "told") -> list[Any]:
    found: list[Any] = owner("support").get(f"/v1/admin/recalls/{recall['id']}/notices?status={status}").json["data"]
    return found


def mails() -> list[Any]:
    told = events_in(AftersalesTable, "recall.told")
    assert notify(sqs_of_events([*told, *told]), None) == {"batchItemFailures": []}
    return [one for one in ses_backends["123456789012"]["us-east-1"].sent_messages if "/o/recall/" in one.body]


def link() -> str:
    (mail,) = mails()
    return re.search(r"/o/recall/([0-9a-z]+)", mail.body)[1]  # type: ignore[index]


def choose(text: str, remedy: str) -> Answer:
    return Client(app).post(f"/v1/recalls/{text}/answer", {"remedy": remedy})


def test_its_sale_stops_at_once_and_goes_on_when_it_is_closed(sold: Sold) -> None:
    """Also of an open cart, and of what a publishing or another recall would bring back."""
    guest = a_guest()
    assert guest.add(sold.variants[MUGS], 1).status == 201
    assert guest.client.put(f"{guest.cart}/address", dict(ADDRESS)).status == 200
    guest.client.put(f"{guest.cart}/delivery_option", {"id": "standard"})
    recall = opened(sold.variants[MUGS])
    refused = guest.place()
    assert (refused.status, refused.json["code"]) == (409, "out_of_stock")
    assert a_guest().add(sold.variants[MUGS], 1).status in (201, 409)
    another = opened(sold.variants[MUGS])
    for one in (recall, another):
        assert guest.place().status == 409
        closed = owner().post(f"/v1/admin/recalls/{one['id']}/close", {"on_sale_again": True})
        assert (closed.status, closed.json["status"]) == (200, "closed"), closed.text
    assert guest.place().status == 201
    assert owner().post(f"/v1/admin/recalls/{recall['id']}/close", {"on_sale_again": True}).json["code"] == "recall_closed"


def test_a_recall_in_the_moment_of_an_order_is_the_faster_one(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reservation is refused by its condition, whatever was read."""
    guest = a_guest()
    assert guest.add(sold.variants[MUGS], 1).status == 201
    assert guest.client.put(f"{guest.cart}/address", dict(ADDRESS)).status == 200
    guest.client.put(f"{guest.cart}/delivery_option", {"id": "standard"})
    in_between(monkeypatch, place_order, "promoted_state", lambda: recalled(sold.variants[MUGS]))
    answer = guest.place()
    assert (answer.status, answer.json["code"]) == (409, "out_of_stock")
    stock = StockRecord.get(variant_pk(sold.variants[MUGS]), STOCK_SK)
    assert (int(stock.available), int(stock.reserved)) == (17, 0)


def test_exactly_who_has_a_piece_is_told_once_guests_too(sold: Sold, shop: Shop) -> None:
    """Not who bought something else, sent it back, or ordered outside of the period. What has not left is held, unpaid ends."""
    other = sold_order(shop, sold.queue, (1000, 1))
    case = sold.sent_back((PLATES, 2))
    assert sold.graded(case, (PLATES, 2, "as_new")).status == 200
    waiting = sold_order(shop, sold.queue, (100, 1), sent=(0,))
    unpaid = sold_order(shop, sold.queue, (100, 1), paid=False)
    recall = opened(sold.variants[MUGS], waiting.variants[0], unpaid.variants[0])
    (one,) = notices(recall)
    assert (one["order_id"], one["pieces"]) == (sold.id, {sold.order["lines"][MUGS]["id"]: 3})
    assert seen(recall)["progress"] == {"told": 1, "answered": 0, "remedied": 0}
    assert seen(recall)["rounds"] == 1
    assert staff().get(f"/v1/admin/orders/{unpaid.id}").json["status"] == "cancelled"
    assert staff().get(f"/v1/admin/orders/{waiting.id}").json["on_hold"] is not None
    assert other.id not in {one["order_id"] for one in notices(recall)}
    (mail,) = mails()
    assert mail.subject == "产品安全召回：马克杯"
    assert "<b>" not in mail.body.split("html")[-1]
    plates = opened(sold.variants[PLATES])
    past = opened(sold.variants[MUGS], sold_until="2020-01-01")
    assert notices(plates) == notices(past) == []


def test_what_leaves_later_is_told_the_next_day_and_nobody_twice(sold: Sold, shop: Shop) -> None:
    waiting = sold_order(shop, sold.queue, (100, 1), sent=(0,))
    recall = opened(waiting.variants[0])
    assert notices(recall) == []
    assert staff().post(f"/v1/admin/orders/{waiting.id}/release", {"note": "checked"}).status == 200
    waiting.send(1)
    with later(hours=25):
        waiting.due(times=2)
        assert [one["order_id"] for one in notices(recall)] == [waiting.id]
    assert owner().post(f"/v1/admin/recalls/{recall['id']}/look_again").status == 200
    waiting.due()
    assert seen(recall)["progress"]["told"] == 1
    assert seen(recall)["rounds"] == 3


@pytest.mark.parametrize("goods_back", [True, False])
def test_the_money_comes_back_by_a_case(sold: Sold, *, goods_back: bool) -> None:
    """All that was paid for it; chosen once, however often it is sent."""
    recall = opened(sold.variants[MUGS], goods_back=goods_back)
    text = link()
    shown = Client(app).get(f"/v1/recalls/{text}").json
    assert (shown["open"], shown["remedies"], shown["remedy"]) == (True, ["refund", "repair"], None)
    assert choose(text, "replacement").json["errors"][0]["code"] == "remedy_not_offered"
    answer = choose(text, "refund")
    assert (answer.status, answer.json["remedy"]) == (200, "refund"), answer.text
    again = choose(text, "repair")
    assert (again.status, again.json["code"], again.json["remedy"]) == (409, "already_answered", "refund")
    case = sold.seen({"id": answer.json["return_id"]})
    assert (case["kind"], case["status"]) == ("return" if goods_back else "refund_only", "approved")
    sold.news()
    if goods_back:
        assert sold.given_back() == 0
        assert sold.graded(case, (MUGS, 3, "damaged")).status == 200
        sold.news()
    assert sold.given_back() == 17700
    assert seen(recall)["progress"] == {"told": 1, "answered": 1, "remedied": 1}
    assert notices(recall, "remedied")[0]["return_id"] == case["id"]


def test_another_variant_is_sent_for_nothing(sold: Sold) -> None:
    new = a_variant(stock=3, price=9900, sku="NEW")
    assert recalled(sold.variants[MUGS], remedies=["refund", "replacement"], replacement_variant_id=sold.variants[MUGS]).status == 422
    recall = opened(sold.variants[MUGS], remedies=["refund", "replacement"], replacement_variant_id=new)
    answer = choose(link(), "replacement")
    assert answer.status == 200, answer.text
    assert sold.mine({"id": answer.json["return_id"]}, "cancel").code == "already_sent_again"
    sold.news()
    case = sold.seen({"id": answer.json["return_id"]})
    assert case["status"] == "reshipped"
    order = staff().get(f"/v1/admin/orders/{case['replacement']}").json
    assert [(line["variant_id"], line["quantity"]) for line in order["lines"]] == [(new, 3)]
    assert order["totals"]["total"]["amount"] == 0
    assert seen(recall)["progress"]["remedied"] == 1


def test_a_repair_is_owed_and_after_a_cancelled_case_another_remedy_can_be_chosen(sold: Sold) -> None:
    recall, text = opened(sold.variants[MUGS]), link()
    case = sold.seen({"id": choose(text, "repair").json["return_id"]})
    assert case["kind"] == "repair"
    assert sold.mine(case, "cancel").status == 200
    assert Client(app).get(f"/v1/recalls/{text}").json["open"] is True
    assert choose(text, "refund").status == 200
    assert seen(recall)["progress"]["answered"] == 1


def test_two_answers_at_once_open_one_case(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(sold.variants[MUGS])
    text = link()
    in_between(monkeypatch, answer_recall, "get_recall", lambda: choose(text, "repair"))
    assert choose(text, "refund").json["code"] == "already_answered"
    assert len(sold.buyer.get(f"/v1/orders/{sold.id}/returns").json["data"]) == 1


def test_two_who_close_it_at_once(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = opened(sold.variants[MUGS])

    def close(*, again: bool) -> Answer:
        return owner().post(f"/v1/admin/recalls/{recall['id']}/close", {"on_sale_again": again})

    in_between(monkeypatch, open_recall, "get_recall", lambda: close(again=False))
    assert close(again=True).json["code"] == "recall_closed"
    assert seen(recall)["on_sale_again"] is False
    assert StockRecord.get(variant_pk(sold.variants[MUGS]), STOCK_SK).recalls == {recall["id"]}


def test_who_is_told_in_the_same_moment_is_told_once(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = recalled(sold.variants[MUGS]).json
    in_between(monkeypatch, find_buyers, "find_notice", lambda: look(recall))
    look(recall)
    assert seen(recall)["progress"]["told"] == 1
    assert len(events_in(AftersalesTable, "recall.told")) == 1


def test_who_pays_in_the_moment_of_the_recall_has_paid_and_is_held(sold: Sold, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    unpaid = sold_order(shop, sold.queue, (100, 1), paid=False)
    variant = unpaid.variants[0]

    def pay() -> None:
        payment = Client(payments_app, bearer("owner")).post(f"/v1/orders/{unpaid.id}/payments", {"provider": "sandbox"}).json
        shop.order_id = unpaid.id
        shop.webhook(told(payment, key=f"e{unpaid.id}"))
        shop.work()
        assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}

    in_between(monkeypatch, recalled_orders, "parcels_of", pay)
    opened(variant)
    order = staff().get(f"/v1/admin/orders/{unpaid.id}").json
    assert (order["status"], order["on_hold"] is not None) == ("paid", True)


def test_the_page_works_without_a_script_and_a_closed_recall_takes_no_answer(sold: Sold) -> None:
    recall, text = opened(sold.variants[MUGS]), link()
    page = Client(app).get(f"/o/recall/{text}?lang=en")
    assert (page.status, "Product safety recall" in page.text, "Mug &lt;b&gt;" in page.text) == (200, True, True)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    empty = Client(app, form).post(f"/o/recall/{text}", urlencode({"lang": "en"}).encode())
    assert (empty.status, 'role="alert"' in empty.text) == (422, True)
    done = Client(app, form).post(f"/o/recall/{text}", urlencode({"lang": "en", "remedy": "repair"}).encode())
    assert (done.status, "You chose" in done.text) == (200, True)
    assert Client(app, form).post(f"/o/recall/{text}", urlencode({"remedy": "refund"}).encode()).status == 200
    assert Client(app).get("/o/recall/" + "0" * 58).status == Client(app).get("/v1/recalls/nothing").status == 404
    other = opened(sold.variants[PLATES])
    closed = owner().post(f"/v1/admin/recalls/{other['id']}/close", {"on_sale_again": False})
    assert closed.status == 200
    text = re.findall(r"/o/recall/([0-9a-z]+)", mails()[-1].body)[0]
    assert {choose(text, "refund").json["code"]} <= {"recall_closed", "already_answered"}
    assert seen(recall)["status"] == "open"


@pytest.mark.parametrize("goods_back", [True, False])
def test_all_that_was_paid_for_an_exchanged_piece_comes_back(sold: Sold, *, goods_back: bool) -> None:
    """Article 37: at least its price, also where an exchange brought a part of it."""
    new, _ = exchanged(sold, 7000, (MUGS, 1))
    opened(new.order["lines"][0]["variant_id"], goods_back=goods_back)
    answer = choose(link(), "refund")
    assert answer.status == 200, answer.text
    case = sold.seen({"id": answer.json["return_id"]})
    if goods_back:
        assert new.graded(case, (0, 1, "damaged")).status == 200
    sold.news()
    assert (sold.seen(case)["status"], sold.seen(case)["amount"]["amount"], back(new), back(sold)) == ("refunded", 7000, 1100, 5900)
