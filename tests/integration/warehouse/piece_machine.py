"""Pieces on their way through planning, picking, packing and back, as hypothesis drives them: any order of
calls, twice told, in two warehouses.

After each step every piece is in exactly one place: for sale, reserved, sold and on a shelf, in a parcel, or written off.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from functions.orders.app import plan_orders
from functions.orders.model.pieces import pieces_of
from functions.orders.planning.short_pick import REASON
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.stock.app import app as stock_app
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from functions.warehouse.app import follow_parcels
from functions.warehouse.store.records import WarehouseTable
from tests.integration.orders.buyer import NOON, a_guest, captured, staff, stock_of
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.integration.orders.order_model import on_sale
from tests.integration.orders.planning.shelves import a_warehouse, followed, lying, planned, sums_hold
from tests.integration.orders.planning.test_plan_orders import ring
from tests.integration.warehouse.test_picks import PARCELS, call, coded, pack, scan, short
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.tables import empty_tables

LYING = ({"w1": 4, "w2__B": 3}, {"w1__A": 3, "w2": 5})
STOCK = [sum(one.values()) for one in LYING]
CODES = ("036000291452", "4006381333931")
STEPS: list[str] = []
"""What was done, over all runs; not what there was nothing to do it to."""
KINDS = {"place", "pay", "plan", "scan", "pack", "short", "leave", "come back", "cancel parcel", "cancel", "pay back", "safety", "allocate"}


class Pieces(RuleBasedStateMachine):
    orders = Bundle("orders")

    @initialize(target=orders)
    def open(self) -> Any:
        empty_tables()
        self.frozen = clock.frozen(NOON)
        self.frozen.__enter__()
        for n, name in enumerate(("w1", "w2"), 1):
            a_warehouse(name, n)
        self.variants = [coded(lying(**shelves), f"P{n}", CODES[n]) for n, shelves in enumerate(LYING)]
        self.safety = dict.fromkeys(self.variants, 0)
        self.known: list[Any] = []
        self.back: Counter[str] = Counter()
        # Hypothesis leaves rules out of a run altogether; without orders there is nothing to do.
        made = [self._place(wanted, paid=True) for wanted in ((2, 0), (1, 2))]
        self._plan()
        return multiple(*made)

    def teardown(self) -> None:
        self.frozen.__exit__(None, None, None)

    @rule(target=orders, wanted=st.sampled_from([(1, 0), (2, 0), (0, 2), (1, 2), (3, 3), (7, 0)]), paid=st.booleans())
    def place(self, wanted: tuple[int, int], paid: bool) -> Any:
        placed = self._place(wanted, paid)
        return placed or multiple()

    def _place(self, wanted: tuple[int, int], paid: bool) -> Any:
        STEPS.append("place")
        buyer, lines = a_guest(), {v: n for v, n in zip(self.variants, wanted, strict=True) if n}
        for variant, n in lines.items():
            assert buyer.add(variant, n).status == 201
        fits = all(n <= stock_of(v)[0] - self.safety[v] for v, n in lines.items())
        placed = buyer.ready().place()
        assert placed.status == (201 if fits else 409), placed.text
        if not fits:
            return None
        self.known.append(placed.json)
        if paid:
            self._pay(placed.json)
        return placed.json

    @rule(order=orders)
    def pay(self, order: Any) -> None:
        if self._parcels(order).status == "pending_payment":
            self._pay(order)

    def _pay(self, order: Any) -> None:
        STEPS.append("pay")
        told(*[captured(order, f"pay_{order['id']}")] * 2)

    @rule()
    def plan(self) -> None:
        self._plan()

    def _plan(self) -> None:
        STEPS.append("plan")
        planned()
        assert plan_orders(sqs_of_events(events_in(WarehouseTable, "pick.short")), None) == {"batchItemFailures": []}
        assert follow_parcels(sqs_of_events(events_in(OrdersTable, *PARCELS)), None) == {"batchItemFailures": []}

    @rule()
    def allocate(self) -> None:
        """Stock's follower, late and again."""
        STEPS.append("allocate")
        followed()

    def _picks(self) -> list[Any]:
        found = (
            call("GET", f"/v1/admin/picks?warehouse={name}&state={state}") for name in ("w1", "w2") for state in ("requested", "picking")
        )
        return [pick for answer in found for pick in answer.json["data"]]

    @rule(everything=st.booleans())
    def scan_pieces(self, everything: bool) -> None:
        for pick in self._picks()[:2]:
            STEPS.append("scan")
            for line in pick["lines"]:
                code, left = CODES[self.variants.index(line["variant_id"])], line["quantity"] - line["scanned"]
                if left:
                    assert scan(pick, code, left if everything else 1).status in (200, 409)

    @rule()
    def pack_all(self) -> None:
        for pick in self._picks():
            STEPS.append("pack")
            assert pack(pick).status in (200, 409)

    @rule(n=st.integers(1, 2), at_once=st.booleans())
    def miss(self, n: int, at_once: bool) -> None:
        for pick in self._picks()[:1]:
            STEPS.append("short")
            assert short(pick, n).status in (200, 409, 422)
        if at_once:
            self._plan()

    @rule(order=orders)
    def leave(self, order: Any) -> None:
        """A courier takes the parcel."""
        for parcel in [one for one in self._parcels(order).shipments if one.counts and not one.waybill][:1]:
            STEPS.append("leave")
            lines = [{"line_id": line.line_id, "quantity": line.quantity} for line in parcel.lines]
            body = {"carrier": "manual", "waybill": f"W-{parcel.id[-8:]}", "lines": lines}
            answer = staff().post(f"/v1/admin/orders/{order['id']}/shipments", body)
            assert answer.status in (201, 409), answer.text

    @rule(order=orders, status=st.sampled_from(["DELIVERED", "RETURNED", "RETURNED"]), restock=st.booleans())
    def come_back(self, order: Any, status: str, restock: bool) -> None:
        """The parcel returns, and its pieces are paid back and on sale again, or not."""
        for parcel in [one for one in self._parcels(order).shipments if one.shipped_at][:1]:
            STEPS.append("come back")
            url = f"/v1/admin/orders/{order['id']}/shipments/{parcel.id}/trace"
            assert staff().post(url, {"status": status}).status in (201, 409)
            if status == "RETURNED":
                self._pay_back(order, restock)

    @rule(order=orders)
    def cancel_parcel(self, order: Any) -> None:
        for parcel in [one for one in self._parcels(order).shipments if one.counts][:1]:
            STEPS.append("cancel parcel")
            answer = staff().post(f"/v1/admin/orders/{order['id']}/shipments/{parcel.id}/cancel", {})
            assert answer.status in (200, 202, 409), answer.text

    @rule(order=orders, sure=st.booleans())
    def cancel(self, order: Any, sure: bool) -> None:
        if sure:
            STEPS.append("cancel")
            assert staff().post(f"/v1/orders/{order['id']}/cancel").status in (200, 409)

    @rule(order=orders, restock=st.booleans())
    def pay_back(self, order: Any, restock: bool) -> None:
        self._pay_back(order, restock)

    def _pay_back(self, order: Any, restock: bool) -> None:
        parcels, part, line = self._parcels(order), pieces(order, 1), order["lines"][0]
        left = parcels.money.captured - self.back[order["id"]]
        if part.amount > left or pieces_of(parcels.holding)[line["id"]].refunded >= line["quantity"]:
            return
        STEPS.append("pay back")
        self.back[order["id"]] += part.amount
        refund = asked(order, part, payment_id=f"pay_{order['id']}", restock=restock)
        ring(order, "stock")
        told(*[gone(order, refund, total=self.back[order["id"]])] * 2)
        followed()

    @rule(v=st.integers(0, 1), n=st.integers(0, 3))
    def keep(self, v: int, n: int) -> None:
        STEPS.append("safety")
        variant = self.variants[v]
        answer = Client(stock_app, bearer("owner")).put(f"/v1/admin/stock/{variant}/safety", {"safety_stock": n})
        assert answer.status == 200, answer.text
        self.safety[variant] = n

    def _parcels(self, order: Any) -> Parcels:
        return parcels_of(order["id"])

    @invariant()
    def no_piece_is_lost_or_doubled(self) -> None:
        sums_hold(self.variants, self.known)
        out, aside = Counter[str](), Counter[str]()
        for order in self.known:
            parcels = self._parcels(order)
            for line in parcels.order.lines:
                reserved = pieces_of(parcels.holding)[line.line_id].reserved
                aside[line.variant_id] += reserved
                out[line.variant_id] += reserved or line.quantity - on_sale(parcels, line.line_id)
        lost, moved = Counter[str](), Counter[str]()
        for record in StockTable.scan(StockTable.kind == "journal"):
            entry = load(JournalEntry, record.body)
            for part in entry.lines:
                moved[part.variant_id] += part.available
                lost[part.variant_id] -= part.pieces if entry.reason == REASON else 0
        for variant, stock in zip(self.variants, STOCK, strict=True):
            available, reserved = stock_of(variant)
            assert (available, reserved) == (stock - out[variant] - lost[variant], aside[variant])
            assert available == stock + moved[variant]
            assert min(available, reserved) >= 0
