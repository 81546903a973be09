"""X31, F-E: what is sold ahead is decided on terms, counters and a queue that others change at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.orders.planning.stock_arrived import stock_arrived
from functions.orders.store import stock_moves
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.shared.events.contracts.stock import StockWaitEnded
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Write, transact
from functions.stock import (
    Purchase,
    StockLine,
    ahead_in,
    allow_sale_writes,
    available_in,
    queue_writes,
    reserve_writes,
    sell_writes,
    stock_keys,
    stop_sale_writes,
)
from functions.stock.following import fill_owed
from functions.stock.keeping import set_ahead
from functions.stock.store.records import ReleaseRecord, StockRecord
from tests.integration.catalog.support import staff
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.orders.planning.shelves import bought
from tests.integration.stock.ahead import arrives, counters, day, owed, queue, sold_ahead, sound, told
from tests.integration.stock.projected import projected
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.race import Wire, a_cart, faulty
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def bid(variant: str, quantity: int, order: str, step: Any = reserve_writes, **beyond: Any) -> list[Write]:
    """The writes of a purchase, decided on what is there, and not written yet."""
    found = find_many(stock_keys([variant]))
    offer = ahead_in(found, variant)
    assert offer is not None
    promise = offer.promise(variant, quantity, available_in(found, variant))
    assert promise is not None
    purchase = Purchase(order, "2025-03-10T04:00:00.000Z")
    taken = step([StockLine(variant, quantity)], ahead={variant: promise}, cause=order, reason="order", actor=SYSTEM, **beyond)
    return [*queue_writes(purchase, [promise]), *taken]


@pytest.mark.parametrize("step", [reserve_writes, sell_writes])
def test_a_place_that_was_counted_on_is_taken_meanwhile(step: Any) -> None:
    """X31: the limit, the terms, and what lies there; each by its own condition, and nothing of the refused one is left."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 2)
    late = bid(variant, 2, "ord_late", step)
    transact(bid(variant, 1, "ord_1", step))
    with pytest.raises(Overtaken):
        transact(late)
    terms = bid(variant, 1, "ord_terms", step)
    sold_ahead(variant, 9, promised_on=day(90))
    with pytest.raises(Overtaken):
        transact(terms)
    there = bid(variant, 1, "ord_there", step)
    arrives(variant, 3)
    with pytest.raises(Overtaken):
        transact(there)
    mixed = bid(variant, 3, "ord_mixed", step)
    arrives(variant, 1)
    with pytest.raises(Overtaken):
        transact(mixed)
    recalled = bid(variant, 9, "ord_recalled", step)
    counters(variant).update([StockRecord.recalls.set({"rec_1"})])
    with pytest.raises(Overtaken):
        transact(recalled)
    assert (queue(variant), owed(variant), int(counters(variant).available)) == ([], 0, 3)


def test_two_who_set_the_terms_at_once(monkeypatch: Patch) -> None:
    """X31: the second one decides on what the first one set; with an expected version it is told."""
    variant = a_variant(stock=0)
    in_between(monkeypatch, set_ahead, "find", lambda: sold_ahead(variant, 3))
    assert sold_ahead(variant, 4)["version"] == 2
    monkeypatch.undo()
    in_between(monkeypatch, set_ahead, "find", lambda: sold_ahead(variant, 3))
    body = {"mode": "backorder", "limit": 9, "promised_on": day(30)}
    assert staff().put(f"/v1/admin/stock/{variant}/ahead", body, If_Match='"2"').status == 409
    assert staff().get(f"/v1/admin/stock/{variant}/ahead").json["limit"] == 3


def test_staff_put_the_release_off_in_the_moment_of_its_end(monkeypatch: Patch) -> None:
    """X31: it does not end; its new day is listed, the old one is not met again."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 3, "preorder")
    moment = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: moment)
    in_between(monkeypatch, set_ahead, "load", lambda: sold_ahead(variant, 3, "preorder"))
    assert set_ahead.end_preorders(lambda: True) == 0
    assert staff().get(f"/v1/admin/stock/{variant}/ahead").json["mode"] == "preorder"
    assert [one.sk.split("#")[0] for one in ReleaseRecord.query("RELEASES")] == [day(20)]


def test_an_order_is_cancelled_in_the_moment_its_stock_is_given_to_it(monkeypatch: Patch) -> None:
    """X31: the next one gets it, and nothing is counted twice."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    first, second = bought(variant, pay=False), bought(variant, pay=False)
    happened: list[int] = []

    def cancels_then_reads(*args: Any) -> Any:
        """Between the look at the queue and the look at the counters."""
        if not happened:
            happened.append(Client(orders_app, bearer("owner")).post(f"/v1/orders/{first['id']}/cancel").status)
        return find(*args)

    monkeypatch.setattr(fill_owed, "find", cancels_then_reads)
    arrives(variant, 1)
    assert (queue(variant), owed(variant), stock_of(variant)) == ([], 0, (0, 1))
    assert OrderRecord.get(order_pk(second["id"]), ORDER_SK).owed == {variant}
    sound(variant, 5)


