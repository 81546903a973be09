"""Cart, order, stock and payment as hypothesis drives them: any order of calls, against a model that fits on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import boto3
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from functions.orders.app import apply_payments, run_timers
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import NOON, Buyer, a_variant, captured, staff, stock_of
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.race import a_cart
from tests.support.tables import TABLES

STOCK = (6, 25)
RULES = ("add", "change", "place", "buy", "pay", "cancel", "extend", "wait", "ring")
STEPS: list[str] = []
"""What was done, over all runs: to be counted."""


@dataclass
class Known:
    """An order as the model knows it."""

    json: Any
    client: Client
    wanted: dict[str, int]
    deadline: datetime
    status: str = "pending_payment"
    extended: bool = False
    captured: bool = False


@dataclass
class Shelf:
    available: int
    reserved: int = 0
    sold: int = 0
    wished: dict[int, int] = field(default_factory=dict)


class Shop(RuleBasedStateMachine):
    """Two variants, three guests at a time; time only moves forward."""

    orders = Bundle("orders")

    @initialize()
    def open(self) -> None:
        client = boto3.client("dynamodb")
        for name in TABLES:
            if name in ("carts", "orders", "stock", "catalog"):
                for item in client.scan(TableName=name)["Items"]:
                    client.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
        self.now = NOON
        self.frozen = clock.frozen(self.now)
        self.frozen.__enter__()
        self.shelves = {a_variant(stock=n, price=1000 + n): Shelf(n) for n in STOCK}
        self.variants = list(self.shelves)
        self.buyers = [self._new_buyer() for _ in range(3)]
        self.lines: list[dict[str, int]] = [{} for _ in self.buyers]
        self.known: list[Known] = []

    def _new_buyer(self) -> Buyer:
        cart_id, client = a_cart()
        return Buyer(client, cart_id)

    def teardown(self) -> None:
        self._audit()
        self.frozen.__exit__(None, None, None)

    # — the cart —

    @rule(b=st.integers(0, 2), v=st.integers(0, 1), n=st.sampled_from([1, 2, 1, 3, 7, 0, 998, 10**9]))
    def add(self, b: int, v: int, n: int) -> None:
        STEPS.append("add")
        wanted, variant = self.lines[b], self.variants[v]
        answer = self.buyers[b].add(variant, n)
        fits = 1 <= n <= 999 and wanted.get(variant, 0) + n <= 999
        assert answer.status == (201 if fits else 422)
        if fits:
            wanted[variant] = wanted.get(variant, 0) + n
        self._shows(b)

    @rule(b=st.integers(0, 2), v=st.integers(0, 1), n=st.integers(0, 4))
    def change(self, b: int, v: int, n: int) -> None:
        """Another quantity; 0 empties the cart."""
        STEPS.append("change")
        buyer, variant = self.buyers[b], self.variants[v]
        line = next((x["id"] for x in buyer.client.get(buyer.cart).json["lines"] if x["variant_id"] == variant), None)
        if n == 0:
            assert buyer.client.delete(f"{buyer.cart}/lines").status == 200
            self.lines[b] = {}
        elif line:
            assert buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": n}).status == 200
            self.lines[b][variant] = n
        self._shows(b)

    def _shows(self, b: int) -> None:
        if len(STEPS) % 4:
            return
        shown = self.buyers[b].client.get(self.buyers[b].cart).json["lines"]
        assert {x["variant_id"]: x["quantity"] for x in shown} == self.lines[b]

    # — the order —

    @rule(target=orders, b=st.integers(0, 2), twice=st.booleans())
    def place(self, b: int, twice: bool) -> Any:
        STEPS.append("place")
        return self._place(b, twice)

    @rule(target=orders, b=st.integers(0, 2), v=st.integers(0, 1), n=st.integers(1, 2))
    def buy(self, b: int, v: int, n: int) -> Any:
        STEPS.append("buy")
        variant = self.variants[v]
        if self.lines[b].get(variant, 0) + n <= 999:
            assert self.buyers[b].add(variant, n).status == 201
            self.lines[b][variant] = self.lines[b].get(variant, 0) + n
        return self._place(b, False)

    def _place(self, b: int, twice: bool) -> Any:
        buyer, wanted = self.buyers[b], self.lines[b]
        answer = buyer.place(Idempotency_Key="one")
        if twice:
            again = buyer.place(Idempotency_Key="one")
            assert (again.status, again.text) == (answer.status, answer.text)
        short = [v for v, n in wanted.items() if n > self.shelves[v].available]
        if not wanted or short:
            assert (answer.status, answer.code) == ((422, "empty_cart") if not wanted else (409, "out_of_stock"))
            # The refusal stands under its key; who comes back takes a new cart.
            self.buyers[b], self.lines[b] = self._new_buyer(), {}
            return multiple()
        assert answer.status == 201, answer.text
        if twice:
            assert buyer.place().code == "cart_already_placed"
        for variant, n in wanted.items():
            self.shelves[variant].available -= n
            self.shelves[variant].reserved += n
        order = answer.json
        assert order["totals"]["subtotal"]["amount"] == sum(self._price(v) * n for v, n in wanted.items())
        known = Known(order, Client(buyer.client.app, {"x-order-token": order["token"]}), wanted, self.now + timedelta(minutes=30))
        self.known.append(known)
        self.buyers[b], self.lines[b] = self._new_buyer(), {}
        return known

    def _price(self, variant: str) -> int:
        return 1000 + STOCK[self.variants.index(variant)]

    def _move(self, known: Known, status: str, available: int, reserved: int, sold: int) -> None:
        known.status = status
        for variant, n in known.wanted.items():
            shelf = self.shelves[variant]
            shelf.available += available * n
            shelf.reserved += reserved * n
            shelf.sold += sold * n

    @rule(known=orders, times=st.integers(1, 3), right=st.booleans())
    def pay(self, known: Known, times: int, right: bool) -> None:
        STEPS.append("pay")
        amount = known.json["totals"]["total"]["amount"]
        message = captured(known.json, "pay_right" if right else "pay_wrong", amount=amount if right else amount + 1)
        assert apply_payments(sqs_of_events([message] * times), None) == {"batchItemFailures": []}
        if right and known.status == "pending_payment":
            known.captured = True
            self._move(known, "paid", 0, -1, +1)

    @rule(known=orders, by_staff=st.booleans())
    def cancel(self, known: Known, by_staff: bool) -> None:
        STEPS.append("cancel")
        answer = (staff() if by_staff else known.client).post(f"/v1/orders/{known.json['id']}/cancel")
        possible = known.status == "pending_payment" or (by_staff and known.status == "paid")
        assert answer.status == (200 if possible else 409), answer.text
        if known.status == "pending_payment":
            self._move(known, "cancelled", +1, -1, 0)
        elif possible:
            self._move(known, "cancelled", +1, 0, -1)

    @rule(known=orders)
    def extend(self, known: Known) -> None:
        STEPS.append("extend")
        answer = known.client.post(f"/v1/orders/{known.json['id']}/extend")
        possible = known.status == "pending_payment" and not known.extended and known.deadline > self.now
        assert answer.status == (200 if possible else 409)
        if possible:
            known.extended, known.deadline = True, known.deadline + timedelta(minutes=30)

    @rule(minutes=st.sampled_from([1, 15, 31]))
    def wait(self, minutes: int) -> None:
        STEPS.append("wait")
        self.now += timedelta(minutes=minutes)
        self.frozen.__exit__(None, None, None)
        self.frozen = clock.frozen(self.now)
        self.frozen.__enter__()

    @rule(known=orders, times=st.integers(1, 2))
    def ring(self, known: Known, times: int) -> None:
        """The timer's message comes, perhaps too early, perhaps for an order long done."""
        STEPS.append("ring")
        due = {"pk": order_pk(known.json["id"]), "sk": "TIMER#payment_deadline", "due_at": known.json["payment_deadline"]}
        assert run_timers(sqs([due] * times), None) == {"batchItemFailures": []}
        if known.status == "pending_payment" and known.deadline <= self.now:
            self._move(known, "cancelled", +1, -1, 0)

    # — what must always hold —

    @invariant()
    def counters_are_the_models(self) -> None:
        if len(STEPS) % 2:
            return
        for (variant, shelf), stock in zip(self.shelves.items(), STOCK, strict=True):
            assert stock_of(variant) == (shelf.available, shelf.reserved)
            assert min(shelf.available, shelf.reserved, shelf.sold) >= 0
            assert shelf.available + shelf.reserved + shelf.sold == stock

    @invariant()
    def ledger_and_orders_are_the_models(self) -> None:
        """Reads whole tables, so not after every step; what is wrong once stays wrong."""
        if len(STEPS) % 10 == 0:
            self._audit()

    def _audit(self) -> None:
        sums = {variant: [0, 0] for variant in self.shelves}
        for item in StockTable.scan(StockTable.kind == "journal"):
            for line in load(JournalEntry, item.body).lines:
                sums[line.variant_id][0] += line.available
                sums[line.variant_id][1] += line.reserved
        for (variant, shelf), stock in zip(self.shelves.items(), STOCK, strict=True):
            assert sums[variant] == [shelf.available - stock, shelf.reserved]
        paid = [e.subject for e in events_in(OrdersTable, "order.paid")]
        assert sorted(paid) == sorted(known.json["id"] for known in self.known if known.captured)
        for known in self.known:
            assert known.client.get(f"/v1/orders/{known.json['id']}").json["status"] == known.status
