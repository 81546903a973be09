"""X28: Chinese e-invoices, requested and issued, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.invoices.app import app, sweep_fapiao, work_fapiao
from functions.invoices.fapiao import advance
from functions.invoices.store import fapiao_login
from functions.invoices.store.records import FapiaoRecord, LoginRecord
from functions.notifications.sending.addressee import addressee_of
from functions.notifications.sending.wording import values_of
from functions.shared.outside import clock
from functions.stock.app import app as stock
from tests.integration.invoices.billing import Sale, a_sale, hear, owner, sells
from tests.integration.invoices.chinese import COMPANY, PERSON, SELLER, all_of, give_back, request, shown, states
from tests.integration.invoices.simulated import Platform
from tests.integration.orders.buyer import a_variant, an_order, captured
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.support.buckets import data_bucket
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between
from tests.support.words import wording


@pytest.fixture(autouse=True)
def _world(platform: Platform) -> Iterator[None]:
    """A seller in China, and nothing that was issued over there before."""
    with data_bucket():
        sells(SELLER)
        yield


def new(platform: Platform, sale: Sale) -> list[dict[str, Any]]:
    return [one for one in platform.invoices() if one["order_number"] == sale.order["number"]]


def requested(platform: Platform, quantity: int = 3, title: dict[str, Any] | None = None) -> tuple[Sale, str]:
    """An order whose blue e-invoice was sent and is held over there; its key."""
    sale = a_sale(quantity=quantity)
    assert request(sale, title).status == 201
    platform.work()
    (blue,) = new(platform, sale)
    return sale, blue["key"]


def issued(platform: Platform, quantity: int = 3) -> Sale:
    sale, key = requested(platform, quantity)
    platform.end(key)
    assert states(sale)[0][1] == "issued"
    return sale


def later(platform: Platform, minutes: float = 61) -> None:
    """Time passes, the schedule runs, the worker works."""
    with clock.frozen(clock.now() + timedelta(minutes=minutes)):
        sweep_fapiao({}, None)
        platform.work()


def test_a_buyer_requests_one_and_it_is_issued(platform: Platform) -> None:
    sale = a_sale(quantity=2)
    total = sale.order["totals"]["total"]["amount"]
    assert shown(sale) == {"data": [], "may_request": True, "next_cursor": None}
    made = request(sale, Idempotency_Key="k")
    assert (made.status, made.json["status"], made.json["title"]["tax_number"]) == (201, "requested", "91310000775785552L"), made.text
    assert request(sale, Idempotency_Key="k").text == made.text
    assert (request(sale).code, shown(sale)["may_request"]) == ("fapiao_exists", False)
    platform.work()
    assert states(sale) == [("blue", "issuing", total)]
    (blue,) = new(platform, sale)
    assert blue["net"] + blue["tax"] == total
    platform.end(blue["key"])
    (told_,) = shown(sale)["data"]
    assert (told_["status"], len(told_["number"]), told_["total"]["amount"]) == ("issued", 20, total)
    assert told_["file_url"].startswith("http")
    assert [one.data["total"] for one in events_in(FapiaoRecord, "fapiao.issued")] == [total]


def test_of_eight_requests_at_once_one_counts(platform: Platform) -> None:
    sale = a_sale()
    with ThreadPoolExecutor(8) as pool:
        answers = [
            one.status if one.status == 201 else one.code for one in pool.map(lambda n: request(sale, Idempotency_Key=f"k{n}"), range(8))
        ]
    assert sorted(map(str, answers)) == ["201", *["fapiao_exists"] * 7]
    platform.work()
    assert len(new(platform, sale)) == 1


def test_an_answer_that_is_lost_after_the_effect_makes_no_second_one(platform: Platform) -> None:
    sale = a_sale()
    platform.act("next", faults={"http_timeout_after_commit": True})
    request(sale)
    platform.work()
    assert [one.unsure for one in all_of(sale)] == [True]
    later(platform)
    later(platform, 200)
    (blue,) = new(platform, sale)
    platform.end(blue["key"])
    assert [state for _, state, _ in states(sale)] == ["issued"]
    assert len(new(platform, sale)) == 1


def test_while_the_provider_is_down_it_waits_and_goes_on_by_itself(platform: Platform) -> None:
    sale = a_sale()
    platform.act("next", down=True)
    request(sale)
    platform.work()
    later(platform)
    assert (states(sale)[0][1], new(platform, sale)) == ("issuing", [])
    platform.act("next", down=False)
    later(platform, 300)
    (blue,) = new(platform, sale)
    # Its message is lost; time finds it.
    platform.act(blue["key"], outcome="issued", faults={"drop": True})
    later(platform, 600)
    assert states(sale)[0][1] == "issued"


def test_what_goes_back_before_it_is_sent_is_not_on_it(platform: Platform) -> None:
    """What is blue is what was paid less what went back, when it is sent."""
    sale = a_sale(quantity=3)
    total = sale.order["totals"]["total"]["amount"]
    platform.act("next", down=True)
    request(sale)
    platform.work()
    back = give_back(sale, 1)
    platform.act("next", down=False)
    later(platform)
    (blue,) = new(platform, sale)
    assert blue["net"] + blue["tax"] == total - back
    platform.end(blue["key"])
    assert states(sale) == [("blue", "issued", total - back)]


def test_messages_that_come_twice_late_or_forged(platform: Platform) -> None:
    sale, key = requested(platform)
    platform.act(key, outcome="issued", faults={"duplicate": True})
    platform.act(key, replay=True, faults={"wrong_key": True})
    platform.act(key, replay=True, faults={"tamper": True})
    platform.act(key, replay=True, faults={"old_timestamp": True})
    hooks = platform.hooks(6)
    assert sorted(hook.deliver().status for hook in hooks) == [200, 200, 200, 401, 401, 401]
    platform.work()
    assert states(sale)[0][1] == "issued"
    good = next(hook for hook in hooks if hook.deliver().status == 200)
    assert good.deliver(good.body.replace(key.encode(), b"fap_" + b"0" * 26)).status == 401
    assert Client(app).call("POST", "/v1/webhooks/fapiao/nobody", b"{}", {}).status == 404
    assert len(events_in(FapiaoRecord, "fapiao.issued")) == 1


def test_a_message_that_overtakes_the_answer_sends_nothing_again(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint is worked on while the first call is still under way."""
    sale = a_sale()
    request(sale)
    (one,) = all_of(sale)
    in_between(monkeypatch, advance, "_request", lambda: advance.advance(one.id, hinted=True))
    platform.work()
    assert (len(new(platform, sale)), states(sale)[0][1]) == (1, "issuing")


