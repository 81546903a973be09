"""Orders after placing, as hypothesis drives them: money, refunds, parcels, couriers and disputes in any order.

The model keeps what it did to the outside (money that came and went, pieces in stock, uses of a coupon); where every piece and every
order then has to be follows from that, and is compared after the steps.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import boto3
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from functions.orders.model.pieces import pieces_of
from functions.orders.payment.hold_refund import RequestedRefund
from functions.orders.placed.cancel_order import cancel_unpaid
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import PAYMENT_DEADLINE, Due
from functions.shared.events.contracts.payments import PaymentVoided, RefundedPart
from functions.shared.outside import clock
from tests.integration.orders.buyer import a_variant, event, staff
from tests.integration.orders.money_moves import asked, decided, disputed, gone, held, refused, told, took, took_part
from tests.integration.orders.order_audit import BUDGET, QUOTA, STOCK, USES, Audit
from tests.integration.orders.order_model import Known, Payment
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, a_promotion, use
from tests.integration.promotions.shop import staff as promoters
from tests.integration.promotions.test_flash_sales import a_sale, entered
from tests.support.events import events_in
from tests.support.tables import TABLES

PRICE = 5000
STEPS: list[str] = []
"""What was done, over all runs: a step counts when it asked something of the shop, also when that was refused; not when there was
nothing to do it to (no payment to give back, no parcel to scan, an order that is cancelled already)."""


class OrderShop(Audit, RuleBasedStateMachine):
    orders = Bundle("orders")

    @initialize()
    def open(self) -> None:
        client = boto3.client("dynamodb")
        for name in TABLES:
            if name in ("carts", "orders", "stock", "catalog", "promotions"):
                for item in client.scan(TableName=name)["Items"]:
                    client.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
        self.frozen = clock.frozen(NOON)
        self.frozen.__enter__()
        self.variants = [a_variant(stock=STOCK, price=PRICE) for _ in range(2)]
        self.coupon = a_coupon(limits={"uses": USES, "budget": USES * 1000}, return_on_refund=True)["id"]
        # Both together: an order of 0, paid when it is placed.
        a_coupon(code="ALL", rule={"kind": "percent", "amount": None, "basis_points": 10_000})
        a_coupon(code="SHIP", rule={"kind": "free_shipping", "amount": None})
        self.flash = a_variant(stock=STOCK, price=PRICE)
        self.sale = a_sale(self.flash, quota=QUOTA, shards=2)["id"]
        # Ten off every order, for as long as the campaign's money lasts.
        self.campaign = a_campaign(budget=BUDGET)["id"]
        a_promotion(self.campaign)
        assert promoters().post(f"/v1/admin/campaigns/{self.campaign}/launch").status == 200
        self.known: list[Known] = []
        self.heard: set[str] = set()
        self.steps = 0

    def teardown(self) -> None:
        self._hear(again=True)
        self._audit()
        self.frozen.__exit__(None, None, None)

    @rule(
        target=orders, v=st.integers(0, 1), n=st.integers(1, 3), coupon=st.sampled_from(["", "SAVE10", "SAVE10", "ALL"]), paid=st.booleans()
    )
    def place(self, v: int, n: int, coupon: str, paid: bool) -> Any:
        STEPS.append("place")
        buyer = a_cart(guest=True, variant=self.variants[v], quantity=n)
        if coupon:
            use(buyer, coupon)
        if coupon == "ALL":
            assert use(buyer, "SHIP").status == 200
        placed = buyer.place()
        if placed.status != 201:
            assert placed.code in ("out_of_stock", "coupon_unusable", "promotion_spent"), placed.text
            return multiple()
        assert coupon != "ALL" or placed.json["status"] == "paid"
        known = Known(placed.json, self.variants[v])
        self.known.append(known)
        if paid:
            self._pay(known, "all")
        return known

    @rule(target=orders, paid=st.booleans())
    def place_at_flash_price(self, paid: bool) -> Any:
        STEPS.append("flash")
        subject = str(uuid.uuid4())
        buyer = a_cart(subject=subject, variant=self.flash)
        if entered(buyer, self.sale, subject).status != 200:
            return multiple()
        placed = buyer.place()
        if placed.status != 201:
            assert placed.code in ("flash_sold_out", "flash_busy", "preview_changed"), placed.text
            return multiple()
        assert placed.json["lines"][0]["unit_price"]["amount"] == 100
        known = Known(placed.json, self.flash, flash=True)
        self.known.append(known)
        if paid:
            self._pay(known, "all")
        return known

    @rule(known=orders, sure=st.sampled_from([True, False, False]))
    def deadline(self, known: Known, sure: bool) -> None:
        if sure:
            if self._parcels(known).status == "pending_payment":
                STEPS.append("deadline")
            with clock.frozen(NOON + timedelta(days=5)):
                cancel_unpaid(Due(order_pk(known.id), f"TIMER#{PAYMENT_DEADLINE}", known.json["payment_deadline"]))
            assert self._parcels(known).status != "pending_payment"

    @rule(known=orders, way=st.sampled_from(["all", "all", "again", "part", "wrong"]))
    def pay(self, known: Known, way: str) -> None:
        if known.total:
            STEPS.append("pay")
            self._pay(known, way)

    def _pay(self, known: Known, way: str) -> None:
        if not known.total:
            return
        open_amount = self._parcels(known).money.open_amount
        amount = {"all": open_amount or known.total, "again": known.total, "part": max(1, open_amount // 2), "wrong": known.total + 1}[way]
        payment = Payment(known.name("pay"), amount)
        told(*[took(known.json, payment.id, amount, part=way == "part")] * 2)
        known.paid.append(payment)

    @rule(known=orders, on_delivery=st.booleans(), then=st.sampled_from(["keep", "begin", "begin", "take", "part", "void"]))
    def promise(self, known: Known, on_delivery: bool, then: str) -> None:
        amount = self._parcels(known).money.open_amount
        if not amount:
            return
        STEPS.append("promise")
        payment_id = known.name("pay")
        told(held(known.json, payment_id, amount, on_delivery=on_delivery))
        if then == "take":
            told(took(known.json, payment_id, amount))
            known.paid.append(Payment(payment_id, amount))
        elif then == "begin" and not on_delivery and amount > 2:
            told(*[took_part(known.json, payment_id, amount // 3)] * 2)
            known.paid.append(Payment(payment_id, amount // 3))
            known.held[payment_id] = amount
        elif then == "part":
            told(took(known.json, payment_id, max(1, amount // 3), part=True))
            known.paid.append(Payment(payment_id, max(1, amount // 3)))
        elif then == "void":
            data = PaymentVoided(payment_id, known.id, "sandbox", "expired")
            told(event(PaymentVoided.TYPE, vars(data), known.id))

    @rule(known=orders, how=st.sampled_from(["more", "more", "all", "end", "late"]))
    def take(self, known: Known, how: str) -> None:
        """Of what is held: more, all, no more, or an old message once more."""
        for payment_id, amount in list(known.held.items())[:1]:
            STEPS.append("take")
            payment = known.payment(payment_id)
            before, payment.amount = payment.amount, {"more": (payment.amount + amount) // 2, "all": amount}.get(how, payment.amount)
            if how in ("more", "late"):
                told(took_part(known.json, payment_id, payment.amount), took_part(known.json, payment_id, min(before, 1)))
                continue
            told(*[took(known.json, payment_id, payment.amount, part=payment.amount < amount)] * 2)
            told(took_part(known.json, payment_id, before))
            del known.held[payment_id]

    @rule(known=orders, what=st.sampled_from(["piece", "pieces", "amount", "all"]), restock=st.booleans(), now=st.booleans())
    def refund(self, known: Known, what: str, restock: bool, now: bool) -> None:
        line = known.json["lines"][0]
        piece = 100 if known.flash else 1000
        for payment in known.paid:
            left = known.left_of(payment)
            if left <= 0:
                continue
            STEPS.append("refund")
            count = {"piece": 1, "pieces": line["quantity"]}.get(what, 0)
            amount = left if what == "all" else min(left, count * piece or 100)
            part = RefundedPart("line", amount, line["id"], count) if count else RefundedPart("amount", amount)
            known.waiting.append(asked(known.json, part, payment_id=payment.id, restock=restock))
            if now:
                self._settle(known, known.waiting[-1], "gone")
            return

    @rule(known=orders, how=st.sampled_from(["gone", "gone", "refused"]))
    def settle(self, known: Known, how: str) -> None:
        if known.waiting:
            STEPS.append("settle")
            self._settle(known, known.waiting[0], how)

    def _settle(self, known: Known, refund: RequestedRefund, how: str) -> None:
        payment = known.payment(refund.payment_id)
        known.waiting.remove(refund)
        if how == "gone":
            payment.back += refund.amount
            told(*[gone(known.json, refund, total=payment.back, captured=payment.amount)] * 2)
        else:
            told(*[refused(known.json, refund, total=payment.back)] * 2)

    @rule(known=orders, n=st.integers(1, 3), anyway=st.booleans())
    def ship(self, known: Known, n: int, anyway: bool) -> None:
        STEPS.append("ship")
        before = pieces_of(self._parcels(known).holding)[known.json["lines"][0]["id"]]
        body: dict[str, Any] = {
            "carrier": "manual",
            "waybill": known.name("SF"),
            "lines": [{"line_id": known.json["lines"][0]["id"], "quantity": n}],
        }
        if anyway:
            body |= {"ship_refunded": True, "ship_unpaid": True, "ship_disputed": True}
        answer = staff().post(f"/v1/admin/orders/{known.id}/shipments", body)
        assert answer.status in (201, 409), answer.text
        if answer.status == 201:
            assert anyway or n <= before.waiting

    @rule(known=orders, status=st.sampled_from(["IN_TRANSIT", "DELIVERED", "DELIVERED", "RETURNED"]))
    def scan(self, known: Known, status: str) -> None:
        for parcel in self._parcels(known).shipments[:1]:
            STEPS.append("scan")
            url = f"/v1/admin/orders/{known.id}/shipments/{parcel.id}/trace"
            assert staff().post(url, {"status": status}).status in (201, 409)

    @rule(known=orders, sure=st.sampled_from([True, False, False, False]))
    def cancel(self, known: Known, sure: bool) -> None:
        if not sure:
            return
        if self._parcels(known).status != "cancelled":
            STEPS.append("cancel")
        assert staff().post(f"/v1/orders/{known.id}/cancel").status in (200, 409)

    @rule(known=orders, outcome=st.sampled_from(["open", "won", "lost"]))
    def dispute(self, known: Known, outcome: str) -> None:
        for payment in known.paid[:1]:
            STEPS.append("dispute")
            one = disputed(known.json, payment.id) if outcome == "open" else decided(known.json, outcome, payment.id)
            told(one, one)
            if outcome == "won":
                self._owed(known, payment)

    def _owed(self, known: Known, payment: Payment) -> None:
        """What is won for an order that has ended goes back, as payments do it when they hear so."""
        closed = [one for one in events_in(OrdersTable, "order.dispute_closed") if one.data["payment_id"] == payment.id]
        won = [one for one in closed if one.data["outcome"] == "won" and one.id not in self.heard]
        self.heard |= {one.id for one in won}
        left = known.left_of(payment)
        if any(one.data["goes_back"] for one in won) and left:
            refund = RequestedRefund(known.name("ref"), payment.id, left, [RefundedPart("amount", left)], "dispute_won")
            known.waiting.append(refund)
            self._settle(known, refund, "gone")
            parcels = self._parcels(known)
            assert parcels.money.captured == parcels.money.refunded + sum(one.amount for one in known.waiting) or len(known.paid) > 1

    @invariant()
    def always(self) -> None:
        """Reads whole tables, so not after every step; what is wrong once stays wrong."""
        self.steps += 1
        if self.steps % 8 == 0:
            self._audit()
