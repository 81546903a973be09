"""X50: links are signed, last so long, can be revoked, and open one order; what opens nothing looks alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import boto3
import pytest

from functions.orders.app import app
from functions.orders.app import app as orders_app
from functions.orders.model.order import Order
from functions.orders.model.order_link import LASTS, OrderLink, sign
from functions.orders.pages import revoke_links
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock, fresh, provider_keys
from functions.shared.plain.settings import settings
from tests.integration.conftest import LINKS_KEY, LINKS_SECRET
from tests.integration.orders.pages.gallery import path_of
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import TOKEN, an_order, store_order, stored
from tests.support.races import in_between

PAGE = Client(app)
STAFF = bearer("support")


def revoke(order: Order, headers: dict[str, str] = STAFF) -> Answer:
    return Client(orders_app).call("POST", f"/v1/admin/orders/{order.id}/links/revoke", None, headers)


def seen(path: str) -> tuple[int, str, dict[str, str]]:
    """All that tells one answer from another."""
    answer = PAGE.get(path)
    own = ("x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset")
    return answer.status, answer.text, {name: value for name, value in answer.headers.items() if name not in own}


@contextmanager
def secret_has(keys: object) -> Iterator[None]:
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps({"order_links": keys}))
    provider_keys.forget()
    try:
        yield
    finally:
        secrets.put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps({"order_links": LINKS_KEY}))
        provider_keys.forget()


@pytest.fixture
def order() -> Order:
    return store_order(an_order(language="en"))


def test_a_link_opens_its_order_and_no_other(order: Order) -> None:
    other = store_order(an_order(language="en", price=77_700))
    assert path_of(order) != path_of(other)
    assert "CNY 777.00" not in PAGE.get(path_of(order)).text
    assert "CNY 777.00" in PAGE.get(path_of(other)).text


def test_what_opens_nothing_looks_alike(order: Order) -> None:
    """Unknown, forged, of another shop, of an order that is gone, over, from tomorrow, revoked."""
    today = clock.now().date()
    link = OrderLink(order.id, 0, today)
    revoked = path_of(order)
    assert PAGE.get(revoked).status == 200
    assert revoke(order).status == 200
    strangers = {
        "forged": "/o/" + sign(link, "another shop's key"),
        "unknown order": "/o/" + sign(OrderLink(fresh.new_id("ord"), 0, today), LINKS_KEY),
        "over": "/o/" + sign(OrderLink(order.id, 1, today - LASTS - timedelta(days=1)), LINKS_KEY),
        "revoked": revoked,
        "not yet revoked so often": "/o/" + sign(OrderLink(order.id, 2, today), LINKS_KEY),
        "an order's id": f"/o/{order.id}",
        "an order's number": f"/o/{order.number}",
        "a guest's token": f"/o/{TOKEN}",
        "no link": "/o/nonsense",
    }
    told = {name: seen(path) for name, path in strangers.items()}
    assert {status for status, _, _ in told.values()} == {404}
    assert len({text for _, text, _ in told.values()}) == 1
    assert len({json.dumps(headers, sort_keys=True) for _, _, headers in told.values()}) == 1
    text = told["forged"][1]
    assert 'action="lookup"' in text
    assert 'name="number"' in text


def test_paying_by_a_link_that_opens_nothing_is_the_same_page(order: Order) -> None:
    answer = PAGE.call("POST", f"/o/{'a' * 64}/pay", b"method=sandbox.wallet")
    assert (answer.status, 'action="../lookup"' in answer.text) == (404, True)


def test_a_link_lasts_half_a_year(order: Order) -> None:
    path = path_of(order)
    with clock.frozen(clock.now() + LASTS):
        assert PAGE.get(path).status == 200
    with clock.frozen(clock.now() + LASTS + timedelta(days=1)):
        assert PAGE.get(path).status == 404
        assert PAGE.get(path_of(order)).status == 200


def test_revoked_links_open_nothing_and_later_ones_do(order: Order) -> None:
    before = path_of(order)
    answer = revoke(order)
    assert answer.json == {"order_id": order.id, "times": 1, "version": 2}
    assert (stored(order).version, stored(order).links_revoked) == (2, 1)
    assert PAGE.get(before).status == 404
    assert PAGE.get(path_of(order)).status == 200
    assert revoke(order).json["times"] == 2
    [first, second] = events_in(OrdersTable, "order.links_revoked")
    assert (first.actor.kind, first.data["times"], second.data["times"]) == ("staff", 1, 2)


def test_only_staff_who_may_change_orders_revoke(order: Order) -> None:
    assert revoke(order, bearer("warehouse")).status == 403
    assert revoke(order, {"x-order-token": TOKEN}).status == 401
    assert revoke(an_order()).status == 404
    assert revoke(order, {**STAFF, "if-match": '"7"'}).code == "version_conflict"
    assert PAGE.get(path_of(order)).status == 200


def test_two_who_revoke_at_once_both_count(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E"""
    in_between(monkeypatch, revoke_links, "get_order", lambda: revoke(order))
    assert revoke(order).json["times"] == 2
    assert stored(order).links_revoked == 2


def test_a_key_that_is_being_changed_still_opens_what_it_signed(order: Order) -> None:
    old = path_of(order)
    with secret_has({"keys": {"2026-11": LINKS_KEY, "2027-05": "a newer one"}, "current": "2027-05"}):
        new = path_of(order)
        assert new == "/o/" + sign(OrderLink(order.id, 0, clock.now().date()), "a newer one")
        assert [PAGE.get(path).status for path in (old, new)] == [200, 200]
    assert PAGE.get(new).status == 404


def test_a_stage_without_a_key_says_so_and_opens_nothing(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(order)
    monkeypatch.setenv("SECRET_LINKS", "")
    settings.cache_clear()
    try:
        assert PAGE.get(path).code == "misconfigured"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_no_token_of_a_link_is_logged(order: Order, caplog: pytest.LogCaptureFixture) -> None:
    path = path_of(order)
    assert PAGE.get(path).status == 200
    assert PAGE.call("POST", f"{path}/pay", b"method=x.y").status == 422
    assert path.removeprefix("/o/") not in str([vars(record) for record in caplog.records])
