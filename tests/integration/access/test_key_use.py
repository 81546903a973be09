"""API keys in use: who calls with one, what that costs, and how often."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from functions.catalog.app import app as catalog
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import get_order
from functions.shared.auth import standing
from functions.shared.auth.keys import new_secret
from functions.shared.limits import calls, local_counts
from functions.shared.outside import clock
from functions.shared.store.records import connection
from tests.integration.access.key_makers import KEYS, ORDERS, a_person, half_a_minute_later, with_key
from tests.integration.catalog.support import published
from tests.integration.orders.buyer import Buyer, a_variant, an_order, stock_of
from tests.support.http import Client
from tests.support.identity import bearer

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PUBLIC = "/v1/categories"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def test_a_publishable_key_is_a_guest_with_a_channel() -> None:
    """X03: carts are the guest's own, not the key's; the order says where it came from."""
    secret = a_person("manager").make(kind="publishable", channel="app").json["secret"]
    assert secret.startswith("pk_")
    variant = a_variant()
    client = with_key(secret)
    cart = client.post("/v1/carts", {}).json
    assert client.get(f"/v1/carts/{cart['id']}").status == 404, "the key opens nobody's cart"
    assert client.get(ORDERS).status == 403
    assert client.get("/v1/me/orders").status in (401, 403)
    client.headers["X-Cart-Token"] = cart["token"]
    buyer = Buyer(client, cart["id"])
    assert buyer.add(variant).status == 201
    order = buyer.ready().place()
    assert order.status == 201, order.text
    assert order_of(get_order(order.json["id"])).channel == "app"


def test_a_customer_comes_through_an_app() -> None:
    """X03: a publishable key beside an access token says which; a secret one beside it is refused."""
    owner = a_person("owner")
    customer = bearer(subject=str(uuid.uuid4()))
    app_key = owner.make(kind="publishable").json["secret"]
    assert with_key(app_key, **customer).get("/v1/me/orders").status == 200
    refused = with_key(owner.make("orders.read").json["secret"], **customer).get(ORDERS)
    assert (refused.status, refused.code) == (401, "two_callers")


@pytest.mark.parametrize(
    "sent",
    ["", " ", "x", "sk_", "sk_" + "A" * 43 + "00000000", "sk_" + "A" * 51, "pk_" + "é" * 51, "sk_" + "A" * 5000, "Bearer sk_1"],
)
def test_what_is_no_key_is_refused_without_a_look(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """X03"""
    monkeypatch.setattr(standing, "kept_body", lambda _: pytest.fail("looked"))
    answer = with_key(sent, catalog).get(PUBLIC)
    assert (answer.status, answer.code) == (401, "invalid_api_key")


def test_an_unknown_key_is_refused() -> None:
    assert with_key(new_secret("secret", "A" * 43), catalog).get(PUBLIC).code == "invalid_api_key"


def test_a_key_in_an_address_is_refused_and_marked() -> None:
    """X03, bad input: whatever the name, also where it would be right in the header."""
    owner = a_person("owner")
    made = owner.make("orders.read").json
    secret = made["secret"]
    for url in (f"{ORDERS}?api_key={secret}", f"{ORDERS}?q={secret}", f"{ORDERS}?X-Api-Key=anything", f"{ORDERS}/{secret}"):
        answer = with_key(secret).get(url)
        assert (answer.status, answer.code) == (400, "key_in_url"), url
        assert secret not in answer.text.replace(answer.json["instance"], "")
    shown = owner.door.get(f"{KEYS}/{made['id']}").json
    assert shown["exposed_at"] == "2026-11-26T12:00:00.000Z"
    assert with_key(secret).get(ORDERS).status == 200, "it is staff who decide what becomes of it"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Requests to DynamoDB."""
    counts = Counter[str]()
    client: Any = connection().client
    call = client._make_api_call
    monkeypatch.setattr(client, "_make_api_call", lambda name, given: (counts.update([name]), call(name, given))[1])
    return counts


@pytest.mark.parametrize(("kind", "scopes"), [("publishable", ()), ("secret", ("orders.read",))])
def test_a_product_by_api_key_costs_at_most_one_request_more(kind: str, scopes: tuple[str, ...], asked: Counter[str]) -> None:
    """X03: of 50 calls each, from a cold process on; and hardly ever that one."""
    product = published()["id"]
    secret = a_person("owner").make(*scopes, kind=kind).json["secret"]
    url = f"/v1/products/{product}"
    guest, client = Client(catalog), with_key(secret, catalog)
    assert guest.get(url).status == 200
    asked.clear()
    assert guest.get(url).status == 200
    bare = asked.total()
    half_a_minute_later()
    local_counts.forget()
    costs = []
    for _ in range(50):
        asked.clear()
        assert client.get(url).status == 200
        costs.append(asked.total() - bare)
    assert max(costs) <= 1
    assert sum(costs) <= 6


def test_a_key_is_answered_so_often_a_minute_over_all_processes() -> None:
    """X40"""
    secret = a_person("owner").make("orders.read", calls_per_minute=40).json["secret"]
    found = Counter[int]()
    for n in range(60):
        if n % 10 == 0:
            calls.forget()  # as if another process took over
        answer = with_key(secret).get(ORDERS)
        found[answer.status] += 1
    assert found[200] <= 40
    assert found[200] >= 30, "what a process took and did not use is lost for the minute"
    refused = with_key(secret).get(ORDERS)
    assert (refused.status, refused.headers["x-ratelimit-limit"], refused.headers["x-ratelimit-remaining"]) == (429, "40", "0")
    with clock.frozen(NOW + timedelta(seconds=int(refused.headers["retry-after"]))):
        again = with_key(secret).get(ORDERS)
        assert (again.status, again.headers["x-ratelimit-limit"]) == (200, "40")


def test_a_key_cancels_an_order_at_its_first_call() -> None:
    """X03: that everybody may ask for it takes no right from a key, in a process that never saw it either."""
    owner, mug = a_person("owner"), a_variant()
    order, _ = an_order(mug)
    reads, writes = (owner.make(*scopes).json["secret"] for scopes in (("orders.read",), ("orders.read", "orders.write")))
    for secret, status in ((reads, 403), (writes, 200)):
        half_a_minute_later()
        assert with_key(secret).post(f"/v1/orders/{order['id']}/cancel", {"reason": "staff"}).status == status
    assert stock_of(mug) == (20, 0)
    assert with_key(writes).post("/v1/orders/ord_00000000000000000000000000/cancel").status == 404


def test_rights_that_cannot_be_read_are_none() -> None:
    """X03"""
    secret = a_person("owner").make("orders.read").json["secret"]
    half_a_minute_later()
    boto3.client("dynamodb").delete_table(TableName="access")
    assert with_key(secret).get(ORDERS).status == 503
    assert Client(catalog).get(PUBLIC).status == 200, "guests are asked nothing"
