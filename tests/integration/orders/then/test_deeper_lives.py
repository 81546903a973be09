"""P05: orders that had gift cards, parts of held money or changes are told as staff saw them, moment by moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.payments import PaymentCaptured
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.loyalty.sold_cards import a_card_product, heard
from tests.integration.loyalty.test_orders_of_cards_alone import paid, ring
from tests.integration.orders import money_moves
from tests.integration.orders.amending.amended import amend, less, more
from tests.integration.orders.buyer import NOON, a_guest, a_variant, an_order, captured, event, staff
from tests.integration.orders.then.remembered import _shown
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil

Steps = list[Callable[[], Any]]


def told_as_seen(order: Any, steps: Steps) -> list[str]:
    """What is not as it was seen after each of the steps, which are an hour apart."""
    seen = {}
    for hour, step in enumerate(steps):
        with clock.frozen(NOON + timedelta(hours=hour)):
            step()
            seen[times.iso(clock.now())] = _shown(order["id"], "")
    wrong = []
    with clock.frozen(NOON + timedelta(days=2)):
        for at, then in seen.items():
            now = _shown(order["id"], f"?at={at}")
            names = then.keys() - set(now["as_it_was"]["as_today"]) - {"as_it_was"}
            wrong += [f"{at} {name}: was {then[name]}, is told as {now[name]}" for name in sorted(names) if then[name] != now[name]]
    return wrong


def taken(order: Any, amount: int) -> Envelope:
    """That a part was taken in the end, and the rest is let go, now."""
    data = PaymentCaptured("pay_1", order["id"], "sandbox", "pay_1", amount, "CNY", times.iso(clock.now()), part=True)
    return event(PaymentCaptured.TYPE, asdict(data), order["id"])


def test_beside_gift_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parcel was there before its goods were paid back, its cards were not issued before they were, and it is done with them."""
    with courier_double(monkeypatch), clock.frozen(NOON):
        buyer = a_guest()
        buyer.add(a_card_product())
        buyer.add(a_variant())
        order = paid(buyer.ready())

        def prepared() -> None:
            assert fulfil(sqs_of_events(events_in(OrdersTable, "order.paid"))) == {"batchItemFailures": []}

        def issued() -> None:
            heard("order.paid")
            ring(order)

        def paid_back() -> None:
            money_moves.told(money_moves.gone(order, money_moves.asked(order, money_moves.pieces(order, 1, line=1))))

        assert told_as_seen(order, [prepared, issued, paid_back, lambda: ring(order)]) == []


def test_a_part_of_what_is_held_is_taken_and_the_rest_let_go() -> None:
    with clock.frozen(NOON):
        order, _ = an_order(a_variant(), 2)
    total = order["totals"]["total"]["amount"]
    steps: Steps = [
        lambda: money_moves.told(money_moves.held(order, "pay_1", total)),
        lambda: money_moves.told(money_moves.took_part(order, "pay_1", 2000)),
        lambda: staff().post(f"/v1/orders/{order['id']}/cancel", {}),
        lambda: money_moves.told(taken(order, 2000)),
    ]
    assert told_as_seen(order, steps) == []


def test_changed_twice() -> None:
    """Its taxes and its time to pay were others."""
    with clock.frozen(NOON):
        order, _ = an_order(a_variant(), 3)
        assert apply_payments(sqs_of_events([captured(order)]), None) == {"batchItemFailures": []}
    steps: Steps = [lambda: None, lambda: amend(order, **less(order, 2)), lambda: amend(order, **more(a_variant()))]
    assert told_as_seen(order, steps) == []
    assert len(_shown(order["id"], "")["amendments"]) == 2
