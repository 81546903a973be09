"""X31: random purchases, arrivals, cancellations and changed terms against a plain reference."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.shared.events.envelope import SYSTEM
from functions.shared.store.records import find_many
from functions.shared.store.transactions import transact
from functions.stock import (
    Purchase,
    StockLine,
    ahead_in,
    available_in,
    given_back,
    leave_writes,
    owed_to,
    queue_writes,
    release_writes,
    reserve_writes,
    stock_keys,
)
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.stock.ahead import arrives, owed, queue, sold_ahead, sound, told

LIMIT = 6
_names = count()
STEP = st.one_of(
    st.tuples(st.just("buy"), st.integers(1, 4)),
    st.tuples(st.just("arrive"), st.integers(1, 4)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("return"), st.integers(0, 9)),
)


class Reference:
    """Pieces as a person would keep them on paper: what is free, and who waits for how many."""

    def __init__(self, stock: int) -> None:
        self.free, self.came, self.waits, self.held = stock, stock, dict[str, int](), dict[str, int]()

    def buy(self, name: str, quantity: int) -> bool:
        if quantity > self.free + LIMIT - sum(self.waits.values()):
            return False
        there = min(self.free, quantity)
        self.free -= there
        self.held[name] = quantity
        if quantity > there:
            self.waits[name] = quantity - there
        return True

    def arrive(self, pieces: int) -> None:
        self.came += pieces
        self.free += pieces
        self.fill()

    def give_back(self, name: str, pieces: int) -> None:
        ahead = min(self.waits.get(name, 0), pieces)
        self.free += pieces - ahead
        self.held[name] -= pieces
        if ahead:
            self.waits[name] -= ahead
            if not self.waits[name]:
                del self.waits[name]
        self.fill()

    def fill(self) -> None:
        """The oldest first, each whole or not yet: who waits for more than there is lets nobody pass."""
        while self.waits and self.free >= (first := next(iter(self.waits.items())))[1]:
            self.free -= first[1]
            del self.waits[first[0]]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(stock=st.integers(0, 3), steps=st.lists(STEP, min_size=6, max_size=18))
def test_random_purchases_arrivals_and_cancellations(stock: int, steps: list[tuple[str, int]]) -> None:
    """X31: pieces sold ≤ stock + limit, the order of conversion, and sums, after every step."""
    variant, reference = a_variant(stock=stock), Reference(stock)
    sold_ahead(variant, LIMIT)
    for what, number in steps:
        open_ = [name for name, pieces in reference.held.items() if pieces]
        if what == "buy":
            name = f"ord_{next(_names):06}"
            assert _bought(variant, name, number) == reference.buy(name, number)
        elif what == "arrive":
            arrives(variant, number)
            reference.arrive(number)
        elif open_:
            name = open_[number % len(open_)]
            pieces = reference.held[name] if what == "cancel" else 1
            _given_back(variant, name, pieces)
            reference.give_back(name, pieces)
        held = sum(reference.held.values())
        assert held <= reference.came + LIMIT
        assert queue(variant) == list(reference.waits.items())
        assert stock_of(variant) == (reference.free - owed(variant), held)
        assert stock_of(variant)[0] + held == reference.came
        sound(variant, LIMIT)


def _bought(variant: str, name: str, quantity: int) -> bool:
    found = find_many(stock_keys([variant]))
    there, offer = available_in(found, variant), ahead_in(found, variant)
    assert offer is not None
    if quantity > offer.buyable(there):
        return False
    promise = offer.promise(variant, quantity, there)
    promises = {variant: promise} if promise else {}
    purchase = Purchase(name, f"2025-03-10T04:00:00.{name[-6:]}Z")
    taken = reserve_writes([StockLine(variant, quantity)], {}, promises, cause=name, reason="order", actor=SYSTEM)
    transact([*queue_writes(purchase, promises.values()), *taken])
    return True


def _given_back(variant: str, name: str, pieces: int) -> None:
    purchase, lines = Purchase(name, f"2025-03-10T04:00:00.{name[-6:]}Z"), [StockLine(variant, pieces)]
    waits = owed_to(purchase, [variant])
    less = given_back(waits, lines)
    cause = f"{name}#{next(_names)}"
    transact([*leave_writes(purchase, waits, less), *release_writes(lines, less, cause=cause, reason="cancelled", actor=SYSTEM)])
    told(variant, times=1)
