"""X50: whoever lost the link has a new one sent to the order's buyer; the answer tells nothing, and nobody is flooded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.orders.app import answer_lookups, app
from functions.orders.model.order import Order
from functions.orders.pages import link_limits
from functions.orders.store.number import number_record
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock, provider_keys
from tests.integration.conftest import LINKS_KEY, LINKS_SECRET
from tests.support.events import events_in, sqs
from tests.support.http import Answer, Client
from tests.support.orders import an_order, store_order
from tests.support.races import in_between

PAGE = Client(app)


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = boto3.client("sqs").create_queue(QueueName="order-lookups")["QueueUrl"]
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", url)
    yield url
    boto3.client("sqs").delete_queue(QueueUrl=url)


def placed(number: str = "26112612345678", **changes: Any) -> Order:
    order = an_order(language="en", **{name: value for name, value in changes.items() if name in ("email", "customer_id")})
    address = replace(order.address, phone=changes.get("phone", "+8613800138000"), country=changes.get("country", "CN"))
    order = store_order(replace(order, number=number, address=address))
    number_record(order).save()
    return order


def asked(queue: str) -> list[dict[str, Any]]:
    """What waits in the queue."""
    sqs_client = boto3.client("sqs")
    found = sqs_client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for message in found:
        sqs_client.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [json.loads(message["Body"]) for message in found]


def work(queue: str) -> list[tuple[str, str]]:
    """(order, channel) of every link that was asked for until now."""
    assert answer_lookups(sqs(asked(queue)), None) == {"batchItemFailures": []}
    return [(event.subject, event.data["channel"]) for event in events_in(OrdersTable, "order.link_requested")]


def look_up(body: dict[str, Any]) -> Answer:
    return PAGE.post("/v1/orders/lookup", body)


def test_the_answer_is_the_same_whether_or_not_there_is_such_an_order(queue: str) -> None:
    order = placed()
    right = look_up({"number": order.number, "email": "li.lei@example.com"})
    wrong = [
        look_up({"number": order.number, "email": "somebody@example.com"}),
        look_up({"number": "26112699999999", "email": "li.lei@example.com"}),
        look_up({"number": "nonsense", "phone": "nonsense"}),
    ]
    assert (right.status, right.json) == (202, {"status": "accepted"})
    assert [(answer.status, answer.text) for answer in wrong] == [(202, right.text)] * 3
    assert work(queue) == [(order.id, "email")]


def test_the_call_looks_nothing_up(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So its time tells nothing: what it does is one message to a queue."""
    monkeypatch.setattr(OrdersTable, "_get_connection", lambda: pytest.fail("it looked"))
    assert look_up({"number": "1", "email": "a@example.com"}).status == 202
    assert [sorted(message) for message in asked(queue)] == [["asked", "at"]]


def test_what_was_typed_waits_sealed(queue: str) -> None:
    """Queues hold nothing personal; what was sealed with a key that is gone goes to the dead letters."""
    look_up({"number": "26112612345678", "email": "li.lei@example.com", "phone": "13800138000"})
    (message,) = asked(queue)
    assert not any(typed in json.dumps(message) for typed in ("26112612345678", "li.lei", "13800138000"))
    boto3.client("secretsmanager").put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps({"order_links": "another"}))
    provider_keys.forget()
    failed = answer_lookups(sqs([message]), None)["batchItemFailures"]
    boto3.client("secretsmanager").put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps({"order_links": LINKS_KEY}))
    provider_keys.forget()
    assert len(failed) == 1
    assert answer_lookups(sqs([message]), None) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    "email", ["li.lei@example.com", "LI.LEI@EXAMPLE.COM", "Ｌｉ．Ｌｅｉ＠Ｅｘａｍｐｌｅ．Ｃｏｍ", " li.lei@example.com "]
)
def test_an_address_in_any_case_and_width(queue: str, email: str) -> None:
    order = placed()
    assert look_up({"number": " ２６１１２６ 1234-5678 ", "email": email}).status == 202
    assert work(queue) == [(order.id, "email")]


@pytest.mark.parametrize(
    "phone",
    [
        "13800138000", "+8613800138000", "+86 138 0013 8000", "0086 13800138000", "+86-138-0013-8000", "(+86) 138 0013 8000",
        "138-0013-8000", "１３８００１３８０００", "138.0013.8000", "+86 (138) 00138000",
    ],
)  # fmt: skip
def test_a_telephone_number_in_ten_spellings(queue: str, phone: str) -> None:
    """An order without an e-mail address is written to by text message."""
    order = placed(email=None)
    look_up({"number": order.number, "phone": phone})
    assert work(queue) == [(order.id, "sms")]


