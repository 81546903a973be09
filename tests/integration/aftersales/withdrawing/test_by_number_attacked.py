"""R01: whoever types it, in whatever spelling, however often and at once: one statement, one acknowledgement for each that was made."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from functions.aftersales.app import follow_returns
from functions.aftersales.model.withdrawal import FreeLine, named_lines
from functions.orders.app import answer_lookups, app
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid
from tests.integration.aftersales.sold import Sold, sold_order
from tests.integration.aftersales.withdrawing.stating import BERLIN, A, cases_of, germany, to_germany, withdrawn
from tests.integration.aftersales.withdrawing.test_by_number import MAIL, state, told, waiting, work
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", boto3.client("sqs").create_queue(QueueName="order-lookups")["QueueUrl"])
    germany()


@pytest.fixture
def order(sold: Sold, queue: None) -> Sold:
    return to_germany(sold, (4000, 2), (2000, 1))


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NUMBERS: list[Callable[[str], str]] = [
    lambda n: n.translate(WIDE), lambda n: f"  {n[:4]} {n[4:8]}\u00a0{n[8:]} ", lambda n: f"{n[:6]}-{n[6:]}", lambda n: f"#{n}",
    lambda n: f"\u200b{n}\ufeff", lambda n: ".".join(n[i : i + 3] for i in range(0, len(n), 3)),
]  # fmt: skip
MAILS = ["BUYER@EXAMPLE.COM", " buyer@example.com ", "ｂｕｙｅｒ＠ｅｘａｍｐｌｅ．ｃｏｍ", "buyer@example。com", "Buyer@eXample.Com"]


@pytest.mark.parametrize("spelling", range(len(NUMBERS)))
def test_a_number_in_any_spelling(order: Sold, spelling: int) -> None:
    state(NUMBERS[spelling](order.order["number"]), MAILS[spelling % len(MAILS)])
    work(order)
    assert [one["whole"] for one in told("withdrawal.declared")] == [True]


def test_an_address_in_any_spelling_is_one_mailbox_and_another_one_is_nobodys(sold: Sold, queue: None) -> None:
    to = BERLIN | {"email": "buyer@bücher.example"}
    order = sold_order(sold.shop, sold.queue, (4000, 1), to=to)
    for other in ("buyer@bucher.example", "b.uyer@bücher.example", "buyer+1@bücher.example", "buyer@bücher.example.com"):
        state(order.order["number"], other)
    work(order)
    assert told("withdrawal.declared") == told("withdrawal.refused") == []
    state(order.order["number"], "Buyer@XN--bcher-kva.example")
    work(order)
    state(order.order["number"], "buyer@BÜCHER.example")
    work(order)
    assert (len(told("withdrawal.declared")), told("withdrawal.refused")) == (1, [])


def test_twenty_at_once(order: Sold) -> None:
    """The same statement twenty times, and strangers in between: one is taken in and acknowledged, the answers are alike."""
    asked = [(order.order["number"], MAIL)] * 20 + [(order.order["number"], "x@example.com"), ("26010199999999", MAIL)] * 5
    pages = [Client(app) for _ in asked]
    for n, page in enumerate(pages):
        page.source_ip = f"192.0.2.{n}"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda one, page: state(one[0], one[1], page), asked, pages))
        assert {(one.status, one.text) for one in answers} == {(answers[0].status, answers[0].text)}
        messages = waiting()
        assert len(messages) == 30
        done = list(pool.map(lambda message: answer_lookups({"Records": [message]}, None), messages))
        assert all(one == {"batchItemFailures": []} for one in done)
        stated = sqs_of_events(events_in(OrdersTable, "order.withdrawal_stated"))["Records"]
        tried = list(pool.map(lambda record: follow_returns({"Records": [record]}, None), stated))
    # Who was overtaken too often comes again, as a queue has it.
    again = [record for record, one in zip(stated, tried, strict=True) if one["batchItemFailures"]]
    assert follow_returns({"Records": again}, None) == {"batchItemFailures": []}
    assert (len(told("withdrawal.declared")), told("withdrawal.refused"), len(cases_of(order))) == (1, [], 1)


def test_two_statements_of_one_moment_are_two(order: Sold) -> None:
    """Each is about other pieces; neither is taken for the other one told again."""
    with clock.frozen(clock.now()):
        for line in (0, 1):
            state(order.order["number"], lines=[{"sku": f"SKU-{line}", "quantity": 1}])
        work(order, times=2)
    told_of = [[(one["sku"], one["quantity"]) for one in done["lines"]] for done in told("withdrawal.declared")]
    assert sorted(told_of) == [[("SKU-0", 1)], [("SKU-1", 1)]]


def test_a_part_then_the_whole_then_again(order: Sold) -> None:
    withdrawn(order, (A, 1))
    state(order.order["number"])
    work(order)
    assert sum(line["quantity"] for case in cases_of(order) for line in case["lines"]) == 3
    state(order.order["number"], lines=[{"sku": "SKU-1", "quantity": 1}])
    work(order)
    assert ([one["because"] for one in told("withdrawal.refused")], len(cases_of(order))) == (["already_withdrawn"], 2)


def test_a_sku_is_typed_as_people_type(order: Sold) -> None:
    state(order.order["number"], lines=[{"sku": "ｓku-0", "quantity": 2}])
    work(order)
    assert [(one["sku"], one["quantity"]) for one in told("withdrawal.declared")[0]["lines"]] == [("SKU-0", 2)]


def test_of_two_lines_with_one_sku_the_one_that_is_left_is_taken() -> None:
    """A piece that was bought and one that came as a gift; the first was withdrawn before."""
    lines = [("bought", "A", 1), ("gift", "A", 1), ("other", "B", 1)]
    free = [FreeLine("bought", 0, 0), FreeLine("gift", 0, 1), FreeLine("other", 1, 0)]
    assert named_lines(lines, free, {"a": 1}) == {"gift": 1}
    assert named_lines(lines, free, {"A": 2, "B": 1}) == {"gift": 1, "bought": 1, "other": 1}, "refused for what it is: too many"
    assert named_lines(lines, free, {"A": 1, "a": 1}) == {"gift": 1, "bought": 1}
    for wrong in ({"A": 3}, {"C": 1}):
        with pytest.raises(Invalid):
            named_lines(lines, free, wrong)


def test_nothing_is_lost_when_a_message_comes_again_later(order: Sold) -> None:
    """Told twice, once before and once after it was taken in."""
    state(order.order["number"])
    messages: list[dict[str, Any]] = waiting()
    for _ in range(2):
        assert answer_lookups({"Records": messages}, None) == {"batchItemFailures": []}
        assert follow_returns(sqs_of_events(events_in(OrdersTable, "order.withdrawal_stated")), None) == {"batchItemFailures": []}
    assert (len(told("withdrawal.declared")), waiting(), bool(os.environ["QUEUE_ORDER_LOOKUPS"])) == (1, [], True)
