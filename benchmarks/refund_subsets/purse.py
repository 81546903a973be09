"""The money of one order: its payments, refunds and ledger, by the functions by which payments and orders decide and book."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from functions.orders.model.order import Order
from functions.orders.model.order_refund import OrderRefund, RefundState, refund_of
from functions.orders.model.refund_tax import refund_tax
from functions.payments.model.ledger import Entry, entry_of
from functions.payments.model.payment_state import derive
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import PaidLine, RefundWish, parts_of, spread
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.plain.money import Money


@dataclass
class Purse:
    """`room`: what each of its payments can still give back. `done`: every part that went back. `taxed`: whether taxes are told, too."""

    order: Order
    room: list[int]
    taxed: bool = True
    done: list[RefundPart] = field(default_factory=list)
    refunds: list[OrderRefund] = field(default_factory=list)
    facts: list[list[ProviderEvent]] = field(default_factory=list)

    @classmethod
    def of(cls, order: Order, dice: Random, *, taxed: bool = True) -> Purse:
        """Paid by up to three payments."""
        total, count = order.totals.total, dice.choice((1, 1, 2, 3))
        cuts = sorted(dice.randint(0, total) for _ in range(count - 1))
        amounts = [end - start for start, end in zip([0, *cuts], [*cuts, total], strict=True) if end > start]
        purse = cls(order, amounts, taxed)
        purse.facts = [[purse._fact(EventType.CHARGE_SUCCESS, n, "", amount)] for n, amount in enumerate(amounts)]
        return purse

    @property
    def lines(self) -> list[PaidLine]:
        """As `refundable_lines` of orders says."""
        return [PaidLine(line.line_id, line.quantity, line.total) for line in self.order.lines]

    @property
    def shipping(self) -> int:
        return self.order.totals.total - sum(line.total for line in self.order.lines)

    @property
    def left(self) -> int:
        return sum(self.room)

    @property
    def back(self) -> int:
        return sum(part.amount for part in self.done)

    def parts(self, wish: RefundWish) -> list[RefundPart]:
        """Raises Invalid as `request_refund` does."""
        return parts_of(wish, lines=self.lines, shipping=self.shipping, done=self.done, left=self.left)

    def give(self, wish: RefundWish) -> int:
        """One request as `request_refund` makes it: a refund for each payment that bears a part of it, or a single one of 0."""
        parts = self.parts(wish)
        bearing = [n for n, room in enumerate(self.room) if room > 0]
        free = not any(part.amount for part in parts)
        shares = [parts] if free else spread(parts, [self.room[n] for n in bearing])
        for n, share in zip([-1] if free else bearing, shares, strict=True):
            if share:
                self._refund(n, share)
        return sum(part.amount for part in parts)

    def _refund(self, n: int, parts: list[RefundPart]) -> None:
        amount, name = sum(part.amount for part in parts), f"ref_{len(self.refunds)}"
        told = [RefundedPart(part.kind, part.amount, part.line_id, part.quantity) for part in parts]
        refund = refund_of(name, f"pay_{n}" if amount else "", told, amount=amount, at="")
        taxes = refund_tax(self.order, refund, self.refunds).taxes if self.taxed else None
        self.refunds.append(replace(refund, state=RefundState.SUCCEEDED, taxes=taxes))
        self.done += parts
        if amount:
            assert 0 < amount <= self.room[n]
            self.room[n] -= amount
            self.facts[n].append(self._fact(EventType.REFUND_SUCCESS, n, name, amount))

    def check(self) -> None:
        """Nothing more went back of anything than was paid for it, and the ledger, the payments' states and the parts say the same."""
        given = Counter[str]()
        pieces = Counter[str]()
        for part in self.done:
            assert part.amount >= 0
            assert part.quantity >= 0
            given[part.line_id if part.kind == "line" else part.kind] += part.amount
            pieces[part.line_id] += part.quantity
        for line in self.lines:
            assert given[line.line_id] <= line.amount
            assert pieces[line.line_id] <= line.quantity
        assert given["shipping"] <= self.shipping
        assert self.back <= self.order.totals.total
        states = [derive(facts) for facts in self.facts]
        assert sum(state.captured for state in states) == self.order.totals.total
        assert sum(state.refunded for state in states) == self.back == self.order.totals.total - self.left
        assert self._accounts()["order:ord"] == -self.left
        assert self._accounts()["provider:sandbox:acct"] == self.left
        if self.taxed:
            self._check_taxes()

    def _check_taxes(self) -> None:
        """Of no rate more tax went back than was in the order, and all of it with all of the money."""
        paid = {(tax.name, tax.rate, tax.included): (tax.base, tax.amount) for tax in self.order.summary().taxes}
        told: dict[tuple[str, str, bool], tuple[int, int]] = dict.fromkeys(paid, (0, 0))
        for tax in (tax for refund in self.refunds for tax in refund.taxes or []):
            base, amount = told[tax.name, tax.rate, tax.included]
            told[tax.name, tax.rate, tax.included] = (base + tax.base, amount + tax.amount)
        for rate, (base, amount) in paid.items():
            assert 0 <= told[rate][0] <= base
            assert 0 <= told[rate][1] <= amount
        if not self.left and self.order.totals.total:
            assert told == paid

    def _accounts(self) -> Counter[str]:
        accounts = Counter[str]()
        for n, facts in enumerate(self.facts):
            for entry in (entry_of(fact, provider="sandbox", payment_id=f"pay_{n}", order_id="ord") for fact in facts):
                assert isinstance(entry, Entry)
                for posting in entry.postings:
                    accounts[posting.account] += posting.amount
        return accounts

    def _fact(self, kind: EventType, n: int, refund: str, amount: int) -> ProviderEvent:
        money = Money(amount, self.order.currency)
        return ProviderEvent(f"{n}{refund}", kind, f"pay{n}", f"tx{n}{refund}", refund or None, money, None, "acct", "", "")