def test_a_session_that_is_over_is_told_once_and_all_go_on_after_the_sign_in(platform: Platform) -> None:
    platform.act("next", login_expired=True)
    sales = [a_sale(), a_sale()]
    for sale in sales:
        request(sale)
    platform.work()
    assert [states(sale)[0][1] for sale in sales] == ["login_expired"] * 2
    assert [one.data["entity_id"] for one in events_in(LoginRecord, "fapiao.login_expired")] == ["cn"]
    waiting = owner().get("/v1/admin/fapiao").json["data"]
    assert [one["order_id"] for one in waiting] == [sale.order["id"] for sale in sales]
    assert shown(sales[0])["data"][0]["status"] == "login_expired"
    back = give_back(sales[0], 1)
    later(platform, 1)
    assert [states(sale)[0][1] for sale in sales] == ["login_expired"] * 2
    platform.act("next", login_expired=False)
    later(platform, 2)
    assert [one["net"] + one["tax"] for sale in sales for one in new(platform, sale)] == [
        sales[0].order["totals"]["total"]["amount"] - back, sales[1].order["totals"]["total"]["amount"],
    ]  # fmt: skip
    platform.act("next", login_expired=True)
    third = a_sale()
    request(third)
    platform.work()
    assert len(events_in(LoginRecord, "fapiao.login_expired")) == 2


def test_a_refusal_is_shown_and_staff_try_again(platform: Platform) -> None:
    platform.act("next", refuses="购买方名称有误")
    sale = a_sale()
    request(sale)
    platform.work()
    (failed,) = owner().get("/v1/admin/fapiao?status=failed").json["data"]
    assert owner().get("/v1/admin/fapiao?status=all").json["data"] == [failed]
    assert (failed["failed_because"], failed["order_id"]) == ("购买方名称有误", sale.order["id"])
    assert "failed_because" not in shown(sale)["data"][0]
    platform.act("next", refuses="")
    path = f"/v1/admin/fapiao/{failed['id']}"
    assert owner().post(f"{path}/retry", {}).json["status"] == "requested"
    assert owner().post(f"{path}/retry", {}).code == "not_failed"
    platform.work()
    (blue,) = new(platform, sale)
    assert blue["key"] == f"{failed['id']}-1"
    platform.end(blue["key"])
    assert owner().get(path).json["status"] == "issued"


