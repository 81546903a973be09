"""Random histories at the real handlers of orders: every figure equals a recount from the tables, to the minor unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.facts import write_facts
from functions.reports.sales import count_days
from functions.shared.events.batches import SomeFailed
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from tests.integration.orders.amending.amended import amend, an_order_of, less, total
from tests.integration.orders.buyer import a_variant, staff
from tests.integration.orders.money_moves import asked, gone, pieces, told, took
from tests.integration.reports.recount import by_day, by_key
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

NEW_YORK = "America/New_York"
BEGIN = datetime(2026, 10, 30, 20, tzinfo=UTC)
"""Two days before the day of 25 hours."""


@pytest.fixture
def _new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STORE_TIMEZONE", NEW_YORK)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def at(moment: datetime) -> Any:
    return clock.frozen(moment)


class History:
    def __init__(self, seed: int, *, amends: bool) -> None:
        self.random, self.amends = Random(seed), amends
        with at(BEGIN):
            self.variants = [a_variant(stock=1000, price=price) for price in (999, 10_001, 3_333, 0, 5)]
        self.now = BEGIN
        self.number = 0

    def step(self) -> None:
        self.now += timedelta(minutes=self.random.randrange(1, 200), milliseconds=self.random.randrange(1000))

    def run(self, orders: int) -> None:
        waiting = [self._one() for _ in range(orders)]
        while waiting:
            one = self.random.choice(waiting)
            self.step()
            with at(self.now):
                if next(one, None) is None:
                    waiting.remove(one)

    def _one(self) -> Iterator[bool]:
        """What becomes of one order, step by step."""
        wanted = [(variant, self.random.randint(1, 4)) for variant in self.random.sample(self.variants, self.random.randint(1, 3))]
        order, _ = an_order_of(*wanted, pay=False)
        self.number += 1
        payment = f"pay_{self.number}"
        if order["status"] == "pending_payment":
            yield True
            if self.random.random() < 0.1:
                staff().post(f"/v1/orders/{order['id']}/cancel")
                return
            paid = took(order, payment, total(order))
            told(replace(paid, data={**paid.data, "captured_at": times.iso(clock.now())}))
        yield True
        if self.amends and order["lines"][0]["quantity"] > 1:
            amended = amend(order, **less(order, order["lines"][0]["quantity"] - 1))
            assert amended.status == 200, amended.text
            order = {**amended.json, "token": order["token"]}
            yield True
        back, free = 0, {line["id"]: line["quantity"] for line in order["lines"]}
        for _ in range(self.random.randint(0, 2)):
            line = self.random.choice(range(len(order["lines"])))
            row = order["lines"][line]
            if not free[row["id"]] or not row["total"]["amount"]:
                continue
            part = pieces(order, 1, line=line)
            if self.random.random() < 0.4:
                part = RefundedPart("amount", min(7, total(order)))
            else:
                free[row["id"]] -= 1
            back += part.amount
            one = asked(order, part, payment_id=payment)
            yield True
            told(replace(gone(order, one, total=back), occurred_at=times.iso(clock.now())))
            yield True
        if self.random.random() < 0.4:
            staff().post(f"/v1/orders/{order['id']}/cancel")
            yield True
            rest = total(order) - back
            if rest > 0:
                one = asked(order, RefundedPart("amount", rest), payment_id=payment)
                told(gone(order, one, total=total(order)))


def counted(shuffled: Random) -> None:
    """In any order, twice."""
    events = events_in(OrdersTable)
    for _ in range(2):
        shuffled.shuffle(events)
        for start in range(0, len(events), 7):
            done = record_facts(sqs_of_events(events[start : start + 7]), None)
            assert done == {"batchItemFailures": []}
        rollup_hourly({}, None)


def ask(query: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from=2026-10-30&to=2026-11-25&{query}")
    assert answer.status == 200, answer.text
    return answer.json


def amount(row: dict[str, Any], name: str) -> int:
    value = row[name]
    return int(value if isinstance(value, int) else value["amount"])


CHECKED = ("orders", "units", "revenue", "refunds", "cancelled_orders", "cancelled", "net")


def told_of(rows: list[Any], key: Any) -> dict[Any, dict[str, int]]:
    """By place, what is not nothing."""
    found = {key(row): {name: amount(row, name) for name in CHECKED} for row in rows}
    return {one: sums for one, sums in found.items() if any(sums.values())}


def recounted(expected: dict[Any, dict[str, int]]) -> dict[Any, dict[str, int]]:
    wanted = {one: {name: sums.get(name, 0) for name in CHECKED} for one, sums in expected.items()}
    return {one: sums for one, sums in wanted.items() if any(sums.values())}


@pytest.mark.usefixtures("_new_york")
@pytest.mark.parametrize(("seed", "amends"), [(1, False), (2, False), (3, True)])
def test_every_figure_is_that_of_the_tables(seed: int, amends: bool) -> None:
    """M01, M03, E20: refunds on later days, around the change of the clocks, cancelled before and after, told in any order and twice."""
    history = History(seed, amends=amends)
    history.run(14)
    with at(history.now):
        counted(Random(seed))
        days = ask("grain=day")
        assert told_of(days["data"], lambda row: (row["period"], row["revenue"]["currency"])) == recounted(by_day())
        assert len(days["data"]) == 27
        by_channel = ask("grain=day&by=channel")
        channels = told_of(by_channel["data"], lambda row: (row["period"], row["revenue"]["currency"], row["key"] or ""))
        assert channels == recounted(by_key(2))
        # An order counts with its greatest line, which the recount has as a whole; and an amendment it knows by its sums alone.
        by_category = ask("grain=day&by=category")["data"]
        expected = {key: {**sums, "orders": 0, "cancelled_orders": 0, "cancelled": 0} for key, sums in by_key(3).items()}
        for row in by_category:
            row |= {"orders": 0, "cancelled_orders": 0, "cancelled": {"amount": 0}}
        if not amends:
            found = told_of(by_category, lambda row: (row["period"], row["revenue"]["currency"], row["key"] or ""))
            assert found == recounted(expected)
        for query in ("by=channel&by=sku", "by=category&by=coupon", "by=customer&by=country", "grain=hour&to=2026-11-05", "grain=week"):
            report = ask(query) if "to=" not in query else None
            if report is None:
                continue
            for name in CHECKED:
                assert sum(amount(row, name) for row in report["data"]) == sum(amount(row, name) for row in days["totals"]), (query, name)


@pytest.mark.usefixtures("_new_york")
def test_killed_between_any_two_writes_and_run_again_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes facts and counts days dies after so many writes, begins again and comes a bit further."""
    history = History(4, amends=False)
    history.run(5)
    left = [0]

    def dying(writes: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ConnectionError("killed")
        transact(writes)

    with at(history.now):
        for writes in (0, 1, 2, 3, 5, 8, 13, 21, 34):
            left[0] = writes
            with monkeypatch.context() as patch, suppress(SomeFailed):
                patch.setattr(write_facts, "transact", dying)
                patch.setattr(count_days, "transact", dying)
                record_facts(sqs_of_events(events_in(OrdersTable)), None)
                # No day is closed meanwhile: what is told after that is booked on another.
                count_days.count_days()
        counted(Random(4))
        assert told_of(ask("grain=day")["data"], lambda row: (row["period"], row["revenue"]["currency"])) == recounted(by_day()) != {}