def test_a_number_without_country_code_is_of_the_order_s_country(queue: str) -> None:
    order = placed(email=None, phone="+12125550100", country="US")
    look_up({"number": order.number, "phone": "(212) 555-0100"})
    assert work(queue) == [(order.id, "sms")]


def test_found_by_telephone_the_link_still_goes_to_the_address_there_is(queue: str) -> None:
    order = placed()
    look_up({"number": order.number, "phone": "13800138000"})
    assert work(queue) == [(order.id, "email")]


@pytest.mark.parametrize(
    "body",
    [
        {"email": "lei@example.com"},
        {"phone": "13800138001"},
        {"phone": "38000"},
        {"phone": "0013800138000"},
        {"email": "li.lei@example.com", "phone": "13900139000"},
        {"email": "somebody@example.com", "phone": "13800138000"},
    ],
)
def test_what_does_not_fit_sends_nothing(queue: str, body: dict[str, str]) -> None:
    order = placed()
    assert look_up({"number": order.number, **body}).status == 202
    assert work(queue) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"number": "1"},
        {"email": "a@b.cc"},
        {"number": 5, "email": "a@b.cc"},
        {"number": "1", "email": "x" * 300},
        {"number": "1", "x": "y"},
    ],
)
def test_what_is_no_question_is_refused_before_anything_is_looked_up(queue: str, body: dict[str, Any]) -> None:
    assert look_up(body).status == 422
    assert asked(queue) == []


def test_one_link_in_ten_minutes_and_five_a_day(queue: str) -> None:
    order = placed()
    start = clock.now().replace(hour=2, minute=0)
    question = {"number": order.number, "email": "li.lei@example.com"}
    sent = []
    for minutes in (0, 0, 9, 10, 15, 20, 30, 40, 50, 60, 24 * 60):
        with clock.frozen(start + timedelta(minutes=minutes)):
            look_up(question)
            sent.append(len(work(queue)))
    assert sent == [1, 1, 1, 2, 2, 3, 4, 5, 5, 5, 6]


def test_midnight_is_no_way_around_the_ten_minutes(queue: str) -> None:
    order = placed()
    start = clock.now().replace(hour=23, minute=59)
    for minutes in (0, 2):
        with clock.frozen(start + timedelta(minutes=minutes)):
            look_up({"number": order.number, "email": "li.lei@example.com"})
            assert len(work(queue)) == 1


def test_one_address_with_many_orders_is_sent_five_a_day(queue: str) -> None:
    for n in range(8):
        look_up({"number": placed(f"2611261234567{n}").number, "email": "li.lei@example.com"})
    assert len(work(queue)) == 5


def test_two_workers_with_one_question_each_send_one_link(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: counted under the version that was read."""
    order = placed()
    look_up({"number": order.number, "email": "li.lei@example.com"})
    question = sqs(asked(queue))
    in_between(monkeypatch, link_limits, "find_many", lambda: answer_lookups(question, None))
    assert answer_lookups(question, None) == {"batchItemFailures": []}
    assert len(events_in(OrdersTable, "order.link_requested")) == 1


def test_a_question_of_yesterday_is_not_answered_any_more(queue: str) -> None:
    order = placed()
    look_up({"number": order.number, "email": "li.lei@example.com"})
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert work(queue) == []


def form(**fields: str) -> Answer:
    raw = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    return PAGE.call("POST", "/o/lookup", raw, {"content-type": "application/x-www-form-urlencoded"})


def test_the_form_of_the_page_does_the_same(queue: str) -> None:
    order = placed()
    assert 'action="lookup"' in PAGE.get("/o/lookup?lang=en").text
    right = form(number=order.number, contact="li.lei%40example.com", lang="en")
    wrong = form(number="1", contact="13800138000", lang="en")
    assert (right.status, right.text) == (wrong.status, wrong.text) == (202, right.text)
    assert "Look into your mail" in right.text
    assert right.headers["cache-control"] == "no-store"
    assert order.number not in right.text
    assert work(queue) == [(order.id, "email")]


def test_a_form_that_is_not_filled_in_is_shown_again(queue: str) -> None:
    answer = form(number="", contact="x", lang="zh")
    assert (answer.status, "请填写订单号" in answer.text, "<form" in answer.text) == (422, True, True)
    assert PAGE.call("POST", "/o/lookup", b"\xff").status == 422
    assert asked(queue) == []
