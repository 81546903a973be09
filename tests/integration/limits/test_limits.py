"""Limits of what is not signing in: vouchers, lost links, payments, and all calls of an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.orders.app import app
from functions.platform.service.contract import operations
from functions.shared.limits import counters, rules
from functions.shared.limits.rules import GUARDS
from functions.shared.limits.windows import Window
from functions.shared.outside import clock
from functions.shared.plain import settings
from tests.integration.orders.buyer import a_guest, a_variant, counted
from tests.support.http import Answer, Client

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def at(address: str) -> Client:
    client = Client(app)
    client.source_ip = address
    return client


def whole(client: Client, *codes: str) -> Answer:
    return client.post("/v1/carts", {"codes": list(codes)})


def test_every_rule_is_of_an_operation_that_there_is() -> None:
    """X40"""
    assert set(GUARDS) <= {str(op) for op in operations()}


def test_a_rule_counts_by_what_the_operation_takes() -> None:
    """X40: a misspelt field would count everybody as one."""
    by_name = {str(op): op for op in operations()}
    for name, guard in GUARDS.items():
        op = by_name[name]
        fields = set(op.body.model_fields) if op.body else set()
        for rule in (*guard.rules, *((guard.at_home,) if guard.at_home else ())):
            asked = {part.partition(".")[2] for part in rule.per.split("+") if part.startswith("body.")}
            assert asked | ({rule.when} - {"", "code"}) <= fields, (name, rule.name)
            assert all(f"{{{part.partition('.')[2]}}}" in op.path for part in rule.per.split("+") if part.startswith("path."))


def test_vouchers_are_not_found_by_trying() -> None:
    """O02: one by one in a cart, and several at once in new carts, by one address."""
    buyer = a_guest()
    found = [buyer.client.put(f"{buyer.cart}/coupons/NOPE{n}").status for n in range(20)]
    assert found == [404] * rules.COUPON_OF.most + [429] * 5
    other = at("127.0.0.1")
    answers = [whole(other, "NOPEA", "NOPEB", "NOPEC") for _ in range(8)]
    # A try at what is full in the cart counts for the address, too.
    assert [a.status for a in answers] == [201] * 4 + [429] * 4
    assert {one["code"] for one in answers[0].json["refused"]} == {"unknown_code"}
    assert whole(at("203.0.113.8"), "NOPEA").status == 201, "somebody else"
    assert whole(other).status == 201, "a cart without a code is not limited"
    with clock.frozen(NOW + timedelta(seconds=int(answers[-1].headers["retry-after"]))):
        assert whole(other, "NOPEA").status == 201


def test_a_cart_without_a_code_costs_what_it_did() -> None:
    """X40: counters cost ordinary guests nothing."""
    a_variant()
    client = at("203.0.113.7")
    with counted() as calls:
        assert whole(client).status == 201
    assert "UpdateItem" not in calls


def test_lost_links_and_withdrawals_by_number_share_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: order numbers are not found by trying."""
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", boto3.client("sqs").create_queue(QueueName="order-lookups")["QueueUrl"])
    client = at("203.0.113.7")
    body = {"number": "N1", "email": "ada@example.com"}
    found = Counter(client.post("/v1/orders/lookup", body).status for _ in range(35))
    assert found == {202: rules.LOOKUP_FROM.most, 429: 5}
    assert client.post("/v1/orders/withdrawal", body).status == 429


def test_who_asks_by_the_page_too_often_is_told_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02, X50: a browser shows what to do, in its language; programs get the document of errors."""
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", boto3.client("sqs").create_queue(QueueName="order-lookups")["QueueUrl"])
    client = at("203.0.113.7")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"number=N1&contact=ada%40example.com"
    shown = form | {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN"}
    assert {client.call("POST", "/o/lookup", body, form).status for _ in range(rules.LOOKUP_FROM.most)} == {202}
    page, document = client.call("POST", "/o/lookup", body, shown), client.call("POST", "/o/lookup", body, form)
    assert (page.status, document.status, document.code) == (429, 429, "too_many_requests")
    assert page.headers["content-type"].startswith("text/html")
    assert ("请在" in page.text, page.headers["retry-after"]) == (True, document.headers["retry-after"])
    too_large = client.call("POST", "/o/lookup", b"x" * 100_000, shown)
    assert (too_large.status, "<h1>" in too_large.text) == (413, True)


def test_where_nobody_counts_shoppers_go_on_and_each_process_counts() -> None:
    """O02: limits never close the shop."""
    boto3.client("dynamodb").delete_table(TableName="limits")
    client = at("203.0.113.7")
    found = Counter(whole(client, f"NOPE{n}").status for n in range(40))
    assert found == {201: rules.CODES_FROM.most, 429: 10}


def test_a_table_that_does_not_answer_is_not_asked_by_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def down(rule: str, *_: object, **__: object) -> int:
        asked.append(rule)
        raise counters.NotCounted

    monkeypatch.setattr(counters, "hit", down)
    client = at("203.0.113.7")
    assert {whole(client, "NOPE").status for _ in range(5)} == {201}
    assert len(asked) == 1
    with clock.frozen(NOW + timedelta(seconds=11)):
        whole(client, "NOPE")
    assert len(asked) == 2


@pytest.fixture
def few_calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ADDRESS_CALLS_A_MINUTE", "5")
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.mark.usefixtures("few_calls")
def test_one_address_is_answered_so_often_a_minute() -> None:
    """X40: before anything is done, whatever is asked, and told how many are left."""
    client = at("2001:db8:1:2::1")
    answers = [client.get("/v1/carts/cart_01JD5Z6N7W8X9Y0Z1A2B3C4D5E") for _ in range(5)]
    assert [(a.status, a.headers["x-ratelimit-remaining"]) for a in answers] == [(404, str(n)) for n in (4, 3, 2, 1, 0)]
    with counted() as calls:
        refused = at("2001:db8:1:2:ffff::9").post("/v1/carts", b"{ not even JSON")
    assert (refused.status, refused.code, refused.headers["retry-after"]) == (
        429,
        "too_many_requests",
        refused.headers["x-ratelimit-reset"],
    )
    assert not calls
    assert at("2001:db8:1:3::1").get("/v1/carts/cart_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").status == 404
    with clock.frozen(NOW + timedelta(seconds=int(refused.headers["retry-after"]))):
        assert client.get("/v1/carts/cart_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").status == 404


def test_what_ended_in_between_is_not_given_back() -> None:
    """X40: an item that DynamoDB took away does not come back with less than nothing."""
    window = Window(2_000_000_000, 60)
    assert counters.hit("a rule", "somebody", window, 5) == 1
    (item,) = boto3.client("dynamodb").scan(TableName="limits")["Items"]
    boto3.client("dynamodb").delete_item(TableName="limits", Key={name: item[name] for name in ("pk", "sk")})
    counters.give_back("a rule", "somebody", window, 1)
    assert boto3.client("dynamodb").scan(TableName="limits")["Items"] == []


def test_what_was_counted_stands_in_the_table_as_a_hash_that_ends() -> None:
    """R07: addresses and logins are nowhere in clear, and the item goes by itself."""
    whole(at("203.0.113.7"), "NOPE")
    items = boto3.client("dynamodb").scan(TableName="limits")["Items"]
    assert len(items) == 1
    assert "203.0.113" not in str(items)
    assert int(items[0]["ttl"]["N"]) < NOW.timestamp() + 2 * 3600
