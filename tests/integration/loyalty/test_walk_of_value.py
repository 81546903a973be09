"""X18, X19, E06, I08: whatever is done with cards, credit and points in whatever order, what is owed is what the ledgers and a plain
reference say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.loyalty import (
    CardLine,
    bought_writes,
    cards_of_order,
    cover_writes,
    give_value_back,
    keys_to_pay,
    take_back_writes,
    value_items,
    values_in,
)
from functions.loyalty.model.account import adjust
from functions.loyalty.model.account import spend as spend_points
from functions.loyalty.model.programme import Gift, Programme
from functions.loyalty.model.stored import State, Stored, close, move, switched, top_up
from functions.loyalty.sold.issue_bought import note_cancelled_cards, note_paid_cards
from functions.loyalty.spending.give_back import back_of_cancelled, back_of_refunded
from functions.loyalty.spending.offer import PricedPiece, points_in, points_keys, spend_writes
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.moves import Cause, booked
from functions.loyalty.store.values import Booking, ValueKey, booked_values, value_of
from functions.loyalty.stored.issue_cards import issue_cards
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid, OrderRefunded, OrderSummary, RefundedLine
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.money import Money
from functions.shared.sealing import key_for
from functions.shared.store.records import find_many
from functions.shared.store.transactions import transact
from tests.integration.loyalty.shop import NOON, check_books, swept
from tests.integration.loyalty.tenders import check_values
from tests.support.depth import deep

DAY = timedelta(days=1)
BOOKING = Booking(SYSTEM)
_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
_names = count()
GIFTS = Programme(enabled=True, gifts=[Gift("var_gift", 7, 5)])


class Paper:
    """One customer's value as a person would keep it on paper: `cards` by id (what is on them, their end), `credit`, `points` by end."""

    def __init__(self) -> None:
        self.customer, self.now = fresh.new_id("cus"), NOON
        key_for(self.customer)
        self.cards, self.credit, self.points = dict[str, tuple[int, str]](), 0, dict[str, int]()
        self.spent, self.orders = list[tuple[str, int]](), list[str]()
        self.gifts, self.given = dict[str, list[tuple[str, int]]](), 0

    def step(self, what: str, size: int) -> None:
        doing: dict[str, Callable[[int], None]] = {
            "issue": self.issue, "buy": self.buy, "spend": self.spend, "back": self.back, "move": self.move, "credit": self.top_up,
            "refund": self.refund, "cancel": self.cancel, "close": self.close, "earn": self.earn, "use": self.use, "days": self.days,
            "gift": self.gift, "return": self.give_gift_back,
        }  # fmt: skip
        doing[what](size)

    def issue(self, size: int) -> None:
        end = times.iso(self.now + size * DAY) if size % 3 else ""
        (made,) = issue_cards(Money(size * 100, "CNY"), 1, expires_at=end, active=True, booking=BOOKING, remember=lambda _: [])
        self.cards[made.card.id] = size * 100, end

    def buy(self, size: int) -> None:
        """An order of gift cards, paid; told twice."""
        order_id = fresh.new_id("ord")
        key_for(order_id)
        transact(bought_writes(order_id, "CNY", [CardLine("line_1", size * 50, size % 3 + 1, None)], waits=False))
        for _ in range(2):
            note_paid_cards(self.told(OrderPaid(self.summary(order_id), "pay_1", times.iso(self.now))))
        of = cards_of_order(order_id)
        assert of
        self.orders.append(order_id)
        self.cards |= {piece.card_id: (size * 50, "") for piece in of.bought.there}

    def spend(self, size: int) -> None:
        keys = keys_to_pay(list(self.cards)[-2:], self.customer, "CNY")
        covers = values_in(find_many(value_items(keys)), keys, clock.now()).covers(size * 70)
        wanted, expected = size * 70, list[int]()
        for name in [*list(self.cards)[-2:], ""]:
            there = self.credit if not name else self.usable(name)
            part = min(wanted, there)
            wanted -= part
            expected += [part] if part else []
            if name and part:
                self.cards[name] = self.cards[name][0] - part, self.cards[name][1]
            elif part:
                self.credit -= part
        assert [cover.amount for cover in covers] == expected
        if covers:
            transact(cover_writes(covers, f"ord_{next(_names)}", SYSTEM))
            self.spent += [(cover.by.name, cover.amount) for cover in covers]

    def back(self, size: int) -> None:
        if not self.spent:
            return
        name, amount = self.spent.pop(size % len(self.spent))
        part, refund = min(amount, size * 30), f"ref_{next(_names)}"
        for _ in range(2):
            give_value_back(name, Money(part, "CNY"), refund=refund, order_id="ord_1", customer_id=self.customer)
        if name in self.cards:
            left, end = self.cards[name]
            self.cards[name] = left + part, max(end, times.iso(self.now + 30 * DAY)) if end else ""
        else:
            # To the credit: it was paid with that, or the card is closed.
            self.credit += part

    def move(self, size: int) -> None:
        if name := self.one(size):
            transact(booked_values(move(self.card(name), self.account(), clock.now()), BOOKING))
            self.credit += self.cards[name][0]
            self.cards[name] = 0, self.cards[name][1]

    def top_up(self, size: int) -> None:
        transact(booked_values([top_up(self.account(), size)], BOOKING))
        self.credit += size

    def refund(self, size: int) -> None:
        """A piece of an order of gift cards goes back: the one with most on it, by what is on it."""
        of = cards_of_order(self.orders[size % len(self.orders)]) if self.orders else None
        if of and of.cards.get("line_1"):
            worth, card = of.worth("line_1", 1), of.cards["line_1"][0]
            assert worth == self.cards.pop(card.id)[0] == card.balance
            transact(take_back_writes(of, {"line_1": 1}, SYSTEM))

    def cancel(self, size: int) -> None:
        if self.orders:
            order_id = self.orders.pop(size % len(self.orders))
            of = cards_of_order(order_id)
            for _ in range(2):
                note_cancelled_cards(self.told(OrderCancelled(self.summary(order_id), "staff", "paid", True)))
            for piece in of.bought.there if of else ():
                self.cards.pop(piece.card_id, None)

    def close(self, size: int) -> None:
        if name := self.one(size):
            card = self.card(name)
            if size % 2:
                transact(booked_values([switched(card, on=False)], BOOKING))
                assert values_in(find_many(value_items([ValueKey("CNY", name)])), [ValueKey("CNY", name)], clock.now()).covers(1) == []
                card = self.card(name)
            transact(booked_values([close(card)], BOOKING))
            del self.cards[name]

    def earn(self, size: int) -> None:
        end = times.iso(self.now + size * DAY) if size % 2 else ""
        after, entries = adjust(account_of(self.customer), size, end, clock.now())
        transact(booked(account_of(self.customer), after, entries, Cause(SYSTEM), notice=timedelta()))
        self.points[end] = self.points.get(end, 0) + size

    def use(self, size: int) -> None:
        account, there = account_of(self.customer), sum(self.points.values())
        assert account.usable(clock.now()) == there
        if there:
            after, entries, _ = spend_points(account, min(size, there), clock.now())
            transact(booked(account, after, entries, Cause(SYSTEM), notice=timedelta()))
            left = min(size, there)
            for end in sorted(self.points, key=lambda one: one or "9"):
                part = min(left, self.points[end])
                self.points[end], left = self.points[end] - part, left - part

    def gift(self, size: int) -> None:
        """An order of up to three gifts for points, of which a customer has five at most."""
        keys, pieces = points_keys(self.customer), size % 3 + 1
        offer = replace(points_in(find_many(keys), self.customer, clock.now()), programme=GIFTS)
        gift = offer.gift("var_gift")
        assert gift
        assert offer.may_have(gift) == 5 - self.given
        there = sum(self.points.values())
        if pieces > 5 - self.given or pieces * gift.points > there:
            return
        order_id = fresh.new_id("ord")
        used, line = offer.use(0, 0, "CNY", pieces * gift.points), PricedPiece("line_1", pieces, 0, 0, "var_gift", gift.points)
        transact(spend_writes(offer, used, order_id, [line], SYSTEM))
        self.given += pieces
        left, parts = pieces * gift.points, list[tuple[str, int]]()
        for end in sorted(self.points, key=lambda one: one or "9"):
            part = min(left, self.points[end])
            self.points[end], left = self.points[end] - part, left - part
            parts += [(end, part)] if part else []
        self.gifts[order_id] = parts

    def give_gift_back(self, size: int) -> None:
        """A piece of it, or its order was not sold after all; told twice. What ends last comes first, and may be over."""
        if not self.gifts:
            return
        order_id = sorted(self.gifts)[size % len(self.gifts)]
        parts, points = self.gifts[order_id], GIFTS.gifts[0].points
        whole = bool(size % 2)
        order, refund = self.summary(order_id), fresh.new_id("ref")
        for _ in range(2):
            if whole:
                back_of_cancelled(self.told(OrderCancelled(order, "staff", "paid", True)))
            else:
                lines = [RefundedLine("line_1", 1, 0)]
                back_of_refunded(self.told(OrderRefunded(order, refund, "", 0, "CNY", 0, 0, 0, True, "", times.iso(self.now), lines)))
        wanted = sum(part for _, part in parts) if whole else points
        self.given -= wanted // points
        while wanted:
            end, there = parts.pop()
            part = min(there, wanted)
            wanted -= part
            if there > part:
                parts.append((end, there - part))
            if not end or end > times.iso(self.now):
                self.points[end] = self.points.get(end, 0) + part
        if not parts:
            del self.gifts[order_id]

    def days(self, size: int) -> None:
        """To the very millisecond; what has ended is over before the schedule knows of it."""
        self.now += size * DAY
        with clock.frozen(self.now):
            for end in [one for one in self.points if one and one <= times.iso(self.now)]:
                del self.points[end]
            for name in [one for one, (_, end) in self.cards.items() if end and end <= times.iso(self.now)]:
                assert self.card(name).usable(self.now) == 0
                self.cards[name] = 0, self.cards[name][1]
            swept()

    def one(self, size: int) -> str:
        found = [name for name in self.cards if self.usable(name)]
        return found[size % len(found)] if found else ""

    def usable(self, name: str) -> int:
        return self.cards[name][0]

    def card(self, name: str) -> Stored:
        return value_of(ValueKey("CNY", name))

    def account(self) -> Stored:
        return value_of(ValueKey("CNY", customer_id=self.customer))

    def summary(self, order_id: str) -> OrderSummary:
        return OrderSummary(order_id, "N", self.customer, "web", "en", "CNY", 0, 0, 0, 0, 0, times.iso(self.now))

    def told(self, payload: OrderPaid | OrderCancelled | OrderRefunded) -> Envelope:
        return Envelope(fresh.new_id("evt"), payload.TYPE, 1, times.iso(self.now), payload.order.order_id, SYSTEM, asdict(payload))

    def holds(self) -> None:
        for name, (amount, _) in self.cards.items():
            assert self.card(name).balance == amount
            assert self.card(name).state is State.ACTIVE
        assert self.account().balance == self.credit
        assert account_of(self.customer).usable(clock.now()) == sum(self.points.values())
        assert account_of(self.customer).gifts == ({"var_gift": self.given} if self.given else {})
        # Of all customers of all walks: what is told as owed equals accounts and ledgers, and all books together are 0.
        check_values()
        check_books()


STEPS = ["issue", "buy", "spend", "back", "move", "credit", "refund", "cancel", "close", "earn", "use", "days", "gift", "return"]


@settings(max_examples=deep(3), deadline=None, derandomize=True, suppress_health_check=_SLOW)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 30)), min_size=10, max_size=24))
def test_what_is_owed_equals_the_ledgers(steps: list[tuple[str, int]]) -> None:
    with clock.frozen(NOON):
        paper = Paper()
    for what, size in steps:
        with clock.frozen(paper.now):
            paper.step(what, size)
    with clock.frozen(paper.now):
        paper.holds()
