"""B07: what sold best in seven days is what the books say, and is told to whoever orders by it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.reports.app import record_facts, rollup_hourly
from functions.reports.sales import best_sellers
from functions.reports.sales.best_sellers import sold_lately
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded, RefundedLine
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.support.events import events_in, sqs_of_events
from tests.support.orders import an_order, paid_event

NOON = times.parse("2025-01-10T12:00:00+08:00")
A_DAY = timedelta(days=1)


def told(payload: Any, order: Order, at: datetime) -> Envelope:
    return envelope_of(event_put(OrdersTable, "x", payload, subject=order.id, actor=SYSTEM, cause=f"{at}", at=at).record)


def back(order: Order, pieces: int, at: datetime) -> Envelope:
    """Some of its first line."""
    line = order.lines[0]
    gone = line.total * pieces // line.quantity
    lines = [RefundedLine(line.line_id, pieces, gone)]
    money = (gone, order.currency, 0, 0, gone, False)
    return told(OrderRefunded(order.summary(), f"ref_{at:%d%H}", "pay_1", *money, "return", times.iso(at), lines, {}), order, at)


def hear(*events: Envelope) -> None:
    assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}


def paid(order: Order, at: datetime) -> Envelope:
    with clock.frozen(at):
        return paid_event(order)


def numbers() -> dict[str, int]:
    """What a listener knows that has heard everything."""
    known = dict[str, int]()
    for event in events_in(ReportsTable, "best_sellers.counted"):
        known |= event.data["pieces"]
    return {name: many for name, many in known.items() if many}


def test_the_pieces_of_seven_days_are_those_of_a_recount_and_what_came_back_is_not_among_them() -> None:
    """B07: forty orders of nine days, some given back in part, some cancelled; the first two days are over."""
    luck, again = Random(7), Counter[str]()
    with clock.frozen(NOON):
        for number in range(40):
            at = NOON - A_DAY * luck.randrange(9) - timedelta(minutes=number)
            order = an_order(quantities=(luck.randrange(2, 5), luck.randrange(1, 3)))
            hear(paid(order, at))
            is_inside = at.astimezone(NOON.tzinfo).date() >= (NOON - A_DAY * 6).date()
            for line in order.lines:
                again[line.product_id] += line.quantity if is_inside else 0
            if number % 4 == 0:
                hear(back(order, 1, NOON - timedelta(minutes=5)))
                again[order.lines[0].product_id] -= 1
            elif number % 7 == 0:
                hear(told(OrderCancelled(order.summary(), "staff", "paid", paid=True), order, NOON - timedelta(minutes=5)))
                again.subtract({line.product_id: 0 for line in order.lines})
                for line in order.lines:
                    again[line.product_id] -= line.quantity
        assert rollup_hourly({}, None)["hours"] > 1
        wanted = {name: many for name, many in again.items() if many}
        assert sold_lately() == numbers() == wanted
        assert len(wanted) > 1


def test_only_what_changed_is_told_and_what_left_the_window_is_told_as_nothing() -> None:
    order = an_order(quantities=(3,))
    product = order.lines[0].product_id
    with clock.frozen(NOON):
        hear(paid(order, NOON - timedelta(hours=1)))
        for _ in range(2):
            rollup_hourly({}, None)
        (event,) = events_in(ReportsTable, "best_sellers.counted")
        assert (event.data["days"], event.data["pieces"]) == (7, {product: 3})
    with clock.frozen(NOON + A_DAY * 6):
        rollup_hourly({}, None)
        assert numbers() == {product: 3}
    with clock.frozen(NOON + A_DAY * 7):
        rollup_hourly({}, None)
        assert events_in(ReportsTable, "best_sellers.counted")[-1].data["pieces"] == {product: 0}
        assert numbers() == {}


def test_who_dies_before_it_is_noted_tells_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    order = an_order(quantities=(2,))
    with clock.frozen(NOON):
        hear(paid(order, NOON - timedelta(hours=1)))
        with monkeypatch.context() as patched:
            patched.setattr(best_sellers, "put_list", _dies)
            with pytest.raises(KeyboardInterrupt):
                rollup_hourly({}, None)
        rollup_hourly({}, None)
        first, second = events_in(ReportsTable, "best_sellers.counted")
        assert first.data == second.data
        assert best_sellers.tell_best_sellers() == 0


def _dies(*_given: Any) -> None:
    raise KeyboardInterrupt
