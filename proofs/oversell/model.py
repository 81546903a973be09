"""The reservation of pieces as a machine of a page, walked whole: every interleaving of every buyer's processes, crashes included.

An order is touched by three processes: its buyer places it and cancels it, the provider's message pays it, its timer ends it. Each
reads first and then writes in one transaction whose conditions stand below; between the two anything may happen. A process that dies is
started again from its beginning (the buyer's call with its Idempotency-Key, the queue's message), whether or not its write was done. After
its write a process looks at nothing any more, so to die later is to die at once; who reads what leaves nothing to write has nothing to do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

NEW, PENDING, PAID, CANCELLED, REFUSED = "new", "pending", "paid", "cancelled", "refused"
IDLE, READ, DONE = "idle", "read", "done"
_PROCESSES = ("place", "pay", "cancel", "expire")


@dataclass(frozen=True, order=True)
class Order:
    """`status`: what is stored. Each process: how far it is, and what it read. `captured`: money came; `back`: it was sent back."""

    status: str = NEW
    place: tuple[str, int | str] = (IDLE, "")
    pay: tuple[str, int | str] = (IDLE, "")
    cancel: tuple[str, int | str] = (IDLE, "")
    expire: tuple[str, int | str] = (IDLE, "")
    captured: bool = False
    back: int = 0


@dataclass(frozen=True)
class State:
    available: int
    reserved: int
    sold: int
    crashes: int
    orders: tuple[Order, ...]


Step = tuple[str, State]
Written = tuple[Order, int, int, int]
"""An order, and what is added to available, reserved, sold."""
Rules = Callable[[State, Order, str], Written]
_BEGUN, _DONE = (IDLE, ""), (DONE, "")


def _at(order: Order, process: str, phase: tuple[str, int | str]) -> Order:
    changed: Any = {process: phase}
    return replace(order, **changed)


def steps(state: State, writes: Rules) -> Iterator[Step]:
    """What can come next. Buyers are alike, so they are kept sorted: which of them is which makes no difference."""
    for n, order in enumerate(state.orders):
        for name in _PROCESSES:
            phase, _ = getattr(order, name)
            if phase == IDLE and _begins(order, name):
                seen = state.available if name == "place" else order.status
                yield f"{name} reads", _with(state, n, (_at(order, name, (READ, seen)), 0, 0, 0))
            elif phase == READ:
                written = writes(state, order, name)
                yield f"{name} writes", _with(state, n, written)
                if state.crashes:
                    begun = _at(order, name, _BEGUN)
                    yield f"{name} dies before it writes", _with(state, n, (begun, 0, 0, 0), crashes=1)
                    begun = _at(written[0], name, _BEGUN)
                    yield f"{name} dies after it wrote", _with(state, n, (begun, *written[1:]), crashes=1)


def _with(state: State, n: int, written: Written, crashes: int = 0) -> State:
    order, available, reserved, sold = written
    orders = tuple(sorted((*state.orders[:n], order, *state.orders[n + 1 :])))
    return State(state.available + available, state.reserved + reserved, state.sold + sold, state.crashes - crashes, orders)


def _begins(order: Order, name: str) -> bool:
    if name == "place":
        return True
    return order.status not in (NEW, REFUSED) if name == "pay" else order.status == PENDING


def as_meant(state: State, order: Order, name: str) -> Written:
    """The transactions, each with its conditions: what does not hold any more is read again."""
    done = _at(order, name, _DONE)
    if name == "place":
        if order.status != NEW:
            return done, 0, 0, 0  # The key of the call is known: it is answered as it was.
        if state.available < 1:
            return replace(done, status=REFUSED), 0, 0, 0
        return replace(done, status=PENDING), -1, +1, 0
    if getattr(order, name)[1] != order.status:
        return _at(order, name, _BEGUN), 0, 0, 0
    if order.status == PENDING and name == "pay":
        return replace(done, status=PAID, captured=True), 0, -1, +1
    if order.status == PENDING:
        return replace(done, status=CANCELLED), +1, -1, 0
    if name == "pay" and order.status == CANCELLED and not order.captured:
        return replace(done, captured=True, back=order.back + 1), 0, 0, 0
    return done, 0, 0, 0


def reads_decide(state: State, order: Order, name: str) -> Written:
    """A protocol with a fault: how many there were when it was read decides, and the write has no condition. The walk must find it."""
    if name == "place" and order.status == NEW and int(order.place[1]) >= 1:
        return replace(order, status=PENDING, place=_DONE), -1, +1, 0
    return as_meant(state, order, name)


def forgets_the_key(state: State, order: Order, name: str) -> Written:
    """Another: a call that is made again takes another piece."""
    if name == "place" and order.status == PENDING and state.available:
        return replace(order, place=_DONE), -1, +1, 0
    return as_meant(state, order, name)


def unconditional(state: State, order: Order, name: str) -> Written:
    """A third: the order's status is not compared again when it is written."""
    if name in ("cancel", "expire") and order.status == PAID and getattr(order, name)[1] == PENDING:
        return replace(_at(order, name, _DONE), status=CANCELLED), +1, 0, 0
    return as_meant(state, order, name)


FAULTY = (reads_decide, forgets_the_key, unconditional)


def wrong(state: State, units: int) -> str:
    """What must hold in every state, not only at the end."""
    pending = sum(one.status == PENDING for one in state.orders)
    paid = sum(one.status == PAID for one in state.orders)
    if min(state.available, state.reserved, state.sold) < 0:
        return "a counter below zero"
    if state.available + state.reserved + state.sold != units:
        return "pieces came from nowhere or are gone"
    if (state.reserved, state.sold) != (pending, paid):
        return f"{state.reserved} reserved and {state.sold} sold for {pending} pending and {paid} paid orders"
    if any(one.back != int(one.captured and one.status == CANCELLED) for one in state.orders):
        return "money kept for nothing, or sent back twice"
    return ""


def walk(buyers: int, units: int, crashes: int, writes: Rules = as_meant) -> tuple[int, int, list[str]]:
    """How many states there are, how many steps between them, and the first way to one that is wrong."""
    begin = State(units, 0, 0, crashes, (Order(),) * buyers)
    came: dict[State, tuple[State, str] | None] = {begin: None}
    waiting, taken = deque([begin]), 0
    while waiting:
        state = waiting.popleft()
        if found := wrong(state, units):
            return len(came), taken, [*_way(came, state), found]
        for name, following in steps(state, writes):
            taken += 1
            if following not in came:
                came[following] = (state, name)
                waiting.append(following)
    return len(came), taken, []


def _way(came: dict[State, tuple[State, str] | None], state: State) -> list[str]:
    found: list[str] = []
    while (before := came[state]) is not None:
        state, name = before
        found.insert(0, name)
    return found
