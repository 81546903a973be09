"""A timer whose work always fails: tried later each time, then left to people, once; nobody else waits for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import run_timers, sweep_timers
from functions.orders.consumers import run_timers as timer_door
from functions.orders.store import timers
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import PAYMENT_DEADLINE, Due, timer_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.due_tries import MOST_TRIES
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from tests.integration.orders.buyer import NOON, a_variant, an_order
from tests.support.events import sqs
from tests.support.races import in_between

FAILS = "always_fails"
PK = order_pk("ord_1")


class Work:
    """The handler that fails until it is mended; and the orders that other timers were about."""

    def __init__(self) -> None:
        self.tries = 0
        self.mended = False

    def __call__(self, due: Due) -> None:
        self.tries += 1
        if not self.mended:
            raise RuntimeError("a fault that no repetition mends")
        transact([timers.timer_delete(due.order_id, FAILS)])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(timer_door, "TIMER_HANDLERS", {**timer_door.TIMER_HANDLERS, FAILS: made})
    return made


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    sent: list[Any] = []

    def send(_queue: str, messages: Any) -> int:
        new = [dict(message.body) for message in messages]
        sent.extend(new)
        return len(new)

    monkeypatch.setattr(timers, "send_all", send)
    return sent


def failures(messages: list[Any]) -> int:
    return len(run_timers(sqs(messages), None)["batchItemFailures"])


def timer() -> Any:
    return find(OrdersTable, PK, f"TIMER#{FAILS}")


def a_day_of_sweeps(queue: list[Any], minutes: int = 24 * 60) -> tuple[list[int], list[Any]]:
    """At which minutes the queue was sent something, and what failed and was not on the queue again a moment later: dead letters."""
    sent, dead = [], []
    for minute in range(minutes):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            queue.clear()
            sweep_timers({}, None)
            if messages := list(queue):
                sent.append(minute)
                # As the queue does: what fails is delivered again, five times at most.
                left = messages
                for _ in range(5):
                    left = [one for one in left if failures([one])]
                dead += left
    return sent, dead


def test_it_is_sent_ever_more_rarely_and_ends_as_one_dead_letter(work: Work, queue: list[Any]) -> None:
    with clock.frozen(NOON):
        transact([timer_put("ord_1", FAILS, NOON)])
    sent, dead = a_day_of_sweeps(queue, 6 * 60)
    assert sent == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert dead == [{"pk": PK, "sk": f"TIMER#{FAILS}", "due_at": times.iso(NOON + timedelta(minutes=243))}]
    left = timer()
    assert left is not None
    assert (left.due_pk, left.due_tries, work.tries) == (None, MOST_TRIES, MOST_TRIES + 4)
    work.mended = True
    assert (failures(dead), timer()) == (0, None)
    assert failures(dead) == 0
    assert work.tries == MOST_TRIES + 5


def test_a_try_that_dies_without_a_word_is_counted_too(work: Work, queue: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that runs out of time tells nobody; the try was counted before it began."""
    transact([timer_put("ord_1", FAILS, NOON)])
    monkeypatch.setattr(work, "mended", True)
    monkeypatch.setattr(timers, "timer_delete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with clock.frozen(NOON):
        for _ in range(2):
            try:
                run_timers(sqs([{"pk": PK, "sk": f"TIMER#{FAILS}", "due_at": times.iso(NOON)}]), None)
            except KeyboardInterrupt:
                continue
    left = timer()
    assert left is not None
    assert (work.tries, left.due_tries, left.due_at) == (1, 1, times.iso(NOON + timedelta(minutes=1)))


def test_others_are_done_meanwhile(work: Work, queue: list[Any]) -> None:
    with clock.frozen(NOON):
        order, guest = an_order(a_variant())
        transact([timer_put("ord_1", FAILS, NOON)])
    with clock.frozen(NOON + timedelta(hours=1)):
        sweep_timers({}, None)
        assert failures(queue) == 1
        assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "cancelled"


def test_a_timer_that_is_set_anew_begins_anew(work: Work, queue: list[Any]) -> None:
    transact([timer_put("ord_1", FAILS, NOON)])
    a_day_of_sweeps(queue, 10)
    transact([timer_put("ord_1", FAILS, NOON + timedelta(hours=1))])
    left = timer()
    assert left is not None
    assert (left.due_tries, left.due_at, left.due_pk != "DUE#AGAIN") == (None, times.iso(NOON + timedelta(hours=1)), True)


def test_two_workers_try_it_once(work: Work, queue: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both found it due; the second one's claim is refused. And one that was moved in between stays as it was moved."""
    message = {"pk": PK, "sk": f"TIMER#{FAILS}", "due_at": times.iso(NOON)}
    transact([timer_put("ord_1", FAILS, NOON)])
    with clock.frozen(NOON):
        in_between(monkeypatch, timers, "find", lambda: failures([message]))
        assert (failures([message]), work.tries) == (0, 1)
    later = NOON + timedelta(hours=2)
    with clock.frozen(NOON + timedelta(minutes=1)):
        in_between(monkeypatch, timers, "find", lambda: transact([timer_put("ord_1", FAILS, later)]))
        assert (failures([message]), work.tries) == (0, 1)
    left = timer()
    assert left is not None
    assert (left.due_at, left.due_tries) == (times.iso(later), None)


def test_a_deadline_that_is_done_leaves_no_timer(queue: list[Any]) -> None:
    with clock.frozen(NOON):
        order, _ = an_order(a_variant())
    with clock.frozen(NOON + timedelta(hours=1)):
        sweep_timers({}, None)
        assert failures(queue) == 0
        assert find(OrdersTable, order_pk(order["id"]), f"TIMER#{PAYMENT_DEADLINE}") is None