def test_goods_without_a_code_are_refused_by_name(platform: Platform) -> None:
    """Variant before product before category before the seller's."""
    sells({**SELLER, "goods_code": "", "delivery_code": ""})
    variant = a_variant()
    order, buyer = an_order(variant)
    sale = Sale(order, buyer)
    assert request(sale).code == "order_not_paid"
    told(captured(order))
    refused = request(sale)
    assert (refused.status, refused.code, refused.json["goods"]) == (409, "goods_code_missing", ["MUG-1", "delivery"])
    sells({**SELLER, "goods_code": ""})
    assert request(sale).json["goods"] == ["MUG-1"]
    own, bad = "1070101000000000000", {"code": "7070101000000000000"}
    assert owner().put(f"/v1/admin/goods_codes/{variant}", bad).status == 422
    assert owner().put(f"/v1/admin/goods_codes/{variant}", {"code": own}).status == 200
    assert owner().get(f"/v1/admin/goods_codes/{variant}").json == {"code": own}
    assert owner().put("/v1/admin/goods_codes/ord_01ARZ3NDEKTSV4RRFFQ69G5FAV", {"code": own}).status == 404
    assert request(sale).status == 201
    platform.work()
    (blue,) = new(platform, sale)
    assert {row["code"] for row in blue["rows"] if row["id"] != "delivery"} == {own}


@pytest.mark.parametrize(
    "title",
    [
        {**COMPANY, "tax_number": "91310000775785552X"}, {**COMPANY, "tax_number": ""}, {**PERSON, "tax_number": "91310000775785552L"},
        {**PERSON, "name": " "}, {**COMPANY, "kind": "club"}, {**COMPANY, "surprise": 1},
    ],
)  # fmt: skip
def test_what_is_no_title_is_refused(title: dict[str, Any]) -> None:
    sale = a_sale()
    assert request(sale, title).status == 422
    assert all_of(sale) == []


def test_nobody_else_sees_or_requests_it_and_only_chinese_sales_have_one(platform: Platform) -> None:
    sale, other = a_sale(), a_sale()
    path = f"/v1/orders/{sale.order['id']}/fapiao"
    assert Client(app, other.buyer.headers).get(path).status == 404
    assert Client(app, other.buyer.headers).post(path, {"title": PERSON}).status == 404
    assert Client(app, bearer("warehouse")).post(f"/v1/admin/orders/{sale.order['id']}/fapiao", {"title": PERSON}).status == 403
    assert Client(app, sale.buyer.headers).post(path, {}).status == 422
    assert Client(app, sale.buyer.headers).post(path, {"title_id": "tit_01ARZ3NDEKTSV4RRFFQ69G5FAV"}).status == 404
    made = owner().post(f"/v1/admin/orders/{sale.order['id']}/fapiao", {"title": PERSON})
    assert (made.status, made.json["title"]["kind"]) == (201, "personal")
    sells({**SELLER, "fapiao_provider": ""})
    assert request(other).code == "fapiao_unavailable"
    told(gone(other.order, asked(other.order, pieces(other.order, 1))))
    hear(other, "order.refunded")
    assert all_of(other) == []
    assert owner().put("/v1/admin/invoice_settings", {"entities": [{**SELLER, "fapiao_provider": "nobody"}]}).status == 422


def test_a_message_of_what_is_none_of_ours_is_let_go() -> None:
    record = {"messageId": "1", "attributes": {}, "eventSource": "aws:sqs"}
    hint = {**record, "body": '{"fapiao": "fap_01ARZ3NDEKTSV4RRFFQ69G5FAV", "hint": true}'}
    assert work_fapiao({"Records": [hint]}, None) == {"batchItemFailures": []}


def test_of_two_who_find_the_session_over_one_tells_it(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = a_sale(), a_sale()
    for sale in (first, second):
        request(sale)
    platform.act("next", login_expired=True)
    (other,) = all_of(second)
    in_between(monkeypatch, fapiao_login, "_kept", lambda: advance.advance(other.id))
    platform.work()
    assert [states(sale)[0][1] for sale in (first, second)] == ["login_expired"] * 2
    assert len(events_in(LoginRecord, "fapiao.login_expired")) == 1


@pytest.mark.parametrize(("language", "word"), [("zh", "重新登录"), ("en", "Please sign in")])
def test_staff_are_told_by_mail_that_somebody_has_to_sign_in(platform: Platform, language: str, word: str) -> None:
    body = {"low_at": 5, "safety_stock": 0, "low_stock_email": "staff@example.com", "low_stock_language": language}
    assert Client(stock, bearer("owner")).put("/v1/admin/stock_settings", body).status == 200
    platform.act("next", login_expired=True)
    request(a_sale())
    platform.work()
    (told_,) = events_in(LoginRecord, "fapiao.login_expired")
    person = addressee_of(told_)
    assert person.email == "staff@example.com"
    said = wording("fapiao.login_expired", person.language, values_of(told_.data, "", "", person.language))
    assert word in said.text
    assert SELLER["name"] in said.html
