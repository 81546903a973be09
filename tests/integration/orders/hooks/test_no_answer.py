"""X22: a hook that is slow, lies, redirects, says too much or nothing: what counts then is stated, and a shopper waits no longer for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.orders.hooks import ask
from functions.orders.model.hooks.circuit import MOST_FAILURES, Circuit, Standing
from functions.orders.model.hooks.rules import HookKind
from functions.orders.store.hooks import circuits
from functions.shared.outside import clock
from tests.integration.orders.buyer import staff
from tests.integration.orders.hooks.hooked import PATH, a_cart, as_another_process, hooked, set_hooks, total
from tests.support.hooks.server import HookServer, hook_server
from tests.unit.shared.outside.test_guarded import certificate

Wrong = Callable[[HookServer], None]


def saying(body: Any) -> Wrong:
    return lambda server: server.answers.update(price=body)


def slow(server: HookServer) -> None:
    server.held = True


def moved(server: HookServer) -> None:
    server.status, server.headers = 302, {"Location": server.url + "inside"}


def of_status(status: int) -> Wrong:
    def wrong(server: HookServer) -> None:
        server.status = status

    return wrong


def negative(data: Any) -> Any:
    return {"lines": [{"id": line["id"], "unit_price": -100} for line in data["lines"]]}


def in_dollars(data: Any) -> Any:
    return {"currency": "USD", "lines": [{"id": line["id"], "unit_price": 1} for line in data["lines"]]}


WRONG: dict[str, tuple[Wrong, str]] = {
    "slow": (slow, "timeout"),
    "redirects": (moved, "status_302"),
    "5_mb": (saying(b'{"lines": [], "x": "' + b"x" * 5_000_000 + b'"}'), "too_large"),
    "fails": (of_status(500), "status_500"),
    "says_no_content": (of_status(204), "status_204"),
    "is_no_json": (saying(b"<html>"), "not_json"),
    "is_a_list": (saying(b"[]"), "not_json"),
    "is_nested": (saying(b"[" * 100_000), "not_json"),
    "says_nan": (saying(b'{"lines": NaN}'), "not_json"),
    "is_no_utf8": (saying(b"\xff\xfe"), "not_json"),
    "negative": (saying(negative), "wrong_answer"),
    "other_currency": (saying(in_dollars), "wrong_answer"),
    "other_line": (saying({"lines": [{"id": "line_of_somebody", "unit_price": 1}]}), "wrong_answer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_without_an_answer_the_shop_calculates_by_itself(name: str, outside: HookServer, caplog: pytest.LogCaptureFixture) -> None:
    wrong, reason = WRONG[name]
    wrong(outside)
    buyer = a_cart()
    own = buyer.preview()
    hooked(outside, "price", time_limit_ms=300)
    placed = buyer.place(own["preview_hash"])
    assert placed.status == 201, placed.text
    assert outside.answered == (0 if name == "slow" else 1), "who says nothing is not waited for"
    assert (total(placed.json), len(outside.asked)) == (total(own), 1), "redirects are not followed, and nothing is asked twice"
    assert staff().get(f"/v1/admin/orders/{placed.json['id']}").json["hooks"] == {"price": "own"}
    assert [getattr(line, "reason", "") for line in caplog.records if line.message == "hook.failed"] == [reason]


@pytest.mark.parametrize("kind", HookKind)
def test_without_an_answer_nothing_is_sold_where_the_shop_says_so(kind: HookKind, outside: HookServer) -> None:
    buyer = a_cart()
    hooked(outside, kind.value, on_failure="refuse")
    refused = buyer.place()
    assert (refused.status, refused.code, refused.json["hook"], refused.headers["retry-after"]) == (503, "hook_unavailable", kind, "5")
    set_hooks()
    assert buyer.client.get(buyer.cart).json["status"] == "open"
    assert buyer.place().status == 201


def test_who_drips_nobody_there_and_a_self_signed_certificate(outside: HookServer, tmp_path: Path) -> None:
    own, _ = certificate(tmp_path, "127.0.0.1")
    buyer = a_cart()
    with hook_server(own) as secured:
        hooked(secured, "price", on_failure="refuse")
        assert buyer.client.get(buyer.cart).code == "hook_unavailable"
        assert secured.asked == [], "nothing of the question was told"
    set_hooks(price={"url": "http://127.0.0.1:9/", "on_failure": "refuse"})
    as_another_process()
    assert buyer.client.get(buyer.cart).code == "hook_unavailable"


def test_after_some_failures_it_is_left_alone_by_all_processes_and_then_tried_once(outside: HookServer) -> None:
    outside.status = 500
    buyer = a_cart()
    hooked(outside, "price")
    for _ in range(MOST_FAILURES + 3):
        as_another_process()
        assert buyer.client.get(buyer.cart).status == 200
    assert len(outside.asked) == MOST_FAILURES
    state = staff().get(f"{PATH}/price").json
    assert (state["circuit"], state["failures"], bool(state["tried_again_at"])) == ("open", MOST_FAILURES, True)

    with clock.frozen(clock.now() + timedelta(seconds=31)):
        assert staff().get(f"{PATH}/price").json["circuit"] == "half_open"
        as_another_process()
        buyer.client.get(buyer.cart)
        as_another_process()
        buyer.client.get(buyer.cart)
        assert len(outside.asked) == MOST_FAILURES + 1, "one try for all"
        assert staff().get(f"{PATH}/price").json["circuit"] == "open"

    outside.status, outside.answers = 200, {"price": {"lines": []}}
    with clock.frozen(clock.now() + timedelta(seconds=200)):
        as_another_process()
        buyer.client.get(buyer.cart)
        state = staff().get(f"{PATH}/price").json
        assert (state["circuit"], state["failures"]) == ("closed", 0)


def test_of_many_who_find_it_half_open_at_once_one_asks(outside: HookServer) -> None:
    kind, url = HookKind.PRICE, outside.url
    for _ in range(MOST_FAILURES):
        circuits.note(kind, url, lambda found: found.failed(100.0))
    due = 100.0 + 40

    def tries(_: int) -> bool:
        return circuits.claim(kind, url, lambda found: found.standing(due) is Standing.HALF_OPEN, lambda found: found.claimed(due))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tries, range(16))) == 1


def test_failures_that_are_noted_at_once_open_it(outside: HookServer) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: circuits.note(HookKind.TAX, outside.url, lambda found: found.failed(100.0)), range(24)))
    assert circuits.circuit_now(HookKind.TAX, outside.url)[0].standing(101.0) is Standing.OPEN


def test_another_address_begins_anew(outside: HookServer) -> None:
    circuits.note(HookKind.PRICE, outside.url, lambda _: Circuit(MOST_FAILURES, clock.now().timestamp() + 1000, 30))
    outside.answers = {"price": {"lines": []}}
    buyer = a_cart()
    hooked(outside, "price")
    buyer.client.get(buyer.cart)
    assert outside.asked == []
    set_hooks(price={"url": outside.url + "new"})
    buyer.client.get(buyer.cart)
    assert len(outside.asked) == 1


def test_an_answer_is_remembered_for_some_seconds_and_a_failure_for_fewer(outside: HookServer, monkeypatch: pytest.MonkeyPatch) -> None:
    outside.answers = {"price": {"lines": []}}
    buyer = a_cart()
    hooked(outside, "price")
    for _ in range(3):
        buyer.client.get(buyer.cart)
    assert len(outside.asked) == 1
    monkeypatch.setattr(ask, "REMEMBER", 0.0)
    ask.forget()
    buyer.client.get(buyer.cart)
    buyer.client.get(buyer.cart)
    assert len(outside.asked) == 3


def test_a_secret_that_cannot_be_read_asks_nobody(outside: HookServer, monkeypatch: pytest.MonkeyPatch) -> None:
    buyer = a_cart()
    hooked(outside, "price", on_failure="refuse")
    monkeypatch.setattr("functions.shared.sealing.signing_secrets._keys", lambda: ())
    assert buyer.client.get(buyer.cart).code == "hook_unavailable"
    assert outside.asked == []