def test_stock_arrives_in_the_moment_its_order_is_cancelled(monkeypatch: Patch) -> None:
    """X31: it had been given its stock, which is for sale again."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    order = bought(variant, pay=False)
    in_between(monkeypatch, stock_moves, "owed_to", lambda: arrives(variant, 1))
    assert Client(orders_app, bearer("owner")).post(f"/v1/orders/{order['id']}/cancel").status == 200
    assert (queue(variant), owed(variant), stock_of(variant)) == ([], 0, (1, 0))


def test_somebody_buys_while_stock_is_given_out(monkeypatch: Patch) -> None:
    """X31: the counters are read again."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    bought(variant, pay=False)
    in_between(monkeypatch, fill_owed, "find", lambda: bought(variant, pay=False))
    arrives(variant, 2)
    assert (queue(variant), owed(variant), stock_of(variant)) == ([], 0, (0, 2))


def test_whoever_gives_stock_out_dies_between_two_orders(monkeypatch: Patch) -> None:
    """X31: the stream brings the same change again, and the rest is done; each order is told once."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    orders = [bought(variant, pay=False) for _ in range(3)]
    assert staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": 3, "reason": "goods received"}).status == 200
    change = {"NewImage": counters(variant).to_dynamodb_dict()}
    written = 0

    def dies(writes: list[Write]) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise RuntimeError("out of memory")
        transact(writes)

    monkeypatch.setattr(fill_owed, "transact", dies)
    with pytest.raises(RuntimeError, match="out of memory"):
        projected(change)
    assert [name for name, _ in queue(variant)] == [orders[1]["id"], orders[2]["id"]]
    for _ in range(2):
        projected(change)
    assert (queue(variant), owed(variant), stock_of(variant)) == ([], 0, (0, 3))
    assert [one.subject for one in events_in(StockRecord, "stock.wait_ended")] == [one["id"] for one in orders]


def test_it_is_recalled_in_the_moment_stock_is_given_out(monkeypatch: Patch) -> None:
    """X31: who waits waits on."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    bought(variant, pay=False)
    in_between(monkeypatch, fill_owed, "find", lambda: transact(stop_sale_writes({variant: "prod_1"}, "rec_1")))
    arrives(variant, 2)
    assert owed(variant) == 1
    transact(allow_sale_writes([variant], "rec_1"))
    told(variant)
    assert owed(variant) == 0


def test_an_order_hears_once_that_its_stock_has_come() -> None:
    """X31: told again, its version stays."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    order = bought(variant, pay=False)
    arrives(variant, 1)
    for _ in range(2):
        stock_arrived(StockWaitEnded(order["id"], variant, 1))
    record = OrderRecord.get(order_pk(order["id"]), ORDER_SK)
    assert (bool(record.owed), int(record.version)) == (False, 2)


@pytest.mark.parametrize("seed", [1, 2])
def test_many_at_once_never_take_more_than_stock_and_limit(seed: int) -> None:
    """X31: with conflicts injected."""
    variant = a_variant(stock=2)
    sold_ahead(variant, 3)
    carts = [a_cart(variant) for _ in range(20)]
    wire = Wire(seed, 0.15, 0)

    def buy(cart: tuple[str, Client]) -> tuple[int, str]:
        while (answer := cart[1].post("/v1/orders", {"cart_id": cart[0]})).status == 503:
            pass
        return answer.status, "" if answer.status == 201 else str(answer.code)

    with faulty(wire), ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(buy, carts))
    assert (ends.count((201, "")), ends.count((409, "out_of_stock"))) == (5, 15)
    assert (owed(variant), stock_of(variant), wire.counts["conflict"] > 0) == (3, (-3, 5), True)
    sound(variant, 3)
    arrives(variant, 3)
    told(variant)
    assert (owed(variant), queue(variant), stock_of(variant)) == (0, [], (0, 5))
